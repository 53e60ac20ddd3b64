package dev.twinlog.app.http;

/// What is no request, by the codes of the specification.
///
/// @param id the id as far as it could be read, else `null`; JSON
record RpcFault(String id, int code, String message) implements RpcItem {
    /// Without an id.
    RpcFault(int code, String message) {
        this("null", code, message);
    }

    /// Who sends it must be told.
    @Override
    public boolean isNotification() {
        return false;
    }
}
