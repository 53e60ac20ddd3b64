package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.store.EmbeddedStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
    void the_longer_nothing_comes_the_less_often_it_looks_around() throws Exception {
        var waits = new LinkedBlockingQueue<Duration>();
        var enough = new CountDownLatch(1);
        settling = new Settling(impatient(waits, enough), () -> settlers.get(), () -> {}, () -> false);
        thread = Thread.ofPlatform().start(settling);
        var first = List.of(waits.take(), waits.take(), waits.take(), waits.take());
        assertThat(first)
                .containsExactly(
                        Duration.ofSeconds(1), LastHeard.NOTED_EACH, Duration.ofMinutes(1), Duration.ofMinutes(1));
        journal.append(
                RecordClass.CONTROL,
                Controls.of(Controls.HEARTBEAT, 1, Map.of()).encode());
        enough.countDown();
        assertThat(waits.take()).isEqualTo(Duration.ofSeconds(1));
    }

    /// A journal at whose end the first three waits are over at once, and the fourth begins when it is enough.
    private Journal impatient(BlockingQueue<Duration> waits, CountDownLatch enough) {
        return answering(Journal.class, (method, given) -> {
            if (!method.getName().equals("cursor")) return method.invoke(journal, given);
            var cursor = journal.cursor((long) given[0]);
            var seen = new AtomicInteger();
            return answering(Journal.Cursor.class, (asked, words) -> {
                if (!asked.getName().equals("await")) return asked.invoke(cursor, words);
                waits.add((Duration) words[0]);
                if (seen.incrementAndGet() < 4) return null;
                enough.await();
                return cursor.await((Duration) words[0]);
            });
        });
    }

    /// What an interface is asked, and its answer.
    @FunctionalInterface
    private interface Asked {
        @Nullable
        Object answer(Method method, Object[] given) throws Exception;
    }

    private static <T> T answering(Class<T> type, Asked asked) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, given) -> {
            try {
                return asked.answer(method, given);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
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
