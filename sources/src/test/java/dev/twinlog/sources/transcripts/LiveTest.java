package dev.twinlog.sources.transcripts;

import static dev.twinlog.sources.transcripts.Scene.append;
import static dev.twinlog.sources.transcripts.Scene.eventually;
import static dev.twinlog.sources.transcripts.Scene.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The source on a thread of its own, with file events. Walks are an hour apart, so that only events can help.
@Timeout(180)
class LiveTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Scene scene;
    private Path session;

    @BeforeEach
    void set(@TempDir Path base) throws IOException {
        scene = new Scene(base);
        scene.limits = SourceLimits.standard().withRescanEvery(Duration.ofHours(1));
        session = scene.claude.resolve("proj/s1.jsonl");
        write(session, "first\n");
    }

    @AfterEach
    void end() throws Exception {
        scene.end();
    }

    private TranscriptSource running() throws InterruptedException {
        var source = scene.run();
        eventually().until(() -> !source.health().importing());
        return source;
    }

    @Test
    void a_barrier_is_past_everything_written_before_it() throws Exception {
        var source = running();
        var text = new StringBuilder("first\n");
        for (int i = 0; i < 200; i++) {
            append(session, "line " + i + "\n");
            text.append("line ").append(i).append("\n");
            var barrier = source.barrier(PATIENCE);
            assertThat(barrier.reached()).isTrue();
            assertThat(scene.kept.text("proj/s1.jsonl")).isEqualTo(text.toString());
        }
    }

    @Test
    void a_barrier_is_past_what_was_written_to_many_files_at_once() throws Exception {
        for (int i = 0; i < 50; i++) write(scene.claude.resolve("p" + i + "/s.jsonl"), "first\n");
        var source = running();
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 50; i++) append(scene.claude.resolve("p" + i + "/s.jsonl"), "round " + round + "\n");
            assertThat(source.barrier(PATIENCE).reached()).isTrue();
            for (int i = 0; i < 50; i++)
                assertThat(scene.kept.text("p" + i + "/s.jsonl")).endsWith("round " + round + "\n");
        }
        assertThat(source.health().counters().walks()).isEqualTo(1);
    }

    @Test
    void a_barrier_while_reading_is_held_back_says_so_at_once() throws Exception {
        var source = running();
        scene.mayRead.set(false);
        append(session, "second\n");
        assertThat(source.barrier(PATIENCE).reached()).isFalse();
        scene.mayRead.set(true);
        eventually().until(() -> scene.kept.text("proj/s1.jsonl").endsWith("second\n"));
    }

    @Test
    void a_new_session_in_new_folders_is_captured_with_what_is_in_it_already() throws Exception {
        var source = running();
        var outside = scene.base.resolve("made-elsewhere");
        write(outside.resolve("s9.jsonl"), "moved in\n");
        write(outside.resolve("s9/subagents/deep/agent-1.jsonl"), "moved in too\n");
        Files.move(outside, scene.claude.resolve("fresh"));
        assertThat(source.barrier(PATIENCE).reached()).isTrue();
        assertThat(scene.kept.text("fresh/s9.jsonl")).isEqualTo("moved in\n");
        assertThat(scene.kept.text("fresh/s9/subagents/deep/agent-1.jsonl")).isEqualTo("moved in too\n");
        append(scene.claude.resolve("fresh/s9/subagents/deep/agent-1.jsonl"), "and heard\n");
        source.barrier(PATIENCE);
        assertThat(scene.kept.text("fresh/s9/subagents/deep/agent-1.jsonl")).isEqualTo("moved in too\nand heard\n");
    }

    @Test
    void nested_folders_made_quickly_are_heard_to_the_last() throws Exception {
        var source = running();
        for (int i = 0; i < 40; i++)
            write(scene.codex.resolve("2026/" + i + "/" + i + "/rollout-" + i + ".jsonl"), "line\n");
        assertThat(source.barrier(PATIENCE).reached()).isTrue();
        for (int i = 0; i < 40; i++)
            assertThat(scene.kept.text("2026/" + i + "/" + i + "/rollout-" + i + ".jsonl"))
                    .isEqualTo("line\n");
        assertThat(source.health().counters().walks()).isEqualTo(1);
    }

    @Test
    void a_folder_that_was_renamed_is_heard_at_its_new_place() throws Exception {
        var source = running();
        var renamed = scene.claude.resolve("renamed");
        Files.move(session.getParent(), renamed);
        source.barrier(PATIENCE);
        append(renamed.resolve("s1.jsonl"), "second\n");
        source.barrier(PATIENCE);
        assertThat(scene.kept.text("renamed/s1.jsonl")).isEqualTo("first\nsecond\n");
        assertThat(scene.kept.facts(Capture.FILE_VANISHED)).hasSize(1);
    }

    @Test
    void a_root_that_comes_later_goes_and_comes_back_is_heard() throws Exception {
        Files.delete(scene.codex);
        Files.delete(scene.codex.getParent());
        running();
        for (int i = 0; i < 3; i++) {
            var path = "2026/01/0" + i + "/rollout-" + i + ".jsonl";
            write(scene.codex.resolve(path), "line\n");
            eventually().until(() -> !scene.kept.chunks(path).isEmpty());
            append(scene.codex.resolve(path), "more\n");
            eventually().until(() -> scene.kept.text(path).equals("line\nmore\n"));
            Files.move(scene.codex, scene.base.resolve("away" + i));
        }
    }

    @Test
    void a_deletion_and_a_rename_over_are_heard() throws Exception {
        var source = running();
        var next = session.resolveSibling("next.tmp");
        write(next, "other\n");
        Files.move(next, session, StandardCopyOption.ATOMIC_MOVE);
        source.barrier(PATIENCE);
        assertThat(scene.kept.text("proj/s1.jsonl")).isEqualTo("other\n");
        Files.delete(session);
        source.barrier(PATIENCE);
        assertThat(scene.kept.facts(Capture.FILE_VANISHED)).hasSize(1);
    }

    @Test
    void two_writers_of_one_file_and_a_growing_one_are_captured_whole() throws Exception {
        var source = running();
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int w = 0; w < 2; w++) {
                int writer = w;
                writers.submit(() -> {
                    for (int i = 0; i < 300; i++) append(session, "writer " + writer + " line " + i + "\n");
                    return null;
                });
            }
        }
        assertThat(source.barrier(PATIENCE).reached()).isTrue();
        assertThat(scene.kept.restored("proj/s1.jsonl")).isEqualTo(Files.readAllBytes(session));
        assertThat(scene.kept.generations("proj/s1.jsonl")).hasSize(1);
    }

    @Test
    void lost_events_are_made_good_by_a_walk() throws Exception {
        scene.limits = scene.limits.withBounds(32, 1000, 1000, 2, 100);
        var source = running();
        synchronized (scene.kept) { // the reading thread stands at the first file, and cannot keep up with the events
            for (int i = 0; i < 600; i++) append(scene.claude.resolve("proj/n" + i + ".jsonl"), "line\n");
        }
        assertThat(source.barrier(PATIENCE).reached()).isTrue();
        eventually()
                .until(() -> scene.kept.chunks().stream()
                                .map(c -> c.file().path())
                                .distinct()
                                .count()
                        == 601);
        assertThat(source.health().counters().overflows()).isPositive();
    }

    @Test
    void folders_beyond_the_limit_of_watches_are_a_problem_and_are_walked() throws Exception {
        scene.limits = scene.limits.withRescanEvery(Duration.ofMillis(50)).withBounds(32, 2, 1000, 1000, 1000);
        for (int i = 0; i < 5; i++) write(scene.claude.resolve("q" + i + "/s.jsonl"), "line\n");
        var source = running();
        assertThat(source.problems()).extracting(Problem::kind).contains(Problem.Kind.NOT_WATCHED);
        for (int i = 0; i < 5; i++) append(scene.claude.resolve("q" + i + "/s.jsonl"), "more\n");
        for (int i = 0; i < 5; i++) {
            var path = "q" + i + "/s.jsonl";
            eventually().until(() -> scene.kept.text(path).equals("line\nmore\n"));
        }
    }

    @Test
    void catching_up_while_it_runs_goes_through_the_running_thread() throws Exception {
        var source = running();
        append(session, "second\n");
        source.catchUp();
        assertThat(scene.kept.text("proj/s1.jsonl")).isEqualTo("first\nsecond\n");
        assertThat(source.health().counters().walks()).isGreaterThan(1);
    }

    @Test
    void a_line_reaches_the_journal_within_milliseconds() throws Exception {
        running();
        var delays = new long[200];
        for (int i = 0; i < delays.length; i++) {
            long before = scene.kept.end();
            long written = System.nanoTime();
            append(session, "line " + i + "\n");
            while (scene.kept.end() == before) Thread.onSpinWait();
            delays[i] = System.nanoTime() - written;
        }
        Arrays.sort(delays);
        System.out.printf("line to journal: median %d us, p99 %d us%n", delays[100] / 1000, delays[198] / 1000);
        assertThat(Duration.ofNanos(delays[100])).isLessThan(Duration.ofMillis(10));
    }

    @Test
    void a_barrier_takes_milliseconds() throws Exception {
        var source = running();
        var delays = new long[200];
        for (int i = 0; i < delays.length; i++) {
            append(session, "line " + i + "\n");
            long asked = System.nanoTime();
            assertThat(source.barrier(PATIENCE).reached()).isTrue();
            delays[i] = System.nanoTime() - asked;
        }
        Arrays.sort(delays);
        System.out.printf("barrier: median %d us, p99 %d us%n", delays[100] / 1000, delays[198] / 1000);
        assertThat(Duration.ofNanos(delays[100])).isLessThan(Duration.ofMillis(10));
    }

    @Test
    void a_barrier_at_the_start_of_a_run_never_claims_what_was_not_heard() throws Exception {
        for (int i = 0; i < 30; i++) {
            scene.catchUp();
            append(session, "line " + i + "\n");
            var source = scene.run();
            append(session, "later " + i + "\n");
            var barrier = source.barrier(PATIENCE);
            if (barrier.reached() && !barrier.importing())
                assertThat(scene.kept.text("proj/s1.jsonl")).isEqualTo(Files.readString(session));
            scene.end();
            scene.start(scene.kept.captured(0));
        }
    }

    @Test
    void a_root_that_comes_with_files_in_it_is_behind_the_next_barrier_or_told_as_an_import() throws Exception {
        Files.delete(scene.codex);
        var source = running();
        var filled = scene.base.resolve("filled");
        for (int i = 0; i < 200; i++) write(filled.resolve("2026/rollout-" + i + ".jsonl"), "line\n");
        Files.move(filled, scene.codex);
        var barrier = source.barrier(PATIENCE);
        assertThat(barrier.reached()).isTrue();
        if (!barrier.importing()) assertThat(scene.kept.chunks()).hasSize(201);
    }

    @Test
    void a_run_that_was_refused_goes_on_by_itself() throws Exception {
        var source = running();
        scene.kept.refuse("No space left on device", 0);
        append(session, "second\n");
        eventually().until(() -> source.health().heldBack() != null);
        assertThat(source.barrier(PATIENCE).reached()).isFalse();
        scene.kept.accept();
        eventually().until(() -> scene.kept.text("proj/s1.jsonl").equals("first\nsecond\n"));
        eventually().until(() -> source.health().heldBack() == null);
        assertThat(source.health().counters().refusals()).isPositive();
    }

    @Test
    void closing_ends_the_run_and_refuses_who_waits() throws Exception {
        var source = running();
        scene.end();
        assertThat(source.barrier(PATIENCE).reached()).isFalse();
    }
}
