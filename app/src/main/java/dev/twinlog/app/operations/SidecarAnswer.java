package dev.twinlog.app.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.sources.appserver.SidecarHealth;
import dev.twinlog.sources.appserver.supervision.AuthState;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import dev.twinlog.views.Answer;
import dev.twinlog.views.Times;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// How the Codex app-server is heard, in the shape that others rely on: the fields of docs/operations.md in their
/// order. A state of the sign-in (SPEC 5.5) stands at `auth.state` and nowhere else, so that who looks for one finds
/// what the app-server has reported.
record SidecarAnswer(SidecarHealth health) implements Answer {
    /// Stands for a reason that is a state of the sign-in: `auth.state` tells which.
    static final String SIGN_IN = "auth";

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeMembers(json);
        json.writeEndObject();
    }

    void writeMembers(JsonGenerator json) throws IOException {
        var link = health.link();
        json.writeStringField("state", health.state().wire());
        json.writeNumberField("generation", health.generation());
        json.writeStringField("link", link == null ? null : link.name().toLowerCase(java.util.Locale.ROOT));
        json.writeStringField("reach", health.reach());
        writeAuth(json);
        json.writeStringField("handshake", health.handshake().wire());
        json.writeBooleanField("killSwitch", health.killSwitch());
        writeRestarts(json);
        json.writeBooleanField("expected", health.expected());
        writeGate(json);
        writeProcess(json);
        writeThreads(json);
        writeApprovals(json);
        writeCounters(json);
        json.writeStringField("lastError", health.lastError());
    }

    private void writeAuth(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("auth");
        json.writeStringField("state", health.auth().wire());
        json.writeStringField("mode", mode());
        json.writeStringField("error", error());
        json.writeEndObject();
    }

    private @Nullable String mode() {
        return switch (health.auth()) {
            case AuthState.Authenticated(var mode) -> mode;
            case AuthState.Unsupported(var mode) -> mode;
            case AuthState.NeedsLogin _, AuthState.Authenticating(), AuthState.LoggedOut() -> null;
        };
    }

    private @Nullable String error() {
        return switch (health.auth()) {
            case AuthState.NeedsLogin(var error) -> error;
            case AuthState.Unsupported(var mode) -> "Unsupported auth mode: " + mode;
            case AuthState.Authenticated _, AuthState.Authenticating(), AuthState.LoggedOut() -> null;
        };
    }

    private void writeRestarts(JsonGenerator json) throws IOException {
        var restarts = health.restarts();
        json.writeObjectFieldStart("restarts");
        json.writeNumberField("spentInWindow", restarts.spentInWindow());
        json.writeNumberField("limit", restarts.limit());
        json.writeNumberField("clearInSeconds", restarts.clearInSeconds());
        json.writeNumberField("total", restarts.total());
        json.writeStringField("lastCause", restarts.lastCause());
        json.writeEndObject();
    }

    private void writeGate(JsonGenerator json) throws IOException {
        boolean shut = health.gate() instanceof StreamGate.Shut;
        json.writeStringField("gate", health.gateOpen() ? "open" : "shut");
        json.writeStringField("reason", shut ? reason(((StreamGate.Shut) health.gate()).reason()) : null);
        json.writeStringField("detail", shut ? ((StreamGate.Shut) health.gate()).detail() : null);
    }

    static String reason(ShutReason reason) {
        return switch (reason) {
            case NEEDS_LOGIN, AUTHENTICATING, LOGGED_OUT -> SIGN_IN;
            case STARTING,
                    SIDECAR_MISSING,
                    NOT_EXECUTABLE,
                    UNTRUSTED_BINARY,
                    HANDSHAKE,
                    UNSUPPORTED_AUTH_MODE,
                    SILENT,
                    RESTARTING,
                    STOPPED,
                    KILL_SWITCH,
                    CRASH_LOOP,
                    PROTOCOL -> reason.wire();
        };
    }

    private void writeProcess(JsonGenerator json) throws IOException {
        var pid = health.pid();
        if (pid == null) json.writeNullField("pid");
        else json.writeNumberField("pid", pid);
        var binary = health.binary();
        if (binary == null) {
            json.writeNullField("binary");
            return;
        }
        json.writeObjectFieldStart("binary");
        json.writeStringField("path", binary.path());
        json.writeStringField("version", binary.version());
        json.writeStringField("sha256", binary.sha256());
        json.writeEndObject();
    }

    private void writeThreads(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("threads");
        for (var thread : health.threads()) {
            json.writeStartObject();
            json.writeStringField("id", thread.id());
            json.writeBooleanField("heard", thread.heard());
            json.writeBooleanField("idle", thread.idle());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeApprovals(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("approvals");
        for (var approval : health.approvals()) {
            json.writeStartObject();
            json.writeStringField("requestId", approval.requestId());
            json.writeStringField("method", approval.method());
            json.writeStringField("threadId", approval.threadId());
            json.writeStringField("itemId", approval.itemId());
            json.writeStringField("summary", approval.summary());
            json.writeStringField("since", Times.text(approval.since()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeCounters(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("counters");
        for (var counter : health.counters().entrySet()) json.writeNumberField(counter.getKey(), counter.getValue());
        json.writeEndObject();
    }
}
