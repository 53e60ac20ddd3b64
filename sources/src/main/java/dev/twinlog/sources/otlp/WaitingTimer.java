package dev.twinlog.sources.otlp;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A virtual thread that works, and waits.
final class WaitingTimer implements Timer.Running {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingTimer.class);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    WaitingTimer(Duration period, Runnable work) {
        thread = Thread.ofPlatform().daemon().name("otlp-timer").start(() -> run(period, work));
    }

    private void run(Duration period, Runnable work) {
        try {
            do turn(work);
            while (!closing.await(period.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void turn(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("the receiver of telemetry: {}", e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
