package dev.twinlog.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SegmentedJournalTest extends JournalContract {
    private static final JournalLimits SMALL = new JournalLimits(4096, Duration.ofDays(1), 0, 1 << 20);

    private final FailingDisk disk = new FailingDisk();
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());

    @Override
    Journal open() throws IOException {
        return SegmentedJournal.open(folder, new JournalLimits(256 * 1024, Duration.ofDays(1), 1 << 16, 2 << 20));
    }

    private SegmentedJournal small() throws IOException {
        return SegmentedJournal.open(disk, folder, SMALL, clock);
    }

    private List<Path> files(String suffix) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static List<Long> fill(Journal journal, int records) throws IOException {
        var positions = new ArrayList<Long>();
        for (int i = 0; i < records; i++) positions.add(journal.append(RecordClass.OTLP_LOGS, noise(i, 900)));
        return positions;
    }

    private static void assertFilled(Journal journal, List<Long> positions) throws IOException {
        for (int i = 0; i < positions.size(); i++)
            assertThat(journal.read(positions.get(i)).payload()).isEqualTo(noise(i, 900));
        assertThat(all(journal, 0)).extracting(JournalRecord::position).isEqualTo(positions);
    }

    @Test
    void after_a_rest_every_record_is_read_from_disk() throws IOException {
        try (var journal = SegmentedJournal.open(folder, JournalLimits.DEFAULT)) {
            var positions = fill(journal, 20);
            assertFilled(journal, positions);
            journal.rest();
            assertThat(journal.remembered()).isZero();
            assertFilled(journal, positions);
            positions.add(journal.append(RecordClass.OTLP_LOGS, noise(20, 900)));
            assertThat(journal.remembered()).isPositive();
            assertFilled(journal, positions);
        }
    }

    @Test
    void segments_are_named_by_their_base_and_bounded() throws IOException {
        try (var journal = small()) {
            var positions = fill(journal, 20);
            assertFilled(journal, positions);
        }
        assertThat(files(".segment"))
                .hasSize(5)
                .allSatisfy(file -> assertThat(file)
                        .satisfies(segment -> assertThat(Files.size(segment)).isLessThanOrEqualTo(4096)));
        assertThat(files(".segment").getFirst().getFileName()).hasToString("0000000000000000.segment");
    }

    @Test
    void a_record_larger_than_a_segment_gets_one_of_its_own() throws IOException {
        try (var journal = small()) {
            journal.append(RecordClass.STREAM, text("before"));
            long large = journal.append(RecordClass.STREAM, noise(7, 50_000));
            journal.append(RecordClass.STREAM, text("after"));
            assertThat(journal.read(large).payload()).isEqualTo(noise(7, 50_000));
            assertThat(all(journal, 0)).hasSize(3);
        }
        assertThat(files(".segment")).hasSize(3);
    }

    @Test
    void a_record_beyond_the_limit_is_refused() throws IOException {
        try (var journal = small()) {
            assertThatThrownBy(() -> journal.append(RecordClass.STREAM, new byte[(1 << 20) + 1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1048577");
            assertThat(journal.end()).isZero();
        }
    }

    @Test
    void a_segment_is_sealed_when_it_is_old() throws IOException {
        try (var journal = small()) {
            journal.append(RecordClass.CONTROL, text("monday"));
            now.addAndGet(Duration.ofDays(1).toMillis() - 1);
            journal.append(RecordClass.CONTROL, text("still monday"));
            assertThat(files(".segment")).hasSize(1);
            now.addAndGet(1);
            long tuesday = journal.append(RecordClass.CONTROL, text("tuesday"));
            assertThat(files(".segment")).hasSize(2);
            assertThat(journal.positionBefore(now.get())).isEqualTo(tuesday);
            assertThat(journal.positionBefore(now.get() - 1)).isZero();
        }
    }

    @Test
    void only_the_owner_may_read_it() throws IOException {
        var inner = folder.resolve("data/journal");
        try (var journal = SegmentedJournal.open(inner, SMALL)) {
            fill(journal, 10);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)))
                .isEqualTo("rwx------");
        try (var files = Files.list(inner)) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void opening_reads_no_sealed_segment() throws IOException {
        try (var journal = small()) {
            fill(journal, 400);
        }
        disk.bytesRead.set(0);
        try (var journal = small()) {
            assertThat(disk.bytesRead.get()).isLessThan(60_000);
            assertThat(journal.space().get(RecordClass.OTLP_LOGS).records()).isEqualTo(400);
        }
    }

    @Test
    void a_missing_or_damaged_index_is_made_again() throws IOException {
        List<Long> positions;
        try (var journal = small()) {
            positions = fill(journal, 20);
        }
        var indexes = files(".index");
        Files.delete(indexes.get(0));
        Files.write(indexes.get(1), noise(1, 300));
        Files.write(indexes.get(2), new byte[0]);
        try (var journal = small()) {
            assertThat(journal.space().get(RecordClass.OTLP_LOGS).records()).isEqualTo(20);
            assertThat(journal.repair()).isEqualTo(new Journal.Repair(0, 0, null));
            assertFilled(journal, positions);
        }
        assertThat(files(".index")).hasSize(indexes.size());
    }

    @Test
    void a_cursor_close_behind_the_writer_reads_no_disk() throws IOException {
        var limits = new JournalLimits(1 << 20, Duration.ofDays(1), 1 << 20, 1 << 20);
        try (var journal = SegmentedJournal.open(disk, folder, limits, clock);
                var cursor = journal.cursor(0)) {
            disk.bytesRead.set(0);
            for (int i = 0; i < 100; i++) {
                journal.append(RecordClass.TRANSCRIPT, prose(5_000));
                assertThat(cursor.next()).isNotNull();
            }
            assertThat(disk.bytesRead.get()).isZero();
        }
    }

    @Test
    void many_waiting_threads_share_one_fsync() throws Exception {
        var limits = new JournalLimits(1 << 20, Duration.ofDays(1), 0, 1 << 20);
        try (var journal = SegmentedJournal.open(disk, folder, limits, clock)) {
            var release = new CountDownLatch(1);
            disk.beforeForce = () -> awaitUninterruptibly(release);
            disk.forces.set(0);
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 100; i++) {
                long position = journal.append(RecordClass.OTLP_LOGS, noise(i, 100));
                threads.add(Thread.ofPlatform().start(() -> force(journal, position + 1)));
            }
            Awaitility.await()
                    .until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
            release.countDown();
            for (var thread : threads) thread.join();
            assertThat(disk.forces.get()).isLessThanOrEqualTo(2);
            assertThat(journal.forced()).isEqualTo(journal.end());
            disk.beforeForce = () -> {};
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void force(Journal journal, long position) {
        try {
            journal.force(position);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_interrupted_thread_does_not_close_the_journal_for_others() throws IOException {
        try (var journal = small();
                var cursor = journal.cursor(0)) {
            fill(journal, 3);
            Thread.currentThread().interrupt();
            fill(journal, 3);
            journal.force(journal.end());
            assertThat(cursor.next()).isNotNull();
            assertThat(Thread.interrupted()).isTrue();
            fill(journal, 3);
            journal.force(journal.end());
            assertThat(all(journal, 0)).hasSize(9);
        }
    }

    @Test
    void a_newer_format_is_refused_and_left_alone() throws IOException {
        try (var journal = small()) {
            fill(journal, 1);
        }
        var segment = files(".segment").getFirst();
        var bytes = Files.readAllBytes(segment);
        bytes[11] = 2;
        var crc = new java.util.zip.CRC32C();
        crc.update(bytes, 0, 32);
        java.nio.ByteBuffer.wrap(bytes).putInt(32, (int) crc.getValue());
        Files.write(segment, bytes);
        Files.delete(files(".index").getFirst());
        assertThatThrownBy(this::small)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(segment.toString())
                .hasMessageContaining("version 2");
        assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_a_clear_error() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "no folder");
        assertThatThrownBy(() -> SegmentedJournal.open(file, SMALL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }
}
