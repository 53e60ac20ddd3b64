package dev.twinlog.sources.transcripts;

import static dev.twinlog.sources.transcripts.Scene.eventually;
import static dev.twinlog.sources.transcripts.Scene.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Why listening costs next to nothing while nobody writes (docs/decisions/0017-bench.md): what is asked of the disk,
/// counted.
@Timeout(60)
class IdleCausesTest {
    private static final int FILES = 40;
    private static final int FOLDERS = 4;
    private static final int WALKS = 5;
    private static final Duration PERIOD = Duration.ofMillis(200);
    /// The roots and what lies above the files.
    private static final int LOOKS_BESIDE_MAX = 16;

    private Scene scene;
    private CountingDisk disk;

    /// Counts what is asked, and asks the real disk.
    private static final class CountingDisk implements Disk {
        private final Disk real = new LocalDisk();
        private final AtomicLong opens = new AtomicLong();
        private final AtomicLong lists = new AtomicLong();
        private final AtomicLong stamps = new AtomicLong();

        @Override
        public Stamp stamp(Path path) throws IOException {
            stamps.incrementAndGet();
            return real.stamp(path);
        }

        @Override
        public Stamp target(Path path) throws IOException {
            return real.target(path);
        }

        @Override
        public Path real(Path path) throws IOException {
            return real.real(path);
        }

        @Override
        public DirectoryStream<Path> list(Path folder) throws IOException {
            lists.incrementAndGet();
            return real.list(folder);
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            opens.incrementAndGet();
            return real.open(file);
        }
    }

    @BeforeEach
    void set(@TempDir Path base) throws IOException {
        scene = new Scene(base);
        disk = new CountingDisk();
        scene.disk = disk;
        scene.limits = walking(PERIOD);
        for (int i = 0; i < FILES; i++) write(scene.claude.resolve("p" + i % FOLDERS + "/s" + i + ".jsonl"), "line\n");
    }

    /// The usual limits, but that the period alone says when to walk again.
    private static SourceLimits walking(Duration period) {
        var usual = SourceLimits.standard();
        return new SourceLimits(
                usual.pieceBytesMax(),
                period,
                1,
                usual.depthMax(),
                usual.foldersMax(),
                usual.filesMax(),
                usual.changesMax(),
                usual.problemsMax(),
                usual.retryFirst(),
                usual.retryMost(),
                usual.gatePause(),
                usual.stalledAfter(),
                usual.catchUpWalksMax());
    }

    @AfterEach
    void end() throws Exception {
        scene.end();
    }

    private long walks() {
        return scene.source().health().counters().walks();
    }

    @Test
    void folders_are_not_walked_more_often_than_their_period_and_no_file_is_opened() throws Exception {
        scene.run();
        eventually().until(() -> !scene.source().health().importing() && walks() >= 2);
        long opens = disk.opens.get();
        long walksBefore = walks();
        long began = System.nanoTime();
        eventually().until(() -> walks() >= walksBefore + WALKS);
        var took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(opens).as("each file is opened once").isEqualTo(FILES);
        assertThat(disk.opens.get()).as("opens while nobody writes").isEqualTo(opens);
        assertThat(took).as(WALKS + " walks").isGreaterThan(PERIOD.multipliedBy(WALKS - 1));
    }

    @Test
    void a_walk_looks_at_each_file_once_and_lists_each_folder_once() throws Exception {
        scene.catchUp();
        long lists = disk.lists.get();
        long stamps = disk.stamps.get();
        long walks = walks();
        scene.catchUp();
        long more = walks() - walks;
        assertThat(more).isPositive();
        assertThat(disk.lists.get() - lists).isLessThanOrEqualTo(more * (FOLDERS + LOOKS_BESIDE_MAX));
        assertThat(disk.stamps.get() - stamps).isLessThanOrEqualTo(more * (FILES + FOLDERS + LOOKS_BESIDE_MAX));
    }
}
