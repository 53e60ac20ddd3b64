package dev.twinlog.app.http;

import dev.twinlog.app.Refusal;

/// Error codes at `/rpc`: those of JSON-RPC 2.0, and two of our own.
final class RpcCodes {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;

    /// What was asked for cannot be done, now or here.
    static final int UNABLE = -32000;

    /// What was asked for is not there.
    static final int NOT_FOUND = -32001;

    private RpcCodes() {}

    static int of(Refusal.Reason reason) {
        return switch (reason) {
            case WRONG_QUESTION -> INVALID_PARAMS;
            case NOT_FOUND -> NOT_FOUND;
            case UNABLE -> UNABLE;
        };
    }
}
