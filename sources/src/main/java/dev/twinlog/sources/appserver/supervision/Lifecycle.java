package dev.twinlog.sources.appserver.supervision;

import static dev.twinlog.sources.appserver.supervision.SidecarState.CRASH_LOOP;
import static dev.twinlog.sources.appserver.supervision.SidecarState.DEGRADED;
import static dev.twinlog.sources.appserver.supervision.SidecarState.INACTIVE;
import static dev.twinlog.sources.appserver.supervision.SidecarState.RUNNING;
import static dev.twinlog.sources.appserver.supervision.SidecarState.STARTING;
import static dev.twinlog.sources.appserver.supervision.SidecarState.STOPPING;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The transitions between the states of a sidecar (SPEC 5.3).
final class Lifecycle {
    private Lifecycle() {}

    /// What changes the state.
    enum Event {
        /// A generation is begun.
        START,
        /// Its handshake is done.
        READY,
        /// It cannot be begun as things are: no binary that may be run, no server. Nothing is spent.
        UNAVAILABLE,
        /// It ended, or could not start, and nobody had wanted that.
        FAILED,
        /// The same, and it was the spend too many.
        EXHAUSTED,
        /// It is to end.
        STOP,
        /// It has ended: no link, no process.
        GONE,
        /// An operator leaves the crash loop behind.
        CLEARED
    }

    /// The next state; empty when the transition is illegal.
    static Optional<SidecarState> on(SidecarState state, Event event) {
        return Optional.ofNullable(
                switch (state) {
                    case INACTIVE -> inactive(event);
                    case STARTING -> starting(event);
                    case RUNNING -> running(event);
                    case DEGRADED -> degraded(event);
                    case CRASH_LOOP -> crashLoop(event);
                    case STOPPING -> stopping(event);
                });
    }

    private static @Nullable SidecarState inactive(Event event) {
        return switch (event) {
            case START -> STARTING;
            case UNAVAILABLE -> DEGRADED;
            case STOP -> INACTIVE;
            case READY, FAILED, EXHAUSTED, GONE, CLEARED -> null;
        };
    }

    private static @Nullable SidecarState starting(Event event) {
        return switch (event) {
            case READY -> RUNNING;
            case UNAVAILABLE, FAILED -> DEGRADED;
            case EXHAUSTED -> CRASH_LOOP;
            case STOP -> STOPPING;
            case START, GONE, CLEARED -> null;
        };
    }

    private static @Nullable SidecarState running(Event event) {
        return switch (event) {
            case FAILED -> DEGRADED;
            case EXHAUSTED -> CRASH_LOOP;
            case STOP -> STOPPING;
            case START, READY, UNAVAILABLE, GONE, CLEARED -> null;
        };
    }

    private static @Nullable SidecarState degraded(Event event) {
        return switch (event) {
            case START -> STARTING;
            case UNAVAILABLE -> DEGRADED;
            case STOP -> STOPPING;
            case GONE, READY, FAILED, EXHAUSTED, CLEARED -> null;
        };
    }

    private static @Nullable SidecarState crashLoop(Event event) {
        return switch (event) {
            case CLEARED -> INACTIVE;
            case STOP -> CRASH_LOOP;
            case GONE, START, READY, UNAVAILABLE, FAILED, EXHAUSTED -> null;
        };
    }

    private static @Nullable SidecarState stopping(Event event) {
        return switch (event) {
            case GONE -> INACTIVE;
            case STOP -> STOPPING;
            case START, READY, UNAVAILABLE, FAILED, EXHAUSTED, CLEARED -> null;
        };
    }
}
