package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.store.EmbeddedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A start does not wait for ever until what was captured before is settled, and says so meanwhile.
@Timeout(60)
class TranscriptHearingTest {
    @TempDir
    Path folder;

    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final AtomicInteger made = new AtomicInteger();
    private SegmentedJournal journal;
    private EmbeddedStore store;
    private Settling settling;
    private Thread thread;
    private TranscriptHearing hearing;

    @BeforeEach
    void open() throws IOException {
        journal = SegmentedJournal.open(folder.resolve("journal"), JournalLimits.DEFAULT);
        journal.append(RecordClass.CONTROL, Controls.of("started", 1, Map.of()).encode());
        store = EmbeddedStore.openWithoutSearch(folder.resolve("store"));
        settling = new Settling(
                journal,
                () -> {
                    held();
                    return new Settler(store, journal, AgentReaders::of);
                },
                () -> {},
                () -> false);
        hearing = new TranscriptHearing(settling, () -> {
            made.incrementAndGet();
            throw new IOException("made up");
        });
        thread = Thread.ofPlatform().start(settling);
    }

    private void held() {
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() throws Exception {
        mayGoOn.countDown();
        hearing.end();
        settling.close();
        thread.join();
        store.close();
        journal.close();
    }

    @Test
    void with_nothing_to_settle_the_source_is_made_at_once_and_its_failure_told() {
        mayGoOn.countDown();
        assertThatThrownBy(() -> hearing.start(journal.end())).hasMessage("made up");
    }

    @Test
    void what_waits_to_be_settled_does_not_hold_the_start_up() throws Exception {
        hearing.start(journal.end());
        assertThat(hearing.silent()).isEqualTo(TranscriptHearing.STARTING);
        assertThat(hearing.source()).isNull();
        assertThat(made).hasValue(0);

        mayGoOn.countDown();
        await().untilAsserted(
                        () -> assertThat(hearing.silent()).startsWith("ended: ").contains("made up"));
        assertThat(made).hasValue(1);
    }

    @Test
    void an_end_meanwhile_makes_no_source() throws Exception {
        hearing.start(journal.end());
        hearing.end();
        mayGoOn.countDown();
        assertThat(made).hasValue(0);
    }
}
