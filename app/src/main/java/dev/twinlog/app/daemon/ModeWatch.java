package dev.twinlog.app.daemon;

import dev.twinlog.model.CaptureMode;
import dev.twinlog.reconcile.chronicle.ModeLog;
import dev.twinlog.reconcile.chronicle.ModeTransition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the capture mode each second, and at once when it is woken, and announces each change: to the log, to those
/// who listen, and, as soon as it takes them, to the journal. It waits for no disk.
final class ModeWatch implements AutoCloseable {
    static final Duration BEAT = Duration.ofSeconds(1);
    /// Changes of mode kept until the journal takes them; of more the oldest are left out.
    static final int UNTOLD_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ModeWatch.class);

    /// Hears of each change.
    @FunctionalInterface
    interface Announcing {
        void announce(ModeTransition change);
    }

    /// Takes what is to survive.
    @FunctionalInterface
    interface Journaling {
        void journal(ModeTransition change) throws IOException;
    }

    private final Supplier<CaptureFacts> facts;
    private final LongSupplier millis;
    private final Announcing announcing;
    private final Periodic periodic = new Periodic(Thread.ofPlatform().daemon().name("mode"), this::beat);
    private final ArrayDeque<ModeTransition> untold = new ArrayDeque<>();
    private ModeLog log = ModeLog.NONE;
    private @Nullable CaptureMode mode;
    private long leftOut;

    /// @param millis the time, epoch milliseconds
    ModeWatch(Supplier<CaptureFacts> facts, LongSupplier millis, Announcing announcing) {
        this.facts = facts;
        this.millis = millis;
        this.announcing = announcing;
    }

    void start() {
        periodic.start();
    }

    /// Something that decides over the mode has changed. For any thread.
    void wake() {
        periodic.wake();
    }

    private Duration beat() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("the capture mode could not be measured: {}", e.getMessage(), e);
        }
        return BEAT;
    }

    /// Measures now.
    void look() {
        var change = noted(facts.get());
        if (change == null) return;
        LOG.info(
                "capture mode {}{}{}",
                change.to(),
                change.from() == null ? "" : " (was " + change.from() + ")",
                change.reason().isEmpty() ? "" : ": " + change.reason());
        announcing.announce(change);
    }

    private synchronized @Nullable ModeTransition noted(CaptureFacts measured) {
        var now = measured.mode();
        if (now == mode) return null;
        var change = new ModeTransition(millis.getAsLong(), mode, now, String.join("; ", measured.reasons()));
        mode = now;
        log = log.and(change);
        if (untold.size() == UNTOLD_MAX) {
            untold.removeFirst();
            leftOut++;
        }
        untold.addLast(change);
        return change;
    }

    /// Journals what was not journaled yet, since a full disk may have refused it. For one thread at a time.
    void tellUntold(Journaling journal) throws IOException {
        for (var change = next(); change != null; change = next()) {
            journal.journal(change);
            told(change);
        }
    }

    private synchronized @Nullable ModeTransition next() {
        return untold.peekFirst();
    }

    private synchronized void told(ModeTransition change) {
        untold.remove(change);
    }

    /// How the mode changed since this start, up to now.
    synchronized ModeLog log() {
        return log;
    }

    /// Changes that the journal never took.
    synchronized long leftOut() {
        return leftOut;
    }

    @Override
    public void close() {
        periodic.close();
    }
}
