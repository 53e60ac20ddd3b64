package dev.twinlog.sources.transcripts;

import static dev.twinlog.sources.transcripts.Scene.append;
import static dev.twinlog.sources.transcripts.Scene.eventually;
import static dev.twinlog.sources.transcripts.Scene.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.Control;
import dev.twinlog.journal.FileChunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How much work things are, and what comes before what. Times are printed; only bounds that no machine
/// misses fail.
@Timeout(180)
@Tag("slow")
class WorkTest {
    private Scene scene;

    @BeforeEach
    void set(@TempDir Path base) throws IOException {
        scene = new Scene(base);
    }

    @AfterEach
    void end() throws Exception {
        scene.end();
    }

    @Test
    void a_tree_of_ten_thousand_files_is_walked_quickly_and_without_reading() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            var file = scene.claude.resolve("p" + i % 100 + "/s" + i + ".jsonl");
            if (i < 100) Files.createDirectories(file.getParent());
            Files.writeString(file, "line\n");
        }
        long first = timed();
        long again = timed();
        long third = timed();
        System.out.printf("10,000 files: first %d ms, walked again %d ms, %d ms%n", first, again, third);
        assertThat(scene.source().bytesRead()).isEqualTo(50_000);
        assertThat(third).isLessThan(5_000);
    }

    private long timed() throws Exception {
        long began = System.nanoTime();
        scene.catchUp();
        return (System.nanoTime() - began) / 1_000_000;
    }

    @Test
    void a_large_file_passes_through_one_buffer() throws Exception {
        var line = ("{\"text\":\"" + "a".repeat(3000) + "\"}\n").getBytes(StandardCharsets.US_ASCII);
        var large = scene.claude.resolve("p/large.jsonl");
        Files.createDirectories(large.getParent());
        try (var out = Files.newOutputStream(large)) {
            for (int i = 0; i < 100_000; i++) out.write(line);
        }
        var counted = new CountingSink();
        var source = new TranscriptSource(
                new SourceParts(
                        scene.roots,
                        new InMemoryJournal(),
                        List.of(),
                        scene.base.resolve("private"),
                        scene.clock,
                        scene.limits,
                        Progress.none(),
                        () -> true),
                scene.disk,
                counted);
        long began = System.nanoTime();
        source.catchUp();
        long millis = (System.nanoTime() - began) / 1_000_000;
        System.out.printf("%d MB in %d ms%n", counted.bytes >> 20, millis);
        assertThat(counted.bytes).isEqualTo(Files.size(large)).isEqualTo(source.bytesRead());
        assertThat(counted.longest).isLessThanOrEqualTo(scene.limits.pieceBytesMax());
        assertThat(counted.cutLines).isZero();
    }

    @Test
    void a_live_line_does_not_wait_for_the_import_nor_does_a_barrier() throws Exception {
        var live = scene.claude.resolve("p/live.jsonl");
        for (int i = 0; i < 400; i++) write(scene.claude.resolve("p/s" + i + ".jsonl"), "line\n");
        write(live, "first\n");
        scene.kept.slowedBy(Duration.ofMillis(5));
        var source = scene.run();
        eventually().until(() -> scene.kept.chunks().size() > 20);
        append(live, "second\n");
        var barrier = source.barrier(Duration.ofSeconds(60));
        int captured = scene.kept.chunks().size();
        assertThat(barrier.reached()).isTrue();
        assertThat(barrier.importing()).isTrue();
        assertThat(scene.kept.text("p/live.jsonl")).isEqualTo("first\nsecond\n");
        assertThat(captured).isLessThan(300);
        eventually().until(() -> !source.health().importing());
        assertThat(scene.kept.chunks()).hasSize(402);
    }

    @Test
    void a_live_line_does_not_wait_for_the_end_of_a_long_file() throws Exception {
        scene.limits = scene.limits.withPieceBytesMax(1000);
        var live = scene.claude.resolve("p/live.jsonl");
        write(live, "first\n");
        write(scene.claude.resolve("p/long.jsonl"), ("x".repeat(99) + "\n").repeat(4000));
        scene.kept.slowedBy(Duration.ofMillis(5));
        var source = scene.run();
        eventually().until(() -> scene.kept.chunks("p/long.jsonl").size() > 5);
        append(live, "second\n");
        assertThat(source.barrier(Duration.ofSeconds(10)).reached()).isTrue();
        assertThat(scene.kept.text("p/live.jsonl")).isEqualTo("first\nsecond\n");
        assertThat(scene.kept.chunks("p/long.jsonl")).hasSizeLessThan(350);
        eventually().until(() -> !source.health().importing());
        assertThat(scene.kept.text("p/long.jsonl")).hasSize(400_000);
    }

    @Test
    void an_interrupt_ends_the_run_and_what_it_started() throws Exception {
        write(scene.claude.resolve("p/s.jsonl"), "line\n");
        var source = scene.source();
        var ended = new AtomicReference<Throwable>();
        var running = Thread.ofPlatform().start(() -> {
            try {
                source.run();
            } catch (InterruptedException end) {
                ended.set(end);
            }
        });
        eventually().until(() -> !source.health().importing());
        running.interrupt();
        running.join();
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        append(scene.claude.resolve("p/s.jsonl"), "more\n");
        source.catchUp();
        assertThat(scene.kept.text("p/s.jsonl")).isEqualTo("line\nmore\n");
    }

    @Test
    void bytes_that_wait_too_long_are_no_advance() throws Exception {
        var file = scene.claude.resolve("p/s.jsonl");
        write(file, "line\n");
        scene.catchUp();
        append(file, "more\n");
        scene.kept.refuse("No space left on device", 0);
        try {
            scene.catchUp();
        } catch (IOException held) {
            assertThat(held).hasMessageContaining("No space left");
        }
        assertThat(scene.source().health().lagBytes()).isEqualTo(5);
        assertThat(scene.source().health().advancing()).isTrue();
        scene.millis.addAndGet(scene.limits.stalledAfter().toMillis() + 1);
        assertThat(scene.source().health().advancing()).isFalse();
    }

    /// Counts what passes and keeps nothing.
    private static final class CountingSink implements ChunkSink {
        private long bytes;
        private long end;
        private int longest;
        private int cutLines;

        @Override
        public long append(FileChunk chunk) {
            bytes += chunk.bytes().length;
            longest = Math.max(longest, chunk.bytes().length);
            if (chunk.bytes()[chunk.bytes().length - 1] != '\n') cutLines++;
            return end++;
        }

        @Override
        public long append(Control fact) {
            return end++;
        }

        @Override
        public long end() {
            return end;
        }
    }
}
