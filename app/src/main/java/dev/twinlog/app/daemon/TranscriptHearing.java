package dev.twinlog.app.daemon;

import dev.twinlog.sources.transcripts.TranscriptSource;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The witness of transcripts in this process. Its source is made when what the journal held before is settled: only
/// then it is known how far each file is captured.
final class TranscriptHearing {
    /// How long it waits for that; then it goes on all the same, and what it captures twice is settled once.
    static final Duration SETTLED_PATIENCE = Duration.ofMinutes(10);

    /// A daemon that has to wait longer than this starts without it, and says so, until it is there.
    static final Duration PROMPT = Duration.ofSeconds(1);

    /// Why it does not hear yet.
    static final String STARTING = "starting: what was captured before is settled first";

    private static final Logger LOG = LoggerFactory.getLogger(TranscriptHearing.class);

    /// Makes the source, from what is settled by now.
    @FunctionalInterface
    interface Making {
        TranscriptSource make() throws IOException;
    }

    private final Settling settling;
    private final Making making;
    private volatile @Nullable TranscriptSource source;
    private volatile @Nullable String silent;
    private volatile boolean ending;
    private @Nullable Thread thread;

    TranscriptHearing(Settling settling, Making making) {
        this.settling = settling;
        this.making = making;
    }

    /// The source; null before it is made.
    @Nullable
    TranscriptSource source() {
        return source;
    }

    /// Why it does not hear, or null when it does or was never asked to.
    @Nullable
    String silent() {
        return silent;
    }

    /// Makes the source, for those who run it themselves.
    ///
    /// @param before the end of the journal before anything new was heard
    TranscriptSource make(long before) throws IOException, InterruptedException {
        awaitSettled(before, SETTLED_PATIENCE);
        return made();
    }

    /// Hears from now on, on a thread of its own; at once when little waits to be settled.
    ///
    /// @param before the end of the journal before anything new was heard
    /// @throws IOException when the source cannot be made at once
    void start(long before) throws IOException, InterruptedException {
        boolean prompt = awaitSettled(before, PROMPT);
        var first = prompt ? made() : null;
        if (first == null) silent = STARTING;
        thread = Thread.ofPlatform().name("hear").start(() -> hear(before, first));
    }

    private void hear(long before, @Nullable TranscriptSource first) {
        try {
            if (first == null) awaitSettled(before, SETTLED_PATIENCE);
            if (ending) return;
            var heard = first == null ? made() : first;
            silent = null;
            if (!ending) heard.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error bug) {
            LOG.error("nothing is heard any more until Twinlog is started again", bug);
            silent = "ended: " + bug;
        }
    }

    private TranscriptSource made() throws IOException {
        var made = making.make();
        source = made;
        return made;
    }

    /// Whether it is settled, or cannot be for now, before patience ran out.
    private boolean awaitSettled(long before, Duration patience) throws InterruptedException {
        for (var left = patience; left.isPositive() && !ending; left = left.minus(PROMPT))
            if (settling.await(before, PROMPT) || settling.failing() != null || settling.closed()) return true;
        return false;
    }

    /// Ends it, and waits until it has.
    void end() throws InterruptedException {
        ending = true;
        var heard = source;
        if (heard != null) heard.close();
        if (thread != null) thread.join();
    }
}
