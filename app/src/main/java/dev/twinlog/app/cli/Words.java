package dev.twinlog.app.cli;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/// Values as people read them: local times, grouped numbers, sizes.
final class Words {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int UNIT = 1024;

    private Words() {}

    /// A text, or nothing for what is absent.
    static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /// `12,345`, or nothing for what is absent.
    static String number(@Nullable Object value) {
        return value instanceof Long number ? grouped(number) : text(value);
    }

    /// `12,345.67`: an amount of money as it is rounded.
    static String grouped(BigDecimal amount) {
        var plain = amount.toPlainString();
        int point = plain.indexOf('.');
        return grouped(Long.parseLong(plain.substring(0, point))) + plain.substring(point);
    }

    /// `1 day`, `2 days`.
    static String counted(long number, String noun) {
        return grouped(number) + " " + noun + (number == 1 ? "" : "s");
    }

    private static String grouped(long number) {
        var digits = new StringBuilder(Long.toString(number));
        for (int i = digits.length() - 3; i > (number < 0 ? 1 : 0); i -= 3) digits.insert(i, ',');
        return digits.toString();
    }

    /// An RFC 3339 time as `2026-01-31 12:00` in the reader's zone; what is no time is shown as it is.
    static String minute(@Nullable Object time, TimeZone zone) {
        var local = local(time, zone);
        return local == null ? text(time) : local.toLocalDate() + " " + clock(local, false);
    }

    /// The date in the reader's zone; nothing for what is no time.
    static String day(@Nullable Object time, TimeZone zone) {
        var local = local(time, zone);
        return local == null ? "" : local.toLocalDate().toString();
    }

    /// The time of day with seconds, in the reader's zone.
    static String timeOfDay(@Nullable Object time, TimeZone zone) {
        var local = local(time, zone);
        return local == null ? text(time) : clock(local, true);
    }

    private static @Nullable LocalDateTime local(@Nullable Object time, TimeZone zone) {
        try {
            return time instanceof String text ? local(Instant.parse(text), zone) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// By the older of Java's two zones, whose rules are there at once: those of `ZoneId` look through every jar first.
    private static LocalDateTime local(Instant time, TimeZone zone) {
        int offset = zone.getOffset(time.toEpochMilli()) / 1000;
        return LocalDateTime.ofInstant(time, ZoneOffset.ofTotalSeconds(offset));
    }

    private static String clock(LocalDateTime time, boolean seconds) {
        var minutes = two(time.getHour()) + ":" + two(time.getMinute());
        return seconds ? minutes + ":" + two(time.getSecond()) : minutes;
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    /// A size with one digit after the point: `1.5 GiB`.
    static String size(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= UNIT && unit < UNITS.length - 1) {
            amount /= UNIT;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    /// A number of milliseconds as `250 ms` or `1.3 s`, or nothing for what is none.
    static String duration(@Nullable Object millis) {
        if (!(millis instanceof Number number)) return "";
        long taken = number.longValue();
        return taken < 1000 ? taken + " ms" : String.format(Locale.ROOT, "%.1f s", taken / 1000.0);
    }

    /// A length of time in its two greatest units: `1 h 5 min`, `12 s`.
    static String length(Duration length) {
        long seconds = length.toSeconds();
        if (seconds < 60) return seconds + " s";
        if (seconds < 3600) return seconds / 60 + " min " + seconds % 60 + " s";
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
