package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.Progress;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Progress progress = new Progress(0, 0, false);

    /// As the process has it: what is not flushed is not there.
    private ProgressLines lines(boolean shown) {
        var buffered = new PrintStream(new BufferedOutputStream(err, 1 << 15), false, StandardCharsets.UTF_8);
        var zone = TimeZone.getTimeZone("UTC");
        return new ProgressLines(
                () -> progress, new Terminal(buffered, buffered, 80, false, shown, false, Clock.systemUTC(), zone));
    }

    private String told() {
        var text = err.toString(StandardCharsets.UTF_8);
        err.reset();
        return text;
    }

    @Test
    void plain_lines_come_at_once_then_every_few_seconds_and_at_the_end() {
        var lines = lines(false);
        assertThat(lines.tell(Duration.ZERO)).isTrue();
        assertThat(told()).as("nothing is known yet").isEmpty();
        progress = new Progress(0, 200, false);
        assertThat(lines.tell(Duration.ofMillis(200))).isTrue();
        assertThat(told()).isEqualTo("0 %  0 B of 200 B" + System.lineSeparator());
        progress = new Progress(100, 200, false);
        lines.tell(Duration.ofMillis(5199));
        assertThat(told()).isEmpty();
        lines.tell(Duration.ofMillis(5200));
        assertThat(told()).startsWith("50 %  100 B of 200 B  19 B/s");
        progress = new Progress(200, 200, true);
        assertThat(lines.tell(Duration.ofMillis(6000))).isFalse();
        assertThat(told()).isEqualTo("caught up: 200 B in 6 s" + System.lineSeparator());
    }

    @Test
    void on_a_terminal_one_line_is_drawn_anew_and_ends_whole() {
        var lines = lines(true);
        progress = new Progress(100, 200, false);
        lines.tell(Duration.ofMillis(200));
        assertThat(told()).startsWith(ProgressReport.ERASE_LINE + "[###").doesNotContain("\n");
        lines.tell(Duration.ofMillis(400));
        assertThat(told()).startsWith(ProgressReport.ERASE_LINE + "[###");
        progress = new Progress(200, 200, true);
        assertThat(lines.tell(Duration.ofMillis(600))).isFalse();
        assertThat(told())
                .startsWith(ProgressReport.ERASE_LINE + "caught up: 200 B in ")
                .endsWith(System.lineSeparator());
    }

    @Test
    void who_ends_an_import_early_is_told_that_it_goes_on_and_nobody_later() {
        var lines = lines(false);
        progress = new Progress(98, 200, false);
        lines.tell(Duration.ofMillis(200));
        assertThat(lines.parting())
                .hasValue("twinlog: the import was at 49 %; the next start goes on from there, nothing is lost");
        progress = new Progress(200, 200, true);
        lines.tell(Duration.ofMillis(400));
        progress = new Progress(200, 201, false);
        assertThat(lines.parting()).as("a line that just came is no import").isEmpty();
    }

    @Test
    void an_import_that_ends_early_leaves_no_half_line() {
        var lines = lines(true);
        progress = new Progress(100, 200, false);
        lines.tell(Duration.ofMillis(200));
        told();
        lines.end();
        assertThat(told()).isEqualTo(ProgressReport.ERASE_LINE);
    }
}
