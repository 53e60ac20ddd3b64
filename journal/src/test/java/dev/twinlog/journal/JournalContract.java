package dev.twinlog.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every journal promises.
abstract class JournalContract {
    @TempDir
    Path folder;

    /// Opens the journal of the folder.
    abstract Journal open() throws IOException;

    static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    /// Bytes that do not compress.
    static byte[] noise(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// Text as agents write it, that compresses well.
    static byte[] prose(int length) {
        return text("{\"type\":\"assistant\",\"text\":\"a sentence\"}\n"
                .repeat(length / 40 + 1)
                .substring(0, length));
    }

    static List<JournalRecord> all(Journal journal, long from) throws IOException {
        var records = new ArrayList<JournalRecord>();
        try (var cursor = journal.cursor(from)) {
            for (var record = cursor.next(); record != null; record = cursor.next()) records.add(record);
        }
        return records;
    }

    @Test
    void a_new_journal_begins_and_ends_at_position_0() throws IOException {
        try (var journal = open()) {
            assertThat(journal.end()).isZero();
            assertThat(journal.forced()).isZero();
            assertThat(all(journal, 0)).isEmpty();
        }
    }

    @Test
    void a_record_can_be_read_at_once() throws IOException {
        try (var journal = open()) {
            long end = journal.end();
            long position = journal.append(RecordClass.OTLP_LOGS, text("heard"));
            assertThat(position).isEqualTo(end);
            var record = journal.read(position);
            assertThat(record.kind()).isEqualTo(RecordClass.OTLP_LOGS);
            assertThat(record.payload()).isEqualTo(text("heard"));
            assertThat(record.next()).isEqualTo(journal.end());
        }
    }

    @Test
    void payloads_of_every_size_and_class_come_back_from_disk() throws IOException {
        int[] sizes = {0, 1, 1023, 1024, 1025, 4096, 70_000, 300_000, 1 << 20};
        var positions = new ArrayList<Long>();
        try (var journal = open()) {
            for (var size : sizes)
                for (var kind : RecordClass.values()) {
                    positions.add(journal.append(kind, noise(size, size)));
                    positions.add(journal.append(kind, prose(size)));
                }
        }
        try (var journal = open()) {
            int i = 0;
            for (var size : sizes)
                for (var kind : RecordClass.values()) {
                    assertRecord(journal.read(positions.get(i++)), kind, noise(size, size));
                    assertRecord(journal.read(positions.get(i++)), kind, prose(size));
                }
            assertThat(all(journal, 0)).extracting(JournalRecord::position).isEqualTo(positions);
        }
    }

    private static void assertRecord(JournalRecord record, RecordClass kind, byte[] payload) {
        assertThat(record.kind()).isEqualTo(kind);
        assertThat(record.payload()).isEqualTo(payload);
    }

    @Test
    void positions_go_on_after_a_restart_and_stay_valid() throws IOException {
        long first;
        long end;
        try (var journal = open()) {
            first = journal.append(RecordClass.CONTROL, text("one"));
            end = journal.end();
        }
        try (var journal = open()) {
            assertThat(journal.end()).isEqualTo(end);
            assertThat(journal.append(RecordClass.CONTROL, text("two"))).isEqualTo(end);
            assertThat(journal.read(first).payload()).isEqualTo(text("one"));
        }
    }

    @Test
    void a_cursor_goes_on_from_the_position_that_another_stopped_at() throws IOException {
        try (var journal = open()) {
            for (int i = 0; i < 10; i++) journal.append(RecordClass.STREAM, text("frame " + i));
            long stopped;
            try (var cursor = journal.cursor(0)) {
                for (int i = 0; i < 4; i++) cursor.next();
                stopped = cursor.position();
            }
            assertThat(all(journal, stopped))
                    .hasSize(6)
                    .first()
                    .satisfies(record -> assertThat(record.payload()).isEqualTo(text("frame 4")));
        }
    }

    @Test
    void a_waiting_cursor_wakes_when_a_record_is_appended() throws Exception {
        try (var journal = open();
                var cursor = journal.cursor(0)) {
            var waiting = new CompletableFuture<JournalRecord>();
            var thread = Thread.ofPlatform().start(() -> {
                try {
                    waiting.complete(cursor.await(Duration.ofMinutes(1)));
                } catch (IOException | InterruptedException e) {
                    waiting.completeExceptionally(e);
                }
            });
            Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            journal.append(RecordClass.CONTROL, text("wake"));
            assertThat(waiting.get().payload()).isEqualTo(text("wake"));
            thread.join();
        }
    }

    @Test
    void a_waiting_cursor_gives_up_after_its_patience() throws Exception {
        try (var journal = open();
                var cursor = journal.cursor(0)) {
            assertThat(cursor.await(Duration.ofMillis(1))).isNull();
        }
    }

    @Test
    void a_closed_journal_lets_its_waiting_cursors_go_and_takes_nothing() throws Exception {
        var journal = open();
        try (var cursor = journal.cursor(0)) {
            journal.close();
            assertThat(cursor.await(Duration.ofMinutes(1))).isNull();
            assertThatThrownBy(() -> journal.append(RecordClass.CONTROL, text("late")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
        }
        journal.close();
    }

    @Test
    void force_covers_every_record_before_a_position() throws IOException {
        try (var journal = open()) {
            long first = journal.append(RecordClass.CONTROL, text("one"));
            assertThat(journal.forced()).isEqualTo(first);
            journal.append(RecordClass.CONTROL, text("two"));
            journal.force(first + 1);
            assertThat(journal.forced()).isGreaterThan(first);
            journal.force(Long.MAX_VALUE);
            assertThat(journal.forced()).isEqualTo(journal.end());
        }
    }

    @Test
    void space_is_told_by_class_and_survives_a_restart() throws IOException {
        try (var journal = open()) {
            journal.append(RecordClass.TRANSCRIPT, prose(100_000));
            journal.append(RecordClass.TRANSCRIPT, prose(1_000));
            journal.append(RecordClass.OTLP_TRACES, noise(1, 5_000));
            assertSpace(journal);
        }
        try (var journal = open()) {
            assertSpace(journal);
        }
    }

    private static void assertSpace(Journal journal) {
        var transcript = journal.space().get(RecordClass.TRANSCRIPT);
        assertThat(transcript.records()).isEqualTo(2);
        assertThat(transcript.rawBytes()).isEqualTo(101_000);
        assertThat(transcript.diskBytes()).isBetween(1_000L, 10_000L);
        var traces = journal.space().get(RecordClass.OTLP_TRACES);
        assertThat(traces.records()).isEqualTo(1);
        assertThat(traces.diskBytes()).isBetween(5_000L, 5_100L);
        assertThat(journal.space().get(RecordClass.STREAM)).isEqualTo(new Journal.Space(0, 0, 0));
    }

    @Test
    void a_position_beyond_the_end_is_refused() throws IOException {
        try (var journal = open()) {
            assertThatThrownBy(() -> journal.read(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.cursor(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void records_of_many_threads_come_in_one_order_each_once() throws Exception {
        try (var journal = open()) {
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 8; t++) {
                int number = t;
                threads.add(Thread.ofVirtual().start(() -> append(journal, number)));
            }
            for (var thread : threads) thread.join();
            var seen = new int[8];
            for (var record : all(journal, 0)) {
                var parts = new String(record.payload(), UTF_8).split(" ", 3);
                assertThat(Integer.parseInt(parts[1])).isEqualTo(seen[Integer.parseInt(parts[0])]++);
            }
            assertThat(seen).containsOnly(50);
        }
    }

    private static void append(Journal journal, int thread) {
        try {
            for (int i = 0; i < 50; i++) {
                journal.append(RecordClass.STREAM, text(thread + " " + i + " " + "x".repeat(i * 50)));
                if (i % 10 == 0) journal.force(journal.end());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
