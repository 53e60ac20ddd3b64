package dev.twinlog.app.operations;

import java.time.Duration;

/// The time that passes while an operator waits; a test lets it pass.
public interface Pace {
    /// The pace of this machine.
    Pace REAL = new Pace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration pause) throws InterruptedException {
            Thread.sleep(pause);
        }
    };

    /// Monotonic.
    long nanos();

    /// Lets time pass.
    void pause(Duration pause) throws InterruptedException;
}
