package dev.twinlog.testkit.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes are heard line by line, and end with all that they started.
class AgentProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

    @TempDir
    Path folder;

    private AgentProcess sh(String script) throws Exception {
        return AgentProcess.start(List.of("sh", "-c", script), ENVIRONMENT, folder);
    }

    @Test
    void lines_and_the_exit_code_are_told() throws Exception {
        try (var process = sh("echo one; echo two; echo three >&2; exit 7")) {
            assertThat(process.awaitLine(PATIENCE, "two"::equals)).isEqualTo("two");
            assertThat(process.awaitEnd(PATIENCE)).isEqualTo(7);
            assertThat(process.out()).containsExactly("one", "two");
            assertThat(process.err()).containsExactly("three");
        }
    }

    @Test
    void a_line_that_does_not_come_is_a_failure_that_tells_what_came() throws Exception {
        try (var process = sh("echo one")) {
            assertThatThrownBy(() -> process.awaitLine(PATIENCE, "two"::equals))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("one");
        }
        try (var process = sh("echo one; exec tail -f /dev/null")) {
            process.awaitLine(PATIENCE, "one"::equals);
            assertThatThrownBy(() -> process.awaitLine(MOMENT, "two"::equals)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> process.awaitEnd(MOMENT)).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void a_signal_reaches_it_and_it_alone() throws Exception {
        try (var process = sh("trap 'echo caught' INT; tail -f /dev/null & echo $!; wait; wait")) {
            long child = Long.parseLong(process.awaitLine(PATIENCE, line -> line.matches("\\d+")));
            process.signal("INT");
            process.awaitLine(PATIENCE, "caught"::equals);
            assertThat(ProcessHandle.of(child)).get().matches(ProcessHandle::isAlive);
        }
    }

    @Test
    void what_a_killed_process_started_goes_on_until_it_is_closed() throws Exception {
        var process = sh("tail -f /dev/null & echo $!; wait");
        long child = Long.parseLong(process.awaitLine(PATIENCE, line -> line.matches("\\d+")));
        var handle = ProcessHandle.of(child).orElseThrow();
        process.signal("KILL");
        assertThat(process.awaitEnd(PATIENCE)).isEqualTo(137);
        assertThat(handle.isAlive()).isTrue();
        process.close();
        handle.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void nothing_of_this_process_environment_is_handed_on() throws Exception {
        try (var process = sh("env")) {
            process.awaitEnd(PATIENCE);
            assertThat(process.out().stream().map(line -> line.replaceFirst("=.*", "")))
                    .contains("PATH")
                    .isSubsetOf("PATH", "PWD", "OLDPWD", "SHLVL", "_");
        }
    }

    @Test
    void agents_that_are_not_installed_are_asked_for_with_the_next_step() {
        assertThatThrownBy(() -> new InstalledAgents(folder).claude()).isInstanceOf(RuntimeException.class);
        for (var nowhere : new String[] {"", folder.toString()}) {
            assertThatThrownBy(() -> InstalledAgents.in(nowhere))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("testkit/agents/install");
        }
    }
}
