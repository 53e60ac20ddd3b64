package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.RequestHeaders;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/// What both doors share.
///
/// @param threads a virtual thread for each task
/// @param inside  requests under way
record Lobby(
        OtlpLimits limits,
        InstantSource clock,
        ExecutorService threads,
        TokenRule token,
        Room room,
        SinkGate gate,
        RefusalLedger refusals,
        Canary canary,
        AtomicInteger inside) {
    /// One more; {@link #leave} must follow.
    ///
    /// @throws Refused when there are too many already
    void enter() throws Refused {
        if (inside.incrementAndGet() <= limits.requests()) return;
        leave();
        throw new Refused(Reason.OVERLOADED, "too many requests at once; send it again later");
    }

    void leave() {
        inside.decrementAndGet();
    }

    boolean isCanary(RequestHeaders headers) {
        var shown = headers.get(Canary.HEADER);
        return shown != null && canary.isOwn(shown);
    }
}
