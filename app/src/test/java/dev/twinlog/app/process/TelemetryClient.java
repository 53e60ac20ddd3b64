package dev.twinlog.app.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// An agent that sends requests of telemetry one after the other, each until it is acknowledged, as exporters do that
/// send again what got no answer. Each record is a model request of Claude Code with an id of its own.
final class TelemetryClient implements Runnable {
    static final int RECORDS = 5;
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);
    private static final int AGAIN_MILLIS = 20;
    /// Between two requests: it is to be killed while it works, not to be overrun.
    private static final int PACE_MILLIS = 5;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Thread::startVirtualThread)
            .build();
    private final URI logs;
    private final String session;
    private final CountDownLatch ending;
    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();

    /// @param ending ends it: what is not acknowledged by then never is
    TelemetryClient(int port, String session, CountDownLatch ending) {
        this.logs = URI.create("http://127.0.0.1:" + port + "/v1/logs");
        this.session = session;
        this.ending = ending;
    }

    /// The ids of all records that were acknowledged.
    Set<String> acknowledged() {
        return acknowledged;
    }

    String session() {
        return session;
    }

    @Override
    public void run() {
        try (http) {
            for (int batch = 0; ending.getCount() > 0; batch++) {
                if (!send(body(batch))) return;
                for (int i = 0; i < RECORDS; i++) acknowledged.add(id(batch * RECORDS + i));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean send(String body) throws InterruptedException {
        while (ending.getCount() > 0) {
            try {
                var request = HttpRequest.newBuilder(logs)
                        .header("content-type", "application/json")
                        .timeout(ANSWERED_WITHIN)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
                int status =
                        http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
                if (status == 200) {
                    boolean _ = ending.await(PACE_MILLIS, TimeUnit.MILLISECONDS);
                    return true;
                }
                if (status != 503) throw new AssertionError("answered " + status);
            } catch (IOException e) {
                // it was killed: the same request again
            }
            if (ending.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS)) return false;
        }
        return false;
    }

    String id(int number) {
        return "req_%s_%d".formatted(session, number);
    }

    private String body(int batch) {
        var records = new StringJoiner(",");
        for (int i = 0; i < RECORDS; i++) records.add(record(batch * RECORDS + i));
        return """
                {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"claude-code"}},\
                {"key":"service.version","value":{"stringValue":"2.1.329"}}]},"scopeLogs":[{"scope":\
                {"name":"com.anthropic.claude_code.events","version":"2.1.329"},"logRecords":[%s]}]}]}""".formatted(records);
    }

    private String record(int number) {
        return """
                {"timeUnixNano":"%d000000","body":{"stringValue":"claude_code.api_request"},"attributes":[\
                {"key":"session.id","value":{"stringValue":"%s"}},{"key":"event.name","value":{"stringValue":"api_request"}},\
                {"key":"event.sequence","value":{"intValue":%d}},{"key":"prompt.id","value":{"stringValue":"p-%s"}},\
                {"key":"model","value":{"stringValue":"claude-opus-5-5"}},{"key":"input_tokens","value":{"intValue":1}},\
                {"key":"output_tokens","value":{"intValue":2}},{"key":"cost_usd","value":{"doubleValue":0.001}},\
                {"key":"request_id","value":{"stringValue":"%s"}},{"key":"query_source","value":{"stringValue":"sdk"}}]}""".formatted(1_780_300_800_000L + number, session, number, session, id(number));
    }
}
