package dev.twinlog.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Seeded lives of a journal: appends, forces, kills that tear the unforced tail, flipped bits anywhere.
/// After each opening a forced record is there as it was or told to be damaged, and no record ever has wrong
/// bytes.
///
/// `./dev check --seed 4711` repeats one life; `--long` lives more.
class JournalSimulationTest {
    private static final int LIVES = Boolean.getBoolean("twinlog.long") ? 5_000 : 60;

    @TempDir
    Path folder;

    @Test
    void forced_records_survive_or_are_told_damaged() throws IOException {
        var only = Long.getLong("twinlog.seed");
        long seeds = only == null ? LIVES : 1;
        for (long i = 0; i < seeds; i++) {
            long seed = only == null ? i : only;
            try {
                new Life(seed, folder.resolve("life" + seed)).live();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("the journal of seed " + seed + " failed; ./dev check --seed " + seed, e);
            }
        }
    }

    private static final class Life {
        private final Random random;
        private final Path folder;
        private final SortedMap<Long, byte[]> appended = new TreeMap<>();
        private final SortedMap<Long, RecordClass> kinds = new TreeMap<>();
        private final SortedMap<Long, Long> next = new TreeMap<>();
        private long forced;
        private boolean flipped;

        Life(long seed, Path folder) {
            this.random = new Random(seed);
            this.folder = folder;
        }

        void live() throws IOException {
            for (int generation = 0; generation < 6; generation++) {
                var journal = open();
                check(journal);
                work(journal);
                if (random.nextInt(4) == 0) journal.close();
                else kill(journal);
                if (random.nextInt(3) == 0) flip();
            }
            try (var journal = open()) {
                check(journal);
            }
        }

        private SegmentedJournal open() throws IOException {
            var limits = new JournalLimits(
                    1024 << random.nextInt(6), Duration.ofDays(1), random.nextInt(2) * 20_000, 1 << 20);
            var disk = new FailingDisk();
            disk.forcesForFree = true;
            return SegmentedJournal.open(disk, folder, limits, InstantSource.system());
        }

        private void work(SegmentedJournal journal) throws IOException {
            for (int i = random.nextInt(60); i > 0; i--) {
                var kind = RecordClass.values()[random.nextInt(RecordClass.values().length)];
                var payload = payload();
                long position = journal.append(kind, payload);
                assertThat(appended).as("position %d is new", position).doesNotContainKey(position);
                appended.put(position, payload);
                kinds.put(position, kind);
                next.put(position, journal.end());
                if (random.nextInt(8) == 0) journal.force(journal.end());
                if (random.nextInt(8) == 0)
                    assertThat(readable(journal, position)).isTrue();
            }
            forced = journal.forced();
        }

        private byte[] payload() {
            int length = random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(1500);
            return random.nextBoolean()
                    ? JournalContract.noise(random.nextLong(), length)
                    : JournalContract.prose(length);
        }

        /// What kill -9 and a power cut leave: files as they are, but the unforced tail torn anywhere.
        private void kill(SegmentedJournal journal) throws IOException {
            var newest = newest();
            long base = SegmentName.of(newest).base();
            long keep = SegmentHeader.BYTES + Math.max(0, forced - base);
            long size = Files.size(newest);
            var copy = Files.readAllBytes(newest);
            var index = Files.exists(indexOf(newest));
            journal.close();
            if (!index) Files.deleteIfExists(indexOf(newest));
            int torn = (int) (keep + random.nextLong(size - keep + 1));
            Files.write(newest, random.nextBoolean() ? java.util.Arrays.copyOf(copy, torn) : zeroed(copy, torn));
            long kept = base + torn - SegmentHeader.BYTES;
            appended.tailMap(base).keySet().removeIf(position -> next.get(position) > kept);
        }

        private static byte[] zeroed(byte[] bytes, int from) {
            java.util.Arrays.fill(bytes, from, bytes.length, (byte) 0);
            return bytes;
        }

        private Path newest() throws IOException {
            try (var files = Files.list(folder)) {
                return files.filter(file -> SegmentName.of(file) != null)
                        .sorted()
                        .toList()
                        .getLast();
            }
        }

        private static Path indexOf(Path segment) {
            return segment.resolveSibling(segment.getFileName().toString().replace(".segment", ".index"));
        }

        private void flip() throws IOException {
            List<Path> files;
            try (var listed = Files.list(folder)) {
                files = listed.sorted().toList();
            }
            var file = files.get(random.nextInt(files.size()));
            var bytes = Files.readAllBytes(file);
            if (bytes.length == 0) return;
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
            flipped = true;
        }

        private void check(SegmentedJournal journal) throws IOException {
            int lost = 0;
            for (var position : appended.keySet()) if (!readable(journal, position)) lost++;
            var seen = cursor(journal);
            var repair = journal.repair();
            if (!flipped) assertThat(lost).as("records lost without damage").isZero();
            assertThat(seen).isEqualTo(appended.size() - lost);
            if (lost > 0)
                assertThat(repair.corruptRecords() + repair.tornBytes()).isPositive();
            appended.keySet().removeIf(position -> !readable(journal, position));
            assertThat(journal.end()).isGreaterThanOrEqualTo(forced);
        }

        private boolean readable(SegmentedJournal journal, long position) {
            assertThat(position).as("a record's place").isLessThan(journal.end());
            try {
                var record = journal.read(position);
                assertThat(record.payload()).isEqualTo(appended.get(position));
                assertThat(record.kind()).isEqualTo(kinds.get(position));
                return true;
            } catch (CorruptRecordException e) {
                return false;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private int cursor(SegmentedJournal journal) throws IOException {
            var seen = new ArrayList<Long>();
            for (var record : JournalContract.all(journal, 0)) {
                assertThat(appended).containsKey(record.position());
                assertThat(record.payload()).isEqualTo(appended.get(record.position()));
                seen.add(record.position());
            }
            assertThat(seen).isSorted().doesNotHaveDuplicates();
            return seen.size();
        }
    }
}
