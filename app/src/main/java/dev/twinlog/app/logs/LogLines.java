package dev.twinlog.app.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A log event as a line: time in UTC, level, the last part of the logger's name, message; a stack below it.
final class LogLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final String ERASE_LINE = "\r\u001b[K";

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
        var at = Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS);
        var name = event.getLoggerName();
        var line = new StringBuilder(before)
                .append(at)
                .append(' ')
                .append(event.getLevel())
                .append(' ')
                .append(name, name.lastIndexOf('.') + 1, name.length())
                .append(": ")
                .append(event.getFormattedMessage())
                .append(System.lineSeparator());
        var thrown = event.getThrowableProxy();
        if (thrown != null) line.append(ThrowableProxyUtil.asString(thrown)).append(System.lineSeparator());
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
