package dev.twinlog.sources.appserver;

import org.jspecify.annotations.Nullable;

/// Reads and writes JSON-RPC 2.0 as Codex speaks it: without the member `jsonrpc`, which is taken and not needed.
final class Messages {
    private Messages() {}

    /// What a frame says. Never fails: what is no message is {@link Incoming.Unfit}.
    ///
    /// @param frame kept by what is returned; not to be changed
    static Incoming parse(byte[] frame) {
        throw new UnsupportedOperationException();
    }

    /// @param params JSON of an object; null: none are sent
    static byte[] request(long id, String method, @Nullable String params) {
        throw new UnsupportedOperationException();
    }

    /// @param params JSON of an object; null: none are sent
    static byte[] notification(String method, @Nullable String params) {
        throw new UnsupportedOperationException();
    }
}
