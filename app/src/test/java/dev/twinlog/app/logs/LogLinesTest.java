package dev.twinlog.app.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private final LoggerContext context = new LoggerContext();

    private String line(Throwable thrown) {
        var logger = context.getLogger("dev.twinlog.store.Somebody");
        var event = new LoggingEvent("", logger, Level.WARN, "{} is full", thrown, new Object[] {"the disk"});
        event.setTimeStamp(0);
        return new String(new LogLines(false).encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void a_line_tells_when_how_bad_who_and_what() {
        assertThat(line(null))
                .isEqualTo("1970-01-01T00:00:00Z WARN Somebody: the disk is full" + System.lineSeparator());
    }

    @Test
    void a_stack_stands_below_its_line() {
        assertThat(line(new IllegalStateException("why"))).contains("IllegalStateException: why", "LogLinesTest");
    }

    private static LoggingEvent warning(LoggerContext context, String name, long at) {
        var thrown = new IllegalStateException("bad frame\nmore");
        var event = new LoggingEvent("", context.getLogger(name), Level.WARN, "connection error:", thrown, null);
        event.setTimeStamp(at);
        return event;
    }

    @Test
    void a_warning_of_a_library_is_one_line() {
        var line = new String(
                new LogLines(false).encode(warning(context, "com.linecorp.armeria.X", 0)), StandardCharsets.UTF_8);
        assertThat(line)
                .isEqualTo("1970-01-01T00:00:00Z WARN X: connection error: java.lang.IllegalStateException: bad frame"
                        + System.lineSeparator());
    }

    @Test
    void warnings_of_libraries_are_so_many_a_minute_and_the_rest_is_counted() {
        var lines = new LogLines(false);
        for (int i = 0; i < ForeignLines.LINES_MAX; i++)
            assertThat(lines.encode(warning(context, "io.netty.X", i))).isNotEmpty();
        for (int i = 0; i < 7; i++)
            assertThat(lines.encode(warning(context, "com.linecorp.armeria.X", 59_999)))
                    .isEmpty();
        assertThat(lines.encode(warning(context, "dev.twinlog.X", 59_999))).isNotEmpty();
        assertThat(new String(lines.encode(warning(context, "io.netty.X", 60_000)), StandardCharsets.UTF_8))
                .contains("(after 7 lines of libraries that were left out) connection error");
        assertThat(new String(lines.encode(warning(context, "io.netty.X", 60_001)), StandardCharsets.UTF_8))
                .doesNotContain("left out");
    }

    @Test
    void ours_are_told_from_info_on_and_others_from_warn_on() {
        new StderrLogs().configure(context);
        assertThat(context.getLogger("dev.twinlog.x").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(context.getLogger("io.netty").getEffectiveLevel()).isEqualTo(Level.WARN);
    }
}
