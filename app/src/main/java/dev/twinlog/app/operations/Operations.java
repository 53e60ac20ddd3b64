package dev.twinlog.app.operations;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.http.RpcMethod;
import dev.twinlog.model.Witness;
import dev.twinlog.views.Answer;
import dev.twinlog.views.SafeJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/// Does what operators ask for at `/rpc`: a method for each {@link Operation}. Safe for use by many threads.
public final class Operations {
    /// Verdicts that are told when nobody says how many.
    static final int VERDICTS_USUAL = 100;

    private static final JsonFactory JSON = new JsonFactory();

    private final OperationParts parts;
    private final SidecarOperations sidecar;
    private final IngestConfig config;

    private Operations(OperationParts parts) {
        this.parts = parts;
        this.sidecar = new SidecarOperations(parts);
        this.config = new IngestConfig(parts);
    }

    /// The methods for {@link dev.twinlog.app.http.PageServer}, by name.
    public static Map<String, RpcMethod> methods(OperationParts parts) {
        var operations = new Operations(parts);
        var methods = new TreeMap<String, RpcMethod>();
        for (var operation : Operation.values())
            methods.put(operation.wire(), (params, out) -> operations.call(operation, params, out));
        return methods;
    }

    private void call(Operation operation, Map<String, String> params, OutputStream out) throws Refusal, IOException {
        var named = operation == Operation.SET_INGEST_CONFIG ? IngestConfig.named(params) : params;
        var given = Given.of(operation, named);
        try {
            call(operation, given, out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Refusal.Reason.UNABLE, "Twinlog is stopping", e);
        }
    }

    private void call(Operation operation, Given given, OutputStream out)
            throws Refusal, IOException, InterruptedException {
        switch (operation) {
            case GET_CAPTURE_RELIABILITY_STATUS -> parts.answers().status(new Question.Status(), out);
            case GET_CODEX_APP_SERVER_STATUS -> write(sidecar.status(), out);
            case START_CODEX_APP_SERVER -> write(sidecar.start(), out);
            case STOP_CODEX_APP_SERVER -> write(sidecar.stop(), out);
            case CODEX_APP_SERVER_INITIALIZE, CODEX_APP_SERVER_INITIALIZED -> write(sidecar.handshake(), out);
            case CODEX_APP_SERVER_ACCOUNT_READ -> pass(sidecar.account(), out);
            case CODEX_APP_SERVER_ACCOUNT_LOGIN_START -> write(sidecar.login(given), out);
            case CODEX_APP_SERVER_ACCOUNT_LOGIN_COMPLETED, CODEX_APP_SERVER_ACCOUNT_UPDATED ->
                write(sidecar.hinted(), out);
            case CODEX_APP_SERVER_ACCOUNT_LOGOUT -> write(sidecar.logout(), out);
            case CODEX_APP_SERVER_SET_STREAM_KILL_SWITCH -> write(sidecar.killSwitch(given.flag("enabled")), out);
            case CODEX_APP_SERVER_REQUEST_THREAD_SNAPSHOT -> pass(sidecar.thread(given.needed("threadId")), out);
            case GET_CODEX_STREAM_DEDUPE_LOG -> parts.answers().decisions(verdicts(given), out);
            case GET_INGEST_CONFIG -> write(config.answer(), out);
            case SET_INGEST_CONFIG -> write(config.set(given), out);
            case CONFIGURE_CODEX_OTEL -> write(new CodexTelemetry(parts).configure(given), out);
            case DISCOVER_CAPTURE_SOURCES -> write(new Discovery(parts).answer(), out);
            case GET_COLLECTOR_MIGRATION_STATUS, RUN_COLLECTOR_MIGRATION, ROLLBACK_COLLECTOR_MIGRATION ->
                throw new Refusal(Refusal.Reason.UNABLE, Operation.Results.NOT_AVAILABLE);
        }
    }

    private static Question.Decisions verdicts(Given given) {
        return new Question.Decisions(null, null, Witness.STREAM, given.number("limit", VERDICTS_USUAL), null);
    }

    /// What an app-server tells has texts of people and tools in it: secrets are taken out, as everywhere else.
    private void pass(byte[] told, OutputStream out) throws Refusal, IOException {
        var checked = new ByteArrayOutputStream();
        try {
            RedactedJson.write(told, parts.redact(), checked);
        } catch (IOException e) {
            throw new Refusal(Refusal.Reason.UNABLE, "the app-server's answer is no JSON that can be passed on", e);
        }
        checked.writeTo(out);
    }

    private static void write(Answer answer, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(new SafeJson(out), JsonEncoding.UTF8)) {
            answer.writeJson(json);
        }
    }
}
