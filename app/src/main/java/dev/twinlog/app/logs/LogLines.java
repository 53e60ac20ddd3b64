package dev.twinlog.app.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A log event as a line: time in UTC, level, the last part of the logger's name, message; a stack below it.
/// Warnings of libraries have what was thrown on their line, and are at most {@link ForeignLines#LINES_MAX} a minute.
final class LogLines extends EncoderBase<ILoggingEvent> {
    private static final String OURS = "dev.twinlog";
    private static final byte[] NOTHING = {};
    private static final String ERASE_LINE = "\r\u001b[K";

    private final ForeignLines foreign = new ForeignLines();
    private final String before;

    /// @param shown whether a person looks at a terminal: a progress line may stand there, which the log's line
    /// replaces
    LogLines(boolean shown) {
        before = shown ? ERASE_LINE : "";
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        boolean warns = isForeign(event) && !event.getLevel().isGreaterOrEqual(Level.ERROR);
        long leftOut = warns ? foreign.admit(event.getTimeStamp()) : 0;
        if (leftOut == ForeignLines.LEFT_OUT) return NOTHING;
        var line = begun(event);
        if (leftOut > 0) line.append("(after ").append(leftOut).append(" lines of libraries that were left out) ");
        line.append(event.getFormattedMessage());
        var thrown = event.getThrowableProxy();
        if (thrown != null && warns) line.append(' ').append(named(thrown));
        line.append(System.lineSeparator());
        if (thrown != null && !warns)
            line.append(ThrowableProxyUtil.asString(thrown)).append(System.lineSeparator());
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isForeign(ILoggingEvent event) {
        return !event.getLoggerName().startsWith(OURS);
    }

    private StringBuilder begun(ILoggingEvent event) {
        var at = Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS);
        var name = event.getLoggerName();
        return new StringBuilder(before)
                .append(at)
                .append(' ')
                .append(event.getLevel())
                .append(' ')
                .append(name, name.lastIndexOf('.') + 1, name.length())
                .append(": ");
    }

    /// What was thrown, in its first line alone.
    private static String named(IThrowableProxy thrown) {
        var message = thrown.getMessage();
        var first = message == null ? "" : ": " + message.lines().findFirst().orElse("");
        return thrown.getClassName() + first;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
