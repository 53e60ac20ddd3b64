package dev.twinlog.sources.appserver;

import org.jspecify.annotations.Nullable;

/// A message of an app-server, as far as JSON-RPC goes. What it means is not known here; members that are
/// not named below are passed over.
sealed interface Incoming {
    /// The answer to a request of ours.
    record Response(MessageId id, Reply reply) implements Incoming {}

    /// @param params an object, or null when there are none
    record Notification(String method, @Nullable RawJson params) implements Incoming {}

    /// A question of the server, or of Codex to its user. It is never answered (SPEC 5.2).
    record ServerRequest(
            MessageId id, String method, @Nullable RawJson params) implements Incoming {}

    /// No JSON-RPC message.
    ///
    /// @param why in words, with where in the message
    record Unfit(String why) implements Incoming {}

    /// What is said to a request.
    sealed interface Reply {
        record Result(RawJson value) implements Reply {}

        /// @param code    of JSON-RPC, such as -32600
        /// @param message as the server words it; not redacted
        record Failure(long code, String message) implements Reply {
            /// The server is too busy: asked again later.
            static final long OVERLOADED = -32001;
            static final long INVALID_REQUEST = -32600;
            static final long INTERNAL = -32603;
        }
    }
}
