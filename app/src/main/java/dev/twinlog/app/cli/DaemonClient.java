package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import dev.twinlog.app.Answers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/// Answers of a running daemon, over HTTP on loopback. A connection a question.
final class DaemonClient implements Answers {
    private static final int QUICK_MILLIS = 60_000;
    /// The status takes no work: a daemon that does not tell it stands still.
    private static final int STATUS_MILLIS = 20_000;
    static final String LATE =
            "the daemon did not answer in time: it may be stopped, or very busy; look at its terminal";
    private static final int AS_LONG_AS_IT_TAKES = RpcClient.AS_LONG_AS_IT_TAKES;
    private static final int ERROR_BYTES_MAX = 64 * 1024;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;
    private static final int OK = 200;

    private final int port;
    private final String token;
    private final Consumer<String> onPartial;

    /// @param onPartial is told the percent that an import is at, before an answer that is partial therefore
    DaemonClient(int port, String token, Consumer<String> onPartial) {
        this.port = port;
        this.token = token;
        this.onPartial = onPartial;
    }

    @Override
    public void sessions(Question.Sessions question, OutputStream out) throws Refusal, IOException {
        get(question, "/api/sessions", QUICK_MILLIS, out);
    }

    @Override
    public void show(Question.Show question, OutputStream out) throws Refusal, IOException {
        request("/api/show/" + encoded(question.session()), QUICK_MILLIS, out);
    }

    @Override
    public void search(Question.Search question, OutputStream out) throws Refusal, IOException {
        get(question, "/api/search", QUICK_MILLIS, out);
    }

    @Override
    public void usage(Question.Usage question, OutputStream out) throws Refusal, IOException {
        get(question, "/api/usage", QUICK_MILLIS, out);
    }

    @Override
    public void status(Question.Status question, OutputStream out) throws Refusal, IOException {
        get(question, "/api/status", STATUS_MILLIS, out);
    }

    @Override
    public void verify(Question.Verify question, OutputStream out) throws Refusal, IOException {
        get(question, "/api/verify", AS_LONG_AS_IT_TAKES, out);
    }

    @Override
    public void export(Question.Export question, OutputStream out) throws Refusal, IOException {
        get(question, "/api/export", AS_LONG_AS_IT_TAKES, out);
    }

    @Override
    public void attributes(Question.Attributes question, OutputStream out) throws Refusal, IOException {
        get(question, "/api/attributes", AS_LONG_AS_IT_TAKES, out);
    }

    @Override
    public void sync(Question.Sync question, OutputStream out) throws Refusal, IOException {
        call(question, out);
    }

    @Override
    public void rebuild(Question.Rebuild question, OutputStream out) throws Refusal, IOException {
        call(question, out);
    }

    @Override
    public void restore(Question.Restore question, OutputStream out) throws Refusal, IOException {
        call(question, out);
    }

    @Override
    public void prices(Question.Prices question, OutputStream out) throws Refusal, IOException {
        get(question, "/api/prices", QUICK_MILLIS, out);
    }

    @Override
    public void explain(Question.Explain question, OutputStream out) throws Refusal, IOException {
        get(question, "/api/explain", AS_LONG_AS_IT_TAKES, out);
    }

    @Override
    public void decisions(Question.Decisions question, OutputStream out) throws Refusal, IOException {
        get(question, "/api/decisions", QUICK_MILLIS, out);
    }

    @Override
    public void gaps(Question.Gaps question, OutputStream out) throws Refusal, IOException {
        get(question, "/api/gaps", QUICK_MILLIS, out);
    }

    private void get(Question question, String path, int readMillis, OutputStream out) throws Refusal, IOException {
        request(path + query(question.parameters()), readMillis, out);
    }

    private void request(String pathAndQuery, int readMillis, OutputStream out) throws Refusal, IOException {
        try (var http = new Loopback(port, readMillis)) {
            http.send(pathAndQuery, token, null);
            if (http.status() != OK) throw refusal(http);
            if (http.importing() != null) onPartial.accept(http.importing());
            Spool.pass(http.body(), out);
        } catch (SocketTimeoutException e) {
            throw new Refusal(Refusal.Reason.UNABLE, LATE, e);
        }
    }

    static String query(Map<String, String> parameters) {
        var query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(value)));
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Asks at `/rpc`.
    private void call(Question question, OutputStream out) throws Refusal, IOException {
        try {
            new RpcClient(port, token)
                    .call(question.name(), JsonTree.text(question.parameters()), RpcClient.AS_LONG_AS_IT_TAKES, out);
        } catch (RpcError e) {
            throw e.refusal();
        }
    }

    static Refusal refusal(Loopback http) throws IOException {
        var message = message(http.body());
        return switch (http.status()) {
            case BAD_REQUEST -> new Refusal(Refusal.Reason.WRONG_QUESTION, message);
            case NOT_FOUND -> new Refusal(Refusal.Reason.NOT_FOUND, message);
            case UNAUTHORIZED ->
                new Refusal(
                        Refusal.Reason.UNABLE, "the daemon does not accept the token of this data folder: restart it");
            default -> new Refusal(Refusal.Reason.UNABLE, message);
        };
    }

    private static String message(InputStream body) throws IOException {
        var bytes = body.readNBytes(ERROR_BYTES_MAX);
        try (var json = new JsonFactory().createParser(bytes)) {
            json.nextToken();
            if (JsonTree.read(json) instanceof Map<?, ?> map && map.get("error") instanceof String text) return text;
        } catch (IOException e) {
            // no JSON: shown as it is
        }
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {}
}
