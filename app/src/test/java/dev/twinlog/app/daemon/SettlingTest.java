package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.store.EmbeddedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// No end of the settling thread leaves anybody waiting.
@Timeout(60)
class SettlingTest {
    @TempDir
    Path folder;

    private Supplier<Settler> settlers = this::settler;
    private SegmentedJournal journal;
    private EmbeddedStore store;
    private Settling settling;
    private Thread thread;

    @BeforeEach
    void open() throws IOException {
        journal = SegmentedJournal.open(folder.resolve("journal"), JournalLimits.DEFAULT);
        store = EmbeddedStore.openWithoutSearch(folder.resolve("store"));
        settling = new Settling(journal, () -> settlers.get(), () -> {}, () -> false);
        thread = Thread.ofPlatform().unstarted(settling);
    }

    private Settler settler() {
        return new Settler(store, journal, AgentReaders::of);
    }

    @AfterEach
    void close() throws Exception {
        settling.close();
        thread.join();
        store.close();
        journal.close();
    }

    @Test
    void an_error_in_work_is_told_to_who_waits_and_the_thread_goes_on() throws Exception {
        thread.start();
        var broken = settling.between(() -> {
            throw new StackOverflowError("made up");
        });
        assertThatThrownBy(() -> soon(broken))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(soon(settling.between(() -> 7))).isEqualTo(7);
    }

    @Test
    void an_error_while_settling_is_told_and_tried_again() throws Exception {
        var tries = new AtomicInteger();
        settlers = () -> {
            if (tries.getAndIncrement() == 0) throw new NoClassDefFoundError("made up");
            return settler();
        };
        thread.start();
        assertThat(soon(settling.between(() -> 7))).isEqualTo(7);
        await().untilAsserted(() -> assertThat(settling.failing()).isNull());
        assertThat(tries).hasValueGreaterThan(1);
    }

    @Test
    void who_asks_a_thread_that_was_interrupted_is_refused() throws Exception {
        thread.start();
        soon(settling.between(() -> 7));
        thread.interrupt();
        thread.join();
        assertThat(settling.closed()).isTrue();
        assertThatThrownBy(() -> soon(settling.between(() -> 7))).hasRootCauseMessage("Twinlog is stopping");
    }

    @Test
    void making_anew_is_given_up_when_all_ends() {
        var remaking = new Remaking(new Places(folder), journal, AgentReaders::of, () -> true);
        assertThatThrownBy(() -> remaking.make(0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stopping");
    }

    private static <T> T soon(CompletableFuture<T> work) throws Exception {
        return work.get(30, TimeUnit.SECONDS);
    }
}
