package dev.twinlog.testkit.agents.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.agents.AgentHome;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A program in the terminal sees a real one, and the test sees what a user would; tried with a shell for Codex.
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class TerminalCodexTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private CodexHome home;

    @BeforeEach
    void make() throws Exception {
        home = CodexHome.in(AgentHome.in(folder), Path.of("/bin/sh"), URI.create("http://127.0.0.1:1"));
    }

    private TerminalCodex shell(String script) throws Exception {
        return TerminalCodex.start(home, List.of("/bin/sh", "-c", script));
    }

    @Test
    void it_is_a_terminal_in_the_project_of_the_home() throws Exception {
        try (var terminal = shell("[ -t 0 ] && [ -t 1 ] && echo yes; stty size; pwd; echo $HOME; read end")) {
            var screen = terminal.awaitScreen(text -> text.contains("/home\n"), PATIENCE);
            assertThat(screen.lines().limit(4))
                    .containsExactly(
                            "yes",
                            "50 140",
                            home.agent().project().toString(),
                            home.agent().home().toString());
        }
    }

    @Test
    void the_screen_shows_what_is_written_over_and_keys_arrive() throws Exception {
        try (var terminal = shell(
                "printf 'one two\\r'; printf 'won\\n'; read key; printf 'typed: it'\"'\"'s %s' \"$key\"; read end")) {
            terminal.awaitScreen(text -> text.startsWith("won two\n"), PATIENCE);
            terminal.type("a b" + TerminalCodex.ENTER);
            terminal.awaitScreen(text -> text.contains("typed: it's a b"), PATIENCE);
        }
    }

    @Test
    void a_question_for_the_cursor_is_answered() throws Exception {
        try (var terminal = shell("stty raw -echo; printf 'abc\\033[6n'; head -c 6 | od -An -c; read end")) {
            terminal.awaitScreen(text -> text.contains("1   ;   4   R"), PATIENCE);
        }
    }

    @Test
    void closing_it_ends_what_runs_in_it() throws Exception {
        ProcessHandle inside;
        try (var terminal = shell("echo pid $$; sleep 600")) {
            var screen = terminal.awaitScreen(text -> text.matches("(?s)pid \\d+\n.*"), PATIENCE);
            inside = ProcessHandle.of(Long.parseLong(
                            screen.lines().findFirst().orElseThrow().substring("pid ".length())))
                    .orElseThrow();
            assertThat(terminal.alive()).isTrue();
        }
        OwnProcesses.awaitGone(List.of(inside), PATIENCE);
    }

    @Test
    void the_end_of_the_program_is_the_end_of_the_terminal() throws Exception {
        try (var terminal = shell("exit 0")) {
            OwnProcesses.awaitGone(List.of(terminal.process()), PATIENCE);
            terminal.process().onExit().join();
            assertThat(terminal.alive()).isFalse();
        }
    }

    @Test
    void a_key_that_was_passed_over_is_pressed_again() throws Exception {
        var deaf = "echo 'sure?'; head -c 1 >/dev/null; head -c 1 >/dev/null; printf '\\033[2Jdone'; read end";
        try (var terminal = shell("stty raw -echo; " + deaf)) {
            terminal.awaitScreen(text -> text.contains("sure?"), PATIENCE);
            terminal.press("y", "sure?");
            assertThat(terminal.screen()).contains("done");
        }
    }
}
