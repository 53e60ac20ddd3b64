package dev.twinlog.sources.otlp;

import java.time.Duration;

/// Calls back again and again.
@FunctionalInterface
public interface Timer {
    /// Does the work at once and after each period, one at a time, until what it returns is closed; closing
    /// waits for the work under way.
    Running each(Duration period, Runnable work);

    /// Goes on until it is closed.
    @FunctionalInterface
    interface Running extends AutoCloseable {
        @Override
        void close();
    }

    /// A virtual thread that waits.
    static Timer waiting() {
        return WaitingTimer::new;
    }
}
