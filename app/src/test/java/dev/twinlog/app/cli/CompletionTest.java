package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
    private static final CompletionWords WORDS = new CompletionWords(Cli.specs());

    @TempDir
    Path folder;

    private static String script(String shell) {
        return switch (shell) {
            case "bash" -> new BashScript(WORDS).text();
            case "zsh" -> new ZshScript(WORDS).text();
            default -> new FishScript(WORDS).text();
        };
    }

    private record Ran(int code, String out, String err) {}

    private Ran run(List<String> command, String input) throws IOException, InterruptedException {
        var out = folder.resolve("out");
        var err = folder.resolve("err");
        var in = Files.writeString(folder.resolve("in"), input);
        var builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .directory(folder.toFile());
        builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
        builder.environment().put("HOME", folder.toString());
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /// Skips, and says so, where a program is not installed.
    private void needs(String program) {
        boolean there = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
        if (!there) System.err.println("*** NOT RUN: " + program + " is not installed");
        assumeTrue(there, program + " is not installed");
    }

    /// A `twinlog` that knows two sessions, or does something else.
    private void program(String body) throws IOException {
        var file = Files.writeString(folder.resolve("twinlog"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private void knownSessions() throws IOException {
        program(
                "[ \"$*\" = 'sessions --brief --limit 200' ] && printf '0198-a\\tFix it\\n0199-b\\tIt'\"'\"'s $(x) done\\n'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void every_command_and_option_is_in_each_script(String shell) {
        var text = script(shell);
        for (var called : WORDS.called()) {
            assertThat(text).contains(called.spec().name());
            for (var option : called.spec().options()) {
                assertThat(text)
                        .contains(shell.equals("fish") ? "-l " + option.name().substring(2) : option.name());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void each_shell_takes_its_script(String shell) throws Exception {
        needs(shell);
        var file = Files.writeString(folder.resolve("script"), script(shell));
        assertThat(run(List.of(shell, "-n", file.toString()), "")).isEqualTo(new Ran(0, "", ""));
    }

    private List<String> bash(String... words) throws Exception {
        needs("bash");
        Files.writeString(folder.resolve("script"), script("bash"));
        var line = new StringBuilder("set -u\n. ./script\nCOMP_WORDS=(");
        for (var word : words) line.append(CompletionWords.quoted(word)).append(' ');
        line.append(")\nCOMP_CWORD=").append(words.length - 1).append("\n_twinlog\n");
        line.append("for word in ${COMPREPLY[@]+\"${COMPREPLY[@]}\"}; do printf '%s\\n' \"$word\"; done\n");
        var ran = run(List.of("bash", "--norc", "-s"), line.toString());
        assertThat(ran.err()).isEmpty();
        return ran.out().lines().toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "twinlog sess                    | sessions",
                "twinlog config g                | get",
                "twinlog config get disk.        | disk.floor",
                "twinlog config set raw.k        | raw.keep",
                "twinlog config set raw.keep red | redacted",
                "twinlog config set retention.days k | keep",
                "twinlog sessions --ag           | --agent",
                "twinlog sessions --agent co     | codex",
                "twinlog sessions --agent = co   | codex",
                "twinlog search x --agent cl     | claude",
                "twinlog usage --by proj         | project",
                "twinlog export --format mark    | markdown",
                "twinlog show 0198               | 0198-a",
                "twinlog export 0198-a 0199      | 0199-b",
                "twinlog export --session 0199   | 0199-b",
                "twinlog completion z            | zsh",
                "twinlog restore 0198-a --to sub | sub folder"
            })
    void bash_offers_what_fits(String line, String offered) throws Exception {
        knownSessions();
        Files.createDirectory(folder.resolve("sub folder"));
        assertThat(bash(line.split(" "))).containsExactly(offered);
    }

    @Test
    void bash_offers_all_commands_first_and_nothing_where_nothing_is_known() throws Exception {
        knownSessions();
        assertThat(bash("twinlog", "")).containsExactlyElementsOf(Cli.names());
        assertThat(bash("twinlog", "sessions", "--limit", "")).isEmpty();
        assertThat(bash("twinlog", "show", "0198-a", "")).isEmpty();
        assertThat(bash("twinlog", "nonsense", "")).isEmpty();
        assertThat(bash("twinlog", "nonsense", "--")).isEmpty();
        assertThat(bash("twinlog", "config", "set", "raw.keep", "all", "")).isEmpty();
        assertThat(bash("twinlog", "config", "set", "page-port", "")).isEmpty();
        assertThat(bash("twinlog", "config", "set", "raw.keep", "")).containsExactly("all", "redacted", "none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo broken >&2; exit 3", "exit 0"})
    void who_completes_sees_no_error_of_a_twinlog_that_cannot_answer(String body) throws Exception {
        program(body);
        assertThat(bash("twinlog", "show", "")).isEmpty();
    }

    @Test
    void a_twinlog_that_does_not_answer_is_given_up() throws Exception {
        needs("timeout");
        program("exec sleep 600");
        assertThat(bash("twinlog", "show", "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "twinlog sess                    | sessions",
                "twinlog config get disk.        | disk.floor",
                "twinlog config set raw.keep red | redacted",
                "twinlog sessions --agent co     | codex",
                "twinlog export --format=mark    | --format=markdown",
                "twinlog show 0198               | 0198-a",
                "twinlog export 0198-a 0199      | 0199-b",
                "twinlog export --session 0199   | 0199-b",
                "twinlog completion z            | zsh"
            })
    void fish_offers_what_fits(String line, String offered) throws Exception {
        needs("fish");
        knownSessions();
        Files.writeString(folder.resolve("script"), script("fish"));
        var ran = run(List.of("fish", "--no-config", "-c", "source ./script; complete -C '" + line + "'"), "");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines().map(l -> l.split("\t")[0])).containsExactly(offered);
    }

    /// A `twinlog` whose ids were made by somebody who wants to run a program of theirs.
    private void evilSessions() throws IOException {
        Files.writeString(folder.resolve("ids"), String.join("\n", EVIL) + "\n0198-good\tTitle $(touch pwned)\n");
        program("cat ids");
    }

    private static final List<String> EVIL = List.of(
            "$(touch pwned)\tx",
            "`touch pwned`",
            "0198;touch pwned",
            "0198 b\tblank",
            "0198*",
            "0198$(touch${IFS}pwned)",
            "'0198",
            "0198\\",
            "--to\tx",
            "\tno id",
            "0198é",
            "<(touch pwned)");

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0198"})
    void bash_offers_no_id_that_is_more_than_a_word_and_runs_none(String begun) throws Exception {
        evilSessions();
        assertThat(bash("twinlog", "show", begun)).containsExactly("0198-good");
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    @Test
    void zsh_offers_no_id_that_is_more_than_a_word_and_runs_none() throws Exception {
        needs("zsh");
        evilSessions();
        Files.writeString(folder.resolve("script"), script("zsh"));
        var line = "compdef() { }; compadd() { print -rl -- $ids }; source ./script; _twinlog__ids";
        assertThat(run(List.of("zsh", "-f", "-c", line), "")).isEqualTo(new Ran(0, "0198-good\n", ""));
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    @Test
    void fish_offers_no_id_that_is_more_than_a_word_and_runs_none() throws Exception {
        needs("fish");
        evilSessions();
        Files.writeString(folder.resolve("script"), script("fish"));
        var ran = run(List.of("fish", "--no-config", "-c", "source ./script; complete -C 'twinlog show '"), "");
        assertThat(ran.out().lines().map(l -> l.split("\t")[0])).containsExactly("0198-good");
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    @Test
    void bash_offers_files_as_they_are_named() throws Exception {
        knownSessions();
        Files.createDirectory(folder.resolve("d"));
        for (var name : List.of("d/*", "d/a b", "d/$(touch pwned)")) Files.writeString(folder.resolve(name), "");
        assertThat(bash("twinlog", "export", "--to", "d/"))
                .containsExactlyInAnyOrder("d/*", "d/a b", "d/$(touch pwned)");
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    private static String man() {
        return new ManPage(Cli.specs(), "twinlog 1.0", "2026-01-31").text();
    }

    @Test
    void the_manual_page_tells_every_command_and_option() {
        var page = man();
        for (var called : WORDS.called()) {
            assertThat(page).contains(".SS " + Roff.escaped(called.path()));
            for (var option : called.spec().options()) assertThat(page).contains("\\fB" + Roff.escaped(option.name()));
        }
        assertThat(page).matches("\\A\\p{ASCII}*\\z").contains(".SH EXIT STATUS", ".SH FILES", ".SH ENVIRONMENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mandoc -Tlint -Wwarning", "groff -man -ww -z -Tutf8"})
    void the_manual_page_is_right(String check) throws Exception {
        needs(check.split(" ")[0]);
        assertThat(run(new ArrayList<>(List.of(check.split(" "))), man())).isEqualTo(new Ran(0, "", ""));
    }

    @Test
    void what_the_manual_page_shows_can_be_copied() throws Exception {
        needs("mandoc");
        var page = new Roff()
                .title("X", "1", "2026-01-31", "x", "X")
                .section("A")
                .paragraph("'quoted' \\back ~/.x --long `code` ^ \"d\"")
                .paragraph(".dot")
                .toString();
        var shown = run(List.of("mandoc", "-Tascii"), page).out().replaceAll(".\b", "");
        assertThat(shown).contains("'quoted' \\back ~/.x --long `code` ^ \"d\"").contains(".dot");
        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSameSizeAs(page.toCharArray());
    }
}
