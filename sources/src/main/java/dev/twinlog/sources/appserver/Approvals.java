package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.supervision.ThreadWatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What an app-server asks of the user, as it is shown.
final class Approvals {
    static final int SUMMARY_CHARACTERS_MAX = 512;

    private Approvals() {}

    /// A question that belongs to a thread; null when the request is none.
    ///
    /// @param redact takes secrets out, before the summary is cut
    /// @param since  epoch milliseconds
    static ThreadWatch.@Nullable Question of(Incoming.ServerRequest request, UnaryOperator<String> redact, long since) {
        throw new UnsupportedOperationException();
    }
}
