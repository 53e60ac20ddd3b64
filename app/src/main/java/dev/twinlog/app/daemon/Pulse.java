package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.facts.Controls;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the disk each second, journals each change of the capture mode, and a heartbeat now and then so that a
/// later start can tell how long nothing was heard.
final class Pulse implements AutoCloseable {
    static final Duration BEAT = Duration.ofSeconds(1);
    static final Duration HEARTBEAT = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final Engine engine;
    private final Periodic periodic = new Periodic(Thread.ofPlatform().daemon().name("pulse"), this::beat);
    /// What answers and the feed leave behind makes the heap large too.
    private final HeapBound heap = new HeapBound();
    private final Lull lull = new Lull();
    private final ModeWatch mode;
    private long lastHeartbeat;

    /// @param mode whose changes are journaled
    Pulse(Engine engine, ModeWatch mode) {
        this.engine = engine;
        this.mode = mode;
    }

    void start() {
        lastHeartbeat = engine.clock().millis();
        periodic.start();
    }

    private Duration beat() {
        try {
            engine.reserve().check();
            var doors = engine.witnesses().doors();
            if (doors != null) doors.shut(engine.witnesses().shut());
            tellModes();
            engine.journal().force(engine.journal().end());
            tellAlive();
            giveBack();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the pulse: {}", e.getMessage());
        }
        return BEAT;
    }

    private void tellModes() throws IOException {
        mode.tellUntold(change -> engine.tell(Controls.of(Controls.MODE, change.at(), change.values())));
    }

    /// An import makes the heap large; a collection makes it small again, which else would wait for the next one.
    private void giveBack() {
        heap.keep();
        if (!lull.due(engine.witnesses().bytesHeard(), engine.witnesses()::caughtUp)) return;
        engine.rest();
        System.gc();
    }

    private void tellAlive() throws IOException {
        long now = engine.clock().millis();
        if (now - lastHeartbeat < HEARTBEAT.toMillis()) return;
        lastHeartbeat = now;
        engine.tell(Controls.HEARTBEAT, Map.of());
    }

    /// What the mode became since the last beat is journaled too: no other beat comes.
    @Override
    public void close() {
        periodic.close();
        try {
            tellModes();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the last changes of the capture mode could not be journaled: {}", e.getMessage());
        }
    }
}
