package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/// What tail shows of what is not settled yet.
final class TailLiveTest {
    private static final int COLUMNS = 80;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private TailLive live(boolean shown) {
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var clock = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
        var utc = TimeZone.getTimeZone("UTC");
        var terminal = new Terminal(print, print, COLUMNS, shown, shown, false, clock, utc);
        return new TailLive(terminal, new TailText(terminal));
    }

    private static Map<String, Object> piece(int from, String text) {
        return new HashMap<>(
                Map.of("session", "codex/0001", "item", "m", "kind", "message", "from", from, "text", text));
    }

    private static Map<String, Object> ask(boolean pending) {
        return Map.of(
                "session",
                "codex/0001",
                "request",
                "7",
                "about",
                "command",
                "text",
                "rm x",
                "reason",
                "tidy",
                "pending",
                pending);
    }

    /// The last line as a terminal shows it.
    private String screen() {
        var all = out.toString(StandardCharsets.UTF_8);
        int erased = all.lastIndexOf(ProgressReport.ERASE_LINE);
        return erased < 0 ? all : all.substring(erased + ProgressReport.ERASE_LINE.length());
    }

    @Test
    void on_a_terminal_the_last_line_grows() {
        var live = live(true);
        live.live(piece(0, "one "), null);
        live.draw();
        assertThat(screen()).isEqualTo("10:00:00  codex 0001  • one ");
        live.erase();
        live.live(piece(4, "two\nthree "), null);
        live.draw();
        assertThat(screen()).isEqualTo("10:00:00  codex 0001  • one two three ");
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\n");
    }

    @Test
    void of_a_long_text_the_end_is_shown_in_one_line() {
        var live = live(true);
        live.live(piece(0, "word ".repeat(100) + "end "), null);
        live.draw();
        assertThat(screen()).endsWith("word word end ").contains("• …");
        assertThat(Cells.width(screen())).isLessThan(COLUMNS);
    }

    @Test
    void at_its_end_the_line_goes_for_the_settled_event() {
        var live = live(true);
        live.live(piece(0, "one "), null);
        live.draw();
        live.erase();
        var end = piece(4, "two");
        end.put("ended", true);
        live.live(end, null);
        live.draw();
        assertThat(screen()).isEmpty();
    }

    @Test
    void what_was_missed_is_marked() {
        var live = live(true);
        live.live(piece(0, "one "), null);
        live.live(piece(50, "later "), null);
        live.draw();
        assertThat(screen()).endsWith("• … later ");
    }

    @Test
    void what_waits_for_the_user_is_shown_until_it_is_answered() {
        var live = live(true);
        live.live(piece(0, "one "), null);
        live.approval(ask(true), null);
        live.draw();
        assertThat(screen()).contains("? waits for your approval in Codex: rm x (tidy)");
        live.approval(ask(false), null);
        live.draw();
        assertThat(screen()).endsWith("• one ");
    }

    @Test
    void elsewhere_each_piece_is_a_line() {
        var live = live(false);
        live.live(piece(0, "one "), null);
        live.approval(ask(true), null);
        live.draw();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "10:00:00  codex 0001  •… one",
                        "10:00:00  codex 0001  ? waits for your approval in Codex: rm x (tidy)");
    }
}
