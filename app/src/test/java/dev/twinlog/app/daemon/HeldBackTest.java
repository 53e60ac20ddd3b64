package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Settling that never catches up, since nobody runs it here, holds the source back for a while, not for ever.
@Timeout(60)
class HeldBackTest {
    private static final int TURNS_MAX = 10;

    @TempDir
    Path folder;

    private final AtomicInteger turns = new AtomicInteger();
    private SegmentedJournal journal;
    private Settling settling;

    @BeforeEach
    void open() throws Exception {
        journal = SegmentedJournal.open(folder.resolve("journal"), JournalLimits.DEFAULT);
        settling = new Settling(
                journal,
                () -> {
                    throw new AssertionError("nobody settles here");
                },
                () -> {},
                () -> false);
    }

    private boolean open = true;

    @AfterEach
    void close() throws Exception {
        journal.close();
    }

    @Test
    void the_source_reads_on_after_a_bounded_wait() throws Exception {
        behind();
        assertThat(heldBack(false).mayRead()).isTrue();
        assertThat(turns).hasValue(TURNS_MAX);
    }

    @Test
    void an_end_is_not_held_back() throws Exception {
        behind();
        assertThat(heldBack(true).mayRead()).isTrue();
        assertThat(turns).hasValue(1);
    }

    @Test
    void nobody_waits_while_settling_keeps_up() throws Exception {
        assertThat(heldBack(false).mayRead()).isTrue();
        assertThat(turns).hasValue(0);
    }

    @Test
    void while_nothing_is_kept_nothing_is_read_and_nobody_waits() throws Exception {
        behind();
        open = false;
        assertThat(heldBack(false).mayRead()).isFalse();
        assertThat(turns).hasValue(0);
    }

    private HeldBack heldBack(boolean ending) {
        return new HeldBack(() -> open, journal, settling, () -> {
            turns.incrementAndGet();
            return ending;
        });
    }

    private void behind() throws Exception {
        var noise = new byte[(int) HeldBack.AHEAD_BYTES_MAX + 1];
        new Random(3).nextBytes(noise);
        journal.append(RecordClass.TRANSCRIPT, noise);
    }
}
