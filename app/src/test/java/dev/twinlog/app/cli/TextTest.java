package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.twinlog.app.Progress;
import dev.twinlog.app.cli.Table.Column;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({"abc,3", "日本語,6", "한글,4", "e\u0301,1", "👍,2", "👍🏽,2", "👩\u200d💻,2", "🇩🇪,2", "…,1", "Ａ,2"})
    void a_text_is_as_wide_as_a_terminal_shows_it(String text, int cells) {
        assertThat(Cells.width(text)).isEqualTo(cells);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u001b[31mb",
                "a\u001b]0;title\u0007b",
                "a\u001b]8;;http://x\u001b\\b",
                "a\u009b2Jb",
                "a\u0007\u0008b",
                "a\u001bPq...\u001b\\b",
                "a\u202eb",
                "a\u001b(Bb",
                "a\u001bcb",
                "a\u007fb",
                "a\u009d0;t\u009cb",
                "a\u2028b",
                "a\u2029b"
            })
    void agents_text_commands_no_terminal(String text) {
        assertThat(Cells.clean(text)).isEqualTo("ab");
    }

    @Test
    void a_sequence_that_never_ends_hides_nothing() {
        assertThat(Cells.clean("a\u001b]0;never ended")).isEqualTo("a0;never ended");
        assertThat(Cells.clean("a\u001b")).isEqualTo("a");
        assertThat(Cells.clean("a\u001b[")).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 120, 200})
    void no_line_of_a_table_is_wider_than_the_terminal(int columns) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var terminal = new Terminal(
                stream, stream, columns, true, true, false, Clock.systemUTC(), TimeZone.getTimeZone("UTC"));
        var table = new Table(
                terminal,
                List.of(Column.text("ID", 36, 36, 1), Column.text("TITLE", 10, 90, 2), Column.number("N", 9, 3)));
        table.head();
        table.row(List.of("x".repeat(36), "日本語 ".repeat(40), "12"));
        var text = out.toString(StandardCharsets.UTF_8);
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(columns));
        if (columns == 200)
            assertThat(text.lines().mapToInt(Cells::width).max().orElse(0)).isGreaterThan(120);
    }

    @Test
    void lines_are_broken_at_spaces_and_nothing_is_lost() {
        assertThat(Cells.wrapped("one two three", 8)).containsExactly("one two", "three");
        assertThat(Cells.wrapped("abcdefghij", 4)).containsExactly("abcd", "efgh", "ij");
        assertThat(Cells.wrapped("a\n\nb", 10)).containsExactly("a", "", "b");
        assertThat(Cells.wrapped("  ab  cd   ef 日本語", 6)).containsExactly("  ab", "cd", "ef", "日本語");
    }

    @Test
    void what_is_not_shown_of_a_text_is_counted() {
        assertThat(Cells.wrapped("one two three\nfour", 5, 2)).isEqualTo(new Cells.Lines(List.of("one", "two"), 2));
        assertThat(Cells.wrapped("one two", 5, 2)).isEqualTo(new Cells.Lines(List.of("one", "two"), 0));
    }

    /// A paragraph of a megabyte took 43 s when it was measured anew for each of its lines.
    @ParameterizedTest
    @ValueSource(strings = {"word ", "x", "日", "\u001b]", "\u001b[31", "  "})
    void a_line_of_a_megabyte_is_looked_through_once(String piece) {
        var text = piece.repeat((1 << 20) / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(Cells.wrapped(text, 76, 12).shown()).hasSizeLessThanOrEqualTo(12);
            assertThat(Cells.broken(text, Integer.MAX_VALUE)).hasSize(1);
            assertThat(Cells.line(text)).hasSizeLessThanOrEqualTo(text.length());
        });
    }

    @Test
    void colour_is_only_for_terminals_whose_user_wants_it() {
        var clock = Clock.systemUTC();
        assertThat(Terminal.of(Map.of(), "out", System.out, System.err, clock, TimeZone.getTimeZone("UTC"))
                        .colour())
                .isTrue();
        assertThat(Terminal.of(Map.of(), "err", System.out, System.err, clock, TimeZone.getTimeZone("UTC"))
                        .colour())
                .isFalse();
        assertThat(Terminal.of(
                                Map.of("NO_COLOR", "1"),
                                "out",
                                System.out,
                                System.err,
                                clock,
                                TimeZone.getTimeZone("UTC"))
                        .colour())
                .isFalse();
    }

    @Test
    void progress_tells_bytes_rate_and_time_left() {
        var half = new Progress(512L << 20, 1L << 30, false);
        assertThat(ProgressLine.of(half, Duration.ofSeconds(8), 0))
                .isEqualTo("50 %  512.0 MiB of 1.0 GiB  64.0 MiB/s  8 s left");
        assertThat(ProgressLine.of(half, Duration.ofSeconds(8), 80)).startsWith("[###");
    }

    @Test
    void no_rate_is_told_of_less_than_a_second() {
        var half = new Progress(512L << 20, 1L << 30, false);
        assertThat(ProgressLine.of(half, Duration.ofMillis(999), 0)).isEqualTo("50 %  512.0 MiB of 1.0 GiB");
        assertThat(ProgressLine.of(half, Duration.ofMillis(1000), 0)).contains("512.0 MiB/s");
    }

    private static Terminal terminal(String shown, ByteArrayOutputStream out, Map<String, String> environment) {
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Terminal.of(environment, shown, stream, stream, Clock.systemUTC(), TimeZone.getTimeZone("UTC"));
    }

    private static String shown(Terminal terminal, ByteArrayOutputStream out, String text) {
        out.reset();
        var table = new Table(terminal, List.of(Column.text("ID", 8, 8, 1), Column.text("TITLE", 10, 90, 2)));
        table.row(List.of("0198c0de", text));
        new NarrativeText(terminal, false)
                .event(Map.of("kind", "message", "fields", Map.of("text", Map.of("value", text))));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void what_goes_to_a_program_is_neither_cut_nor_broken() {
        var out = new ByteArrayOutputStream();
        var text = "word ".repeat(200) + "end";
        assertThat(shown(terminal("err", out, Map.of()), out, text).lines())
                .contains("0198c0de  " + text, "    " + text)
                .hasSize(4);
        assertThat(shown(terminal("err", out, Map.of("COLUMNS", "60")), out, text)
                        .lines())
                .allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(60));
        assertThat(shown(terminal("out", out, Map.of()), out, text).lines())
                .allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void a_progress_bar_fits_the_usual_screen_when_only_stdout_is_a_pipe() {
        var out = new ByteArrayOutputStream();
        var half = new Progress(512L << 20, 1L << 30, false);
        new ProgressLines(() -> half, terminal("err", out, Map.of())).tell(Duration.ofSeconds(8));
        var line = out.toString(StandardCharsets.UTF_8).replace(ProgressReport.ERASE_LINE, "");
        assertThat(Cells.width(line)).isBetween(60, 80);
    }

    @Test
    void a_key_or_a_path_is_never_broken() {
        var key = "claude/0198c0de-0000-7000-8000-000000000000/tool_call/" + "x".repeat(60);
        assertThat(Cells.broken("one of them is " + key + " or so it is", 20))
                .containsExactly("one of them is", key, "or so it is");
        assertThat(Cells.broken("  indented", 20)).containsExactly("  indented");
    }

    @Test
    void what_is_said_on_stderr_is_broken_at_words_on_a_terminal_only() {
        var message = "something is wrong with " + "a/long/path".repeat(9) + " and this is what can be done about it, "
                + "which takes more than a line to say";
        var out = new ByteArrayOutputStream();
        terminal("out,err", out, Map.of("COLUMNS", "60")).say(message);
        var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(String.join(" ", lines)).isEqualTo("twinlog: " + message);
        assertThat(lines.stream().filter(line -> line.contains(" ")))
                .hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(60));
        out.reset();
        terminal("out", out, Map.of("COLUMNS", "60")).say(message);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("twinlog: " + message + System.lineSeparator());
    }

    @Test
    void no_colour_is_pale_on_light_or_dark() {
        var pale = java.util.regex.Pattern.compile("\u001b\\[(?:[0-9]*;)*(?:3[0236-7]|9[0-7])m");
        var terminal = terminal("out", new ByteArrayOutputStream(), Map.of());
        for (var style : Terminal.Style.values())
            assertThat(terminal.styled(style, "x")).doesNotContainPattern(pale);
        for (int i = 0; i < 10; i++) assertThat(terminal.coloured(i, "x")).doesNotContainPattern(pale);
        assertThat(terminal.styled(Terminal.Style.PLAIN, "x")).isEqualTo("x");
        var dumb = terminal("out", new ByteArrayOutputStream(), Map.of("TERM", "dumb"));
        assertThat(dumb.styled(Terminal.Style.BAD, "x") + dumb.coloured(1, "x")).isEqualTo("xx");
    }

    @Test
    void help_has_no_pale_colour() {
        var out = new ByteArrayOutputStream();
        var terminal = terminal("out", out, Map.of());
        new Grammar(Cli.specs(), terminal)
                .run(new String[] {"sessions", "--help"}, (name, arguments) -> 0, (message, command) -> 2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\u001b[1m")
                .doesNotContain("\u001b[33m", "\u001b[32m", "\u001b[36m");
    }

    @Test
    void a_session_that_is_deleted_today_is_marked_so() {
        assertThat(RescueText.mark(Map.of("captured", false, "daysLeft", 0L))).isEqualTo("⚠ today ");
        assertThat(RescueText.mark(Map.of("captured", false, "daysLeft", 2L))).isEqualTo("⚠ 2 d ");
    }

    private static Map<String, Object> event(String kind, String status, Map<String, Object> fields) {
        var told = new java.util.LinkedHashMap<String, Object>();
        fields.forEach((name, value) -> told.put(name, Map.of("value", value)));
        return Map.of(
                "kind",
                kind,
                "status",
                status,
                "turn",
                "t",
                "key",
                "k/" + kind,
                "at",
                "2026-01-31T12:00:00.000Z",
                "fields",
                told);
    }

    private static String narrative(boolean keys, List<Map<String, Object>> events) {
        var out = new ByteArrayOutputStream();
        var text = new NarrativeText(terminal("out", out, Map.of("NO_COLOR", "1")), false, keys);
        events.forEach(text::event);
        text.end();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_turn_is_shown_behind_its_prompt_with_how_it_ended() {
        var turn = event("turn", "interrupted", Map.of("durationMs", 1004L, "model", "m", "reason", "interrupted"));
        var prompt = event("prompt", "completed", Map.of("text", "do it", "source", "human"));
        assertThat(narrative(false, List.of(turn, prompt)))
                .isEqualToNormalizingNewlines("\n12:00:00 prompt\n    do it\n\n12:00:00 turn interrupted 1.0 s\n");
        assertThat(narrative(true, List.of(turn, prompt)))
                .contains("#2  k/prompt\n    do it", "turn interrupted 1.0 s\n#1  k/turn");
        var bare = event("turn", "unknown", Map.of());
        assertThat(narrative(false, List.of(bare, prompt))).doesNotContain("turn");
    }

    @Test
    void a_tool_call_says_who_let_it_run() {
        var call = Map.<String, Object>of("name", "my_tool", "decision", "accept", "source", "config");
        assertThat(narrative(false, List.of(event("tool_call", "completed", call))))
                .contains("12:00:00 tool call my_tool · accepted by config");
        var denied = Map.<String, Object>of("name", "Bash", "decision", "reject", "source", "user_reject");
        assertThat(narrative(false, List.of(event("tool_call", "denied", denied))))
                .contains("tool call Bash · rejected by user [denied]");
    }
}
