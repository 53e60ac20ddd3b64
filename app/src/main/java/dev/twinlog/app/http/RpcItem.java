package dev.twinlog.app.http;

/// One of what a body at `/rpc` holds: a request, or what is none.
sealed interface RpcItem permits RpcRequest, RpcFault {
    /// Whether nobody waits for an answer.
    boolean isNotification();
}
