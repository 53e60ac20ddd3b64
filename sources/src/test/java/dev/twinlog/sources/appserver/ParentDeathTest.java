package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real parent is killed, as nothing can foresee: child and grandchildren are gone within five seconds.
@Tag("slow")
class ParentDeathTest {
    private static final Duration GONE = Duration.ofSeconds(5);
    private static final String DEAF = "trap '' TERM HUP INT; ";

    @TempDir
    Path folder;

    private Process parent;
    private final Map<String, ProcessHandle> said = new HashMap<>();

    @AfterEach
    void end() {
        parent.destroyForcibly();
        said.values().forEach(ProcessHandle::destroyForcibly);
    }

    /// Starts a parent whose child runs a script that says so many ids, as `NAME ID`.
    private void start(String script, int ids) throws IOException {
        parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ParentMain.class.getName(),
                        folder.resolve("empty").toString(),
                        script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = parent.inputReader();
        while (said.size() < ids + 1) {
            var line = lines.readLine();
            if (line == null) throw new IOException("the parent ended with " + said);
            var words = line.split(" ");
            said.put(words[0], ProcessHandle.of(Long.parseLong(words[1])).orElseThrow());
        }
    }

    private void killed() throws InterruptedException {
        assertThat(said.values()).allMatch(ProcessHandle::isAlive);
        long begun = System.nanoTime();
        parent.destroyForcibly();
        assertThat(parent.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> said.values().stream().noneMatch(ProcessHandle::isAlive));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(GONE);
    }

    @Test
    void one_that_minds_the_end_of_its_input_ends_at_once_and_what_it_leaves_is_ended() throws Exception {
        start("sleep 1000 & echo \"below $!\"; read -r x", 1);
        killed();
    }

    @Test
    void one_that_minds_nothing_is_killed_with_its_children() throws Exception {
        start(
                DEAF + "sh -c '" + DEAF.replace("'", "'\\''") + "echo \"below $$\"; while :; do sleep 1; done' & "
                        + "while :; do sleep 1; done",
                1);
        killed();
    }

    @Test
    void one_that_is_stopped_is_killed() throws Exception {
        start("sleep 1000 & echo \"below $!\"; " + DEAF + "kill -STOP $!; kill -STOP $$", 1);
        killed();
    }

    @Test
    void what_has_left_its_session_is_killed() throws Exception {
        start(
                DEAF + "setsid sh -c '" + DEAF.replace("'", "'\\''") + "echo \"far $$\"; while :; do sleep 1; done' & "
                        + "while :; do sleep 1; done",
                1);
        killed();
    }
}
