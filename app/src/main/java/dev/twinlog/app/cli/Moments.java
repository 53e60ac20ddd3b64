package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.TimeZone;

/// Times as people write them on a command line: `2026-01-31`, `2026-01-31T12:00Z`, or `7d` for seven days ago.
final class Moments {
    private Moments() {}

    /// Epoch milliseconds.
    ///
    /// @param zone in which a bare date begins
    /// @throws Refusal with `WRONG_QUESTION` saying what can be written
    static long of(String text, Clock clock, TimeZone zone) throws Refusal {
        try {
            if (text.indexOf('-') > 0) {
                return text.indexOf('T') > 0
                        ? OffsetDateTime.parse(text).toInstant().toEpochMilli()
                        : LocalDate.parse(text)
                                .atStartOfDay(zone.toZoneId())
                                .toInstant()
                                .toEpochMilli();
            }
            return ago(text, clock.instant()).toEpochMilli();
        } catch (DateTimeException | ArithmeticException | NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new Refusal(
                    Refusal.Reason.WRONG_QUESTION,
                    "'" + text + "' is no time: write 2026-01-31, 2026-01-31T12:00:00Z, or 30m, 12h, 7d for ago",
                    e);
        }
    }

    private static Instant ago(String text, Instant now) {
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        if (count < 0) throw new NumberFormatException(text);
        return now.minus(
                switch (text.charAt(text.length() - 1)) {
                    case 'm' -> Duration.ofMinutes(count);
                    case 'h' -> Duration.ofHours(count);
                    case 'd' -> Duration.ofDays(count);
                    case 'w' -> Duration.ofDays(Math.multiplyExact(7L, count));
                    default -> throw new NumberFormatException(text);
                });
    }
}
