package dev.twinlog.journal;

import static dev.twinlog.journal.JournalContract.all;
import static dev.twinlog.journal.JournalContract.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the journal promises on a disk that fails.
class FullDiskTest {
    private static final JournalLimits LIMITS = new JournalLimits(1 << 20, Duration.ofDays(1), 1 << 16, 2 << 20);

    @TempDir
    Path folder;

    private final FailingDisk disk = new FailingDisk();

    private SegmentedJournal open() throws IOException {
        return SegmentedJournal.open(disk, folder, LIMITS, InstantSource.system());
    }

    @Test
    void nothing_stays_of_a_record_that_did_not_fit_and_later_ones_are_taken() throws IOException {
        try (var journal = open()) {
            journal.append(RecordClass.STREAM, noise(1, 5_000));
            long end = journal.end();
            disk.room = 300_000;
            assertThatThrownBy(() -> journal.append(RecordClass.STREAM, noise(2, 600_000)))
                    .isInstanceOfSatisfying(DiskRefusedException.class, refused -> {
                        assertThat(refused.file()).isEqualTo(folder.resolve("0000000000000000.segment"));
                        assertThat(refused.freeBytes()).isZero();
                        assertThat(refused).hasMessageContaining("0 bytes free");
                    });
            assertThat(journal.end()).isEqualTo(end);
            assertThat(Files.size(folder.resolve("0000000000000000.segment"))).isEqualTo(SegmentHeader.BYTES + end);
            disk.room = Long.MAX_VALUE;
            assertThat(journal.append(RecordClass.STREAM, noise(3, 600_000))).isEqualTo(end);
            assertThat(all(journal, 0)).hasSize(2);
        }
    }

    @Test
    void what_could_not_be_cut_at_once_is_cut_before_the_next_record() throws IOException {
        try (var journal = open()) {
            disk.room = 300_000;
            disk.truncateFails = true;
            assertThatThrownBy(() -> journal.append(RecordClass.STREAM, noise(2, 600_000)))
                    .isInstanceOf(DiskRefusedException.class);
            disk.room = Long.MAX_VALUE;
            assertThatThrownBy(() -> journal.append(RecordClass.STREAM, noise(3, 100)))
                    .isInstanceOf(DiskRefusedException.class);
            disk.truncateFails = false;
            journal.append(RecordClass.STREAM, noise(4, 100));
            assertThat(all(journal, 0)).hasSize(1);
            assertThat(Files.size(folder.resolve("0000000000000000.segment")))
                    .isEqualTo(SegmentHeader.BYTES + journal.end());
        }
    }

    @Test
    void short_writes_are_gone_on_with() throws IOException {
        disk.writeBytesMax = 777;
        try (var journal = open()) {
            long position = journal.append(RecordClass.STREAM, noise(1, 700_000));
            assertThat(journal.read(position).payload()).isEqualTo(noise(1, 700_000));
            assertThat(all(journal, 0)).hasSize(1);
        }
    }

    @Test
    void a_segment_that_cannot_be_begun_is_tried_again() throws IOException {
        try (var journal = open()) {
            journal.append(RecordClass.STREAM, noise(1, 900_000));
            disk.createFails = true;
            assertThatThrownBy(() -> journal.append(RecordClass.STREAM, noise(2, 900_000)))
                    .isInstanceOf(DiskRefusedException.class)
                    .hasMessageContaining("begin journal segment");
            disk.createFails = false;
            disk.room = 10;
            assertThatThrownBy(() -> journal.append(RecordClass.STREAM, noise(2, 900_000)))
                    .isInstanceOf(DiskRefusedException.class);
            disk.room = Long.MAX_VALUE;
            journal.append(RecordClass.STREAM, noise(2, 900_000));
            assertThat(all(journal, 0)).hasSize(2);
        }
    }

    @Test
    void after_a_failed_fsync_nothing_is_acknowledged_until_the_journal_is_opened_again() throws IOException {
        var journal = open();
        journal.append(RecordClass.STREAM, noise(1, 100));
        disk.forceFails = true;
        assertThatThrownBy(() -> journal.force(journal.end()))
                .isInstanceOf(DiskRefusedException.class)
                .hasMessageContaining("start again");
        disk.forceFails = false;
        assertThat(journal.forced()).isZero();
        assertThatThrownBy(() -> journal.force(journal.end())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> journal.append(RecordClass.STREAM, noise(2, 100)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(journal::close).isInstanceOf(IOException.class);
        assertThat(folder.resolve("fsync-failed")).exists();
        var before = Files.readAttributes(folder.resolve("0000000000000000.segment"), "unix:ino");
        try (var again = open()) {
            assertThat(all(again, 0)).hasSize(1);
            assertThat(again.forced()).isEqualTo(again.end());
        }
        assertThat(folder.resolve("fsync-failed")).doesNotExist();
        assertThat(Files.readAttributes(folder.resolve("0000000000000000.segment"), "unix:ino"))
                .as("the segment was written anew")
                .isNotEqualTo(before);
    }

    @Test
    void a_failed_fsync_fails_every_thread_that_waited_for_it() throws Exception {
        var journal = open();
        long position = journal.append(RecordClass.STREAM, noise(1, 100)) + 1;
        disk.forceFails = true;
        var failed = new java.util.concurrent.atomic.AtomicInteger();
        var threads = new java.util.ArrayList<Thread>();
        for (int i = 0; i < 10; i++)
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    journal.force(position);
                } catch (IOException e) {
                    failed.incrementAndGet();
                }
            }));
        for (var thread : threads) thread.join();
        assertThat(failed).hasValue(10);
        assertThatThrownBy(journal::close).isInstanceOf(IOException.class);
    }
}
