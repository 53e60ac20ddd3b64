package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An error that a call at `/rpc` was answered with.
final class RpcError extends Exception {
    private static final long serialVersionUID = 1L;

    private static final long INVALID_PARAMS = -32602;
    private static final long METHOD_NOT_FOUND = -32601;
    private static final long NOT_FOUND = -32001;

    private final long code;

    RpcError(long code, String message) {
        super(message);
        this.code = code;
    }

    /// The error of an answer.
    static RpcError of(@Nullable Object error) {
        var map = error instanceof Map<?, ?> members ? members : Map.of();
        return new RpcError(
                map.get("code") instanceof Long code ? code : 0,
                map.get("message") instanceof String text ? text : "the daemon gave no reason");
    }

    long code() {
        return code;
    }

    /// The error object of JSON-RPC.
    String json() {
        var error = new java.util.LinkedHashMap<String, Object>();
        error.put("code", code);
        error.put("message", String.valueOf(getMessage()));
        return JsonTree.text(error);
    }

    /// The same for who asks as a command does.
    Refusal refusal() {
        var message = String.valueOf(getMessage());
        if (code == METHOD_NOT_FOUND)
            return new Refusal(
                    Refusal.Reason.UNABLE, message + ": the running daemon is of another version; start it anew", this);
        var reason = code == INVALID_PARAMS
                ? Refusal.Reason.WRONG_QUESTION
                : code == NOT_FOUND ? Refusal.Reason.NOT_FOUND : Refusal.Reason.UNABLE;
        return new Refusal(reason, message, this);
    }
}
