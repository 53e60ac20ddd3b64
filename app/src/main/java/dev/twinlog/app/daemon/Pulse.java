package dev.twinlog.app.daemon;

import dev.twinlog.model.CaptureMode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the disk and the capture mode each second, journals each change of mode, and a heartbeat now and
/// then so that a later start can tell how long nothing was heard.
final class Pulse implements AutoCloseable {
    static final Duration BEAT = Duration.ofSeconds(1);
    static final Duration HEARTBEAT = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final Engine engine;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ending = lock.newCondition();
    private @Nullable Thread thread;
    private @Nullable CaptureMode mode;
    private long lastHeartbeat;
    private boolean closed;

    Pulse(Engine engine) {
        this.engine = engine;
    }

    void start() {
        lastHeartbeat = engine.clock().millis();
        thread = Thread.ofVirtual().name("pulse").start(this::run);
    }

    private void run() {
        lock.lock();
        try {
            while (!closed) {
                beat();
                ending.awaitNanos(BEAT.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void beat() {
        try {
            engine.reserve().check();
            engine.journal().force(engine.journal().end());
            tellMode(engine.facts());
            tellAlive();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the pulse: {}", e.getMessage());
        }
    }

    private void tellMode(CaptureFacts facts) throws IOException {
        var now = facts.mode();
        if (now == mode) return;
        var before = mode;
        mode = now;
        var reason = String.join("; ", facts.reasons());
        LOG.info(
                "capture mode {}{}{}",
                now,
                before == null ? "" : " (was " + before + ")",
                reason.isEmpty() ? "" : ": " + reason);
        engine.tell(
                Controls.MODE, Map.of("from", before == null ? "" : before.name(), "to", now.name(), "reason", reason));
    }

    private void tellAlive() throws IOException {
        long now = engine.clock().millis();
        if (now - lastHeartbeat < HEARTBEAT.toMillis()) return;
        lastHeartbeat = now;
        engine.tell(Controls.HEARTBEAT, Map.of());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ending.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (thread != null) thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
