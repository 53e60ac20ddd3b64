package dev.twinlog.app.daemon;

import dev.twinlog.journal.Control;
import dev.twinlog.model.CaptureMode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the disk and the capture mode each second, journals each change of mode, and a heartbeat now and
/// then so that a later start can tell how long nothing was heard.
final class Pulse implements AutoCloseable {
    static final Duration BEAT = Duration.ofSeconds(1);
    static final Duration HEARTBEAT = Duration.ofMinutes(1);
    /// Changes of mode kept until the journal takes them; of more the oldest are left out.
    static final int UNTOLD_MAX = 100;

    /// After this much was read or came as telemetry, the heap is given back once there is nothing more to read.
    static final long GIVEN_BACK_AFTER_BYTES = 32L << 20;
    /// So many beats in a row there must have been nothing to read: the others that held much need a moment to let go.
    static final int GIVEN_BACK_AFTER_BEATS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final Engine engine;
    private final Periodic periodic = new Periodic(Thread.ofVirtual().name("pulse"), this::beat);
    /// What answers and the feed leave behind makes the heap large too.
    private final HeapBound heap = new HeapBound();
    private @Nullable CaptureMode mode;
    private final ArrayDeque<Control> untold = new ArrayDeque<>();
    private long lastHeartbeat;
    private long givenBackAt;
    private int quietBeats;

    Pulse(Engine engine) {
        this.engine = engine;
    }

    void start() {
        lastHeartbeat = engine.clock().millis();
        periodic.start();
    }

    private Duration beat() {
        try {
            engine.reserve().check();
            var facts = engine.facts();
            var doors = engine.doors();
            if (doors != null) doors.shut(facts.shut());
            noteMode(facts);
            tellUntold();
            engine.journal().force(engine.journal().end());
            tellAlive();
            giveBack();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the pulse: {}", e.getMessage());
        }
        return BEAT;
    }

    /// An import makes the heap large; a collection makes it small again, which else would wait for the next one.
    private void giveBack() {
        heap.keep();
        var source = engine.source();
        quietBeats = source != null && engine.caughtUp() ? quietBeats + 1 : 0;
        if (source == null || quietBeats < GIVEN_BACK_AFTER_BEATS) return;
        long read = source.bytesRead() + telemetryBytes();
        if (read - givenBackAt < GIVEN_BACK_AFTER_BYTES) return;
        givenBackAt = read;
        engine.rest();
        System.gc();
    }

    private long telemetryBytes() {
        var doors = engine.doors();
        if (doors == null) return 0;
        var health = doors.health();
        return health.http().counts().bytes() + health.grpc().counts().bytes();
    }

    private void noteMode(CaptureFacts facts) {
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
        engine.feed()
                .mode(
                        before == null ? null : before.name(),
                        now.name(),
                        reason,
                        engine.clock().millis());
        if (untold.size() == UNTOLD_MAX) untold.removeFirst();
        untold.addLast(Controls.of(
                Controls.MODE,
                engine.clock().millis(),
                Map.of("from", before == null ? "" : before.name(), "to", now.name(), "reason", reason)));
    }

    /// Journals what was not journaled yet, since a full disk may have refused it.
    private void tellUntold() throws IOException {
        for (var fact = untold.peekFirst(); fact != null; fact = untold.peekFirst()) {
            engine.tell(fact);
            untold.removeFirst();
        }
    }

    private void tellAlive() throws IOException {
        long now = engine.clock().millis();
        if (now - lastHeartbeat < HEARTBEAT.toMillis()) return;
        lastHeartbeat = now;
        engine.tell(Controls.HEARTBEAT, Map.of());
    }

    @Override
    public void close() {
        periodic.close();
    }
}
