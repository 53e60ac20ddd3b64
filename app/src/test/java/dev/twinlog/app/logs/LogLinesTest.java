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

    @Test
    void ours_are_told_from_info_on_and_others_from_warn_on() {
        new StderrLogs().configure(context);
        assertThat(context.getLogger("dev.twinlog.x").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(context.getLogger("io.netty").getEffectiveLevel()).isEqualTo(Level.WARN);
    }
}
