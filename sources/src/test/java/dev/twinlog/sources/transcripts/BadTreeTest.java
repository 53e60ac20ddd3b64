package dev.twinlog.sources.transcripts;

import static dev.twinlog.sources.transcripts.Scene.append;
import static dev.twinlog.sources.transcripts.Scene.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever lies in a tree, it has a name and a reason, and everything beside it is captured.
class BadTreeTest {
    private Scene scene;

    @BeforeEach
    void set(@TempDir Path base) throws IOException {
        scene = new Scene(base);
        write(scene.claude.resolve("proj/good.jsonl"), "good\n");
    }

    @AfterEach
    void end() throws Exception {
        scene.end();
    }

    @Test
    void a_folder_named_like_a_transcript_is_a_problem_until_it_is_gone() throws Exception {
        var folder = scene.claude.resolve("proj/x.jsonl");
        Files.createDirectories(folder);
        scene.catchUp();
        assertProblem(folder, Problem.Kind.FOLDER_NAMED_LIKE_A_FILE);
        assertThat(scene.source().problems().getFirst().text()).contains("x.jsonl", "is a folder", "rename or remove");
        Files.delete(folder);
        scene.catchUp();
        assertThat(scene.source().problems()).isEmpty();
    }

    @Test
    @Timeout(20)
    void a_pipe_is_a_problem_and_is_never_opened() throws Exception {
        var pipe = scene.claude.resolve("proj/pipe.jsonl");
        var made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
        scene.catchUp();
        assertProblem(pipe, Problem.Kind.NOT_A_REGULAR_FILE);
    }

    @Test
    void a_link_out_of_the_roots_is_a_problem_and_nothing_behind_it_is_captured() throws Exception {
        var outside = scene.base.resolve("outside");
        write(outside.resolve("s.jsonl"), "secret\n");
        var folder = Files.createSymbolicLink(scene.claude.resolve("linked"), outside);
        var file = Files.createSymbolicLink(scene.claude.resolve("proj/l.jsonl"), outside.resolve("s.jsonl"));
        scene.catchUp();
        assertThat(scene.source().problems()).extracting(Problem::path).containsExactly(folder, file);
        assertProblem(folder, Problem.Kind.LINK_LEAVES_THE_ROOTS);
    }

    @Test
    @Timeout(20)
    void links_that_loop_inside_the_roots_hold_nothing_and_repeat_nothing() throws Exception {
        Files.createSymbolicLink(scene.claude.resolve("proj/loop"), scene.claude);
        Files.createSymbolicLink(scene.claude.resolve("proj/self"), scene.claude.resolve("proj/self"));
        Files.createSymbolicLink(scene.claude.resolve("other"), scene.claude.resolve("proj"));
        scene.catchUp();
        assertThat(scene.kept.chunks()).hasSize(1);
        assertThat(scene.source().problems()).isEmpty();
    }

    @Test
    void a_dangling_link_named_like_a_transcript_is_a_problem() throws Exception {
        var link = Files.createSymbolicLink(scene.claude.resolve("proj/d.jsonl"), scene.base.resolve("nowhere"));
        scene.catchUp();
        assertProblem(link, Problem.Kind.LINK_BROKEN);
    }

    @Test
    void a_root_that_is_a_link_is_walked() throws Exception {
        var real = scene.base.resolve("real");
        write(real.resolve("proj/r.jsonl"), "through a link\n");
        var root = Files.createSymbolicLink(scene.base.resolve("root"), real);
        scene.roots = List.of(new WatchRoot(Agent.CLAUDE, root));
        scene.catchUp();
        assertThat(scene.kept.text("proj/r.jsonl")).isEqualTo("through a link\n");
        assertThat(scene.kept.chunks().getFirst().file().root()).isEqualTo(root.toString());
    }

    @Test
    void a_root_named_twice_is_captured_once() throws Exception {
        var twin = Files.createSymbolicLink(scene.base.resolve("twin"), scene.claude);
        scene.roots = List.of(new WatchRoot(Agent.CLAUDE, scene.claude), new WatchRoot(Agent.CLAUDE, twin));
        scene.catchUp();
        assertThat(scene.kept.chunks()).hasSize(1);
        assertProblem(twin, Problem.Kind.ROOT_TWICE);
        assertThat(scene.source().health().works()).isTrue();
    }

    @Test
    void a_root_inside_another_is_captured_once_under_its_own_name() throws Exception {
        var inner = scene.claude.resolve("proj");
        scene.roots = List.of(new WatchRoot(Agent.CLAUDE, scene.claude), new WatchRoot(Agent.CLAUDE, inner));
        scene.catchUp();
        assertThat(scene.kept.chunks()).singleElement().satisfies(chunk -> {
            assertThat(chunk.file().root()).isEqualTo(inner.toString());
        });
    }

    @Test
    void a_root_that_is_a_file_is_unreadable() throws Exception {
        Files.delete(scene.codex);
        Files.writeString(scene.codex, "no folder");
        scene.catchUp();
        assertProblem(scene.codex, Problem.Kind.ROOT_NOT_A_FOLDER);
        assertThat(scene.source().health().works()).isFalse();
        assertThat(scene.kept.text("proj/good.jsonl")).isEqualTo("good\n");
    }

    @Test
    void an_unreadable_folder_is_a_problem_and_its_files_have_not_vanished() throws Exception {
        var denied = new DeniedDisk();
        scene.disk = denied;
        write(scene.claude.resolve("shut/s.jsonl"), "one\n");
        scene.catchUp();
        denied.paths.add(scene.claude.resolve("shut"));
        scene.catchUp();
        assertProblem(scene.claude.resolve("shut"), Problem.Kind.FOLDER_UNREADABLE);
        assertThat(scene.kept.facts(Capture.FILE_VANISHED)).isEmpty();
        denied.paths.clear();
        append(scene.claude.resolve("shut/s.jsonl"), "two\n");
        scene.catchUp();
        assertThat(scene.kept.text("shut/s.jsonl")).isEqualTo("one\ntwo\n");
        assertThat(scene.source().problems()).isEmpty();
    }

    @Test
    void an_unreadable_file_is_a_problem_and_no_lag_and_is_read_once_it_can_be() throws Exception {
        var denied = new DeniedDisk();
        scene.disk = denied;
        var file = scene.claude.resolve("proj/shut.jsonl");
        write(file, "one\n");
        denied.paths.add(file);
        scene.catchUp();
        assertProblem(file, Problem.Kind.FILE_UNREADABLE);
        assertThat(scene.source().health().lagBytes()).isZero();
        assertThat(scene.source().health().works()).isTrue();
        denied.paths.clear();
        scene.catchUp();
        assertThat(scene.kept.text("proj/shut.jsonl")).isEqualTo("one\n");
        assertThat(scene.source().problems()).isEmpty();
    }

    @Test
    void an_unreadable_root_does_not_work() throws Exception {
        var denied = new DeniedDisk();
        denied.paths.add(scene.codex);
        scene.disk = denied;
        scene.catchUp();
        var root = scene.source().health().roots().getLast();
        assertThat(root.state()).isEqualTo(SourceHealth.RootState.UNREADABLE);
        assertThat(root.reason()).isEqualTo("permission denied");
        assertThat(scene.source().health().works()).isFalse();
        assertThat(scene.kept.text("proj/good.jsonl")).isEqualTo("good\n");
    }

    @Test
    void a_root_that_goes_takes_no_file_with_it_until_it_is_back() throws Exception {
        scene.catchUp();
        Files.move(scene.claude, scene.base.resolve("elsewhere"));
        scene.catchUp();
        assertThat(scene.kept.facts(Capture.FILE_VANISHED)).isEmpty();
        assertThat(scene.source().health().roots().getFirst().state()).isEqualTo(SourceHealth.RootState.ABSENT);
        Files.createDirectories(scene.claude);
        scene.catchUp();
        assertThat(scene.kept.facts(Capture.FILE_VANISHED)).hasSize(1);
    }

    @Test
    void folders_deeper_than_the_limit_are_a_problem() throws Exception {
        scene.limits = SourceLimits.standard().withBounds(2, 100, 100, 100, 100);
        write(scene.claude.resolve("a/b/s.jsonl"), "two folders\n");
        write(scene.claude.resolve("a/b/c/s.jsonl"), "three folders\n");
        scene.catchUp();
        assertThat(scene.kept.text("a/b/s.jsonl")).isEqualTo("two folders\n");
        assertProblem(scene.claude.resolve("a/b/c"), Problem.Kind.TOO_DEEP);
    }

    @Test
    void more_files_than_the_limit_are_a_problem() throws Exception {
        scene.limits = SourceLimits.standard().withBounds(9, 100, 1, 100, 100);
        write(scene.claude.resolve("proj/more.jsonl"), "more\n");
        scene.catchUp();
        assertThat(scene.kept.chunks()).hasSize(1);
        assertProblem(scene.claude, Problem.Kind.TOO_MANY_FILES);
    }

    @Test
    void more_problems_than_the_limit_are_counted_without_text() throws Exception {
        scene.limits = SourceLimits.standard().withBounds(9, 100, 100, 100, 2);
        for (int i = 0; i < 5; i++) Files.createDirectories(scene.claude.resolve("proj/d" + i + ".jsonl"));
        scene.catchUp();
        assertThat(scene.source().problems()).hasSize(2);
        assertThat(scene.source().health().counters().problems()).isGreaterThanOrEqualTo(5);
    }

    private void assertProblem(Path path, Problem.Kind kind) {
        assertThat(scene.source().problems()).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.kind()).isEqualTo(kind);
        });
    }

    /// A disk that denies some paths: tests may run as a user to whom nothing is denied.
    private static final class DeniedDisk implements Disk {
        private final Disk disk = new LocalDisk();
        private final Set<Path> paths = new HashSet<>();

        private Path asked(Path path) throws AccessDeniedException {
            if (paths.contains(path)) throw new AccessDeniedException(path.toString());
            return path;
        }

        @Override
        public Stamp stamp(Path path) throws IOException {
            if (paths.contains(path.getParent())) throw new AccessDeniedException(path.toString());
            return disk.stamp(path);
        }

        @Override
        public Stamp target(Path path) throws IOException {
            return disk.target(path);
        }

        @Override
        public Path real(Path path) throws IOException {
            return disk.real(path);
        }

        @Override
        public DirectoryStream<Path> list(Path folder) throws IOException {
            return disk.list(asked(folder));
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            return disk.open(asked(file));
        }
    }
}
