package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.operations.Operation;
import dev.twinlog.app.operations.Operator;
import dev.twinlog.views.SafeJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON-RPC 2.0 to a running daemon, over HTTP on loopback. A connection a call.
final class RpcClient implements Operator {
    static final int AS_LONG_AS_IT_TAKES = 0;
    /// An operation that waits for an app-server, which has 30 s to answer.
    private static final int ASKING_MILLIS = 60_000;
    /// Any other: a daemon that takes longer stands still.
    private static final int OPERATION_MILLIS = 20_000;

    private static final int OK = 200;

    private final int port;
    private final String token;

    RpcClient(int port, String token) {
        this.port = port;
        this.token = token;
    }

    @Override
    public Map<String, @Nullable Object> call(Operation operation, Map<String, ?> params) throws Refusal, IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            call(operation.wire(), JsonTree.text(new TreeMap<>(params)), millis(operation), bytes);
        } catch (RpcError e) {
            throw e.refusal();
        } catch (Refusal e) {
            if (e.getCause() instanceof SocketTimeoutException late)
                throw new IOException("nothing came within " + millis(operation) / 1000 + " s", late);
            throw e;
        }
        try (var json = new JsonFactory().createParser(bytes.toByteArray())) {
            json.nextToken();
            var result = new LinkedHashMap<String, @Nullable Object>();
            if (JsonTree.read(json) instanceof Map<?, ?> map)
                map.forEach((name, value) -> result.put((String) name, value));
            return result;
        }
    }

    private static int millis(Operation operation) {
        return switch (operation) {
            case CODEX_APP_SERVER_ACCOUNT_READ,
                    CODEX_APP_SERVER_ACCOUNT_LOGIN_START,
                    CODEX_APP_SERVER_ACCOUNT_LOGIN_COMPLETED,
                    CODEX_APP_SERVER_ACCOUNT_UPDATED,
                    CODEX_APP_SERVER_ACCOUNT_LOGOUT,
                    CODEX_APP_SERVER_REQUEST_THREAD_SNAPSHOT -> ASKING_MILLIS;
            default -> OPERATION_MILLIS;
        };
    }

    /// Calls a method, and passes its bare result on.
    ///
    /// @param params     a JSON object
    /// @param readMillis how long to wait for the next bytes of the answer; 0: as long as it takes
    /// @throws RpcError when the call is answered with an error
    /// @throws Refusal  when the daemon does not let the call in, or takes too long
    void call(String method, String params, int readMillis, OutputStream out) throws RpcError, Refusal, IOException {
        try (var http = new Loopback(port, readMillis)) {
            http.send("/rpc", token, request(method, params));
            if (http.status() != OK) throw DaemonClient.refusal(http);
            try (var json = new JsonFactory().createParser(http.body())) {
                unwrap(json, out);
            }
        } catch (SocketTimeoutException e) {
            throw new Refusal(Refusal.Reason.UNABLE, DaemonClient.LATE, e);
        }
    }

    private static byte[] request(String method, String params) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("jsonrpc", "2.0");
            json.writeNumberField("id", 1);
            json.writeStringField("method", method);
            json.writeFieldName("params");
            json.writeRawValue(params);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void unwrap(JsonParser json, OutputStream out) throws RpcError, IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) throw new IOException("the daemon's answer is no object");
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "result" -> copy(json, out);
                case "error" -> throw RpcError.of(JsonTree.read(json));
                default -> json.skipChildren();
            }
        }
    }

    private static void copy(JsonParser json, OutputStream out) throws IOException {
        var generator = new JsonFactory().createGenerator(new SafeJson(out));
        generator.copyCurrentStructure(json);
        generator.flush();
    }
}
