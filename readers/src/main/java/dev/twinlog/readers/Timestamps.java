package dev.twinlog.readers;

import dev.twinlog.model.Observation;
import dev.twinlog.readers.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.Year;
import org.jspecify.annotations.Nullable;

/// RFC 3339 times as the agents write them, `2026-11-20T21:18:56.609Z`, in epoch milliseconds.
public final class Timestamps {
    private static final int USUAL_LENGTH = "2026-11-20T21:18:56.609Z".length();
    private static final long DAY_MS = 86_400_000L;
    private static final int TEXT_MAX = 64;

    private Timestamps() {}

    /// The time that a string tells, or {@link Observation#UNTIMED}.
    public static long millis(Json text) {
        if (!text.isText()) return Observation.UNTIMED;
        var bytes = text.bytes();
        int at = text.start();
        long usual = text.byteLength() == USUAL_LENGTH ? usual(bytes, at) : Observation.UNTIMED;
        return usual == Observation.UNTIMED ? other(text.text(TEXT_MAX)) : usual;
    }

    /// The time that a text tells, or {@link Observation#UNTIMED}.
    public static long millis(@Nullable String text) {
        if (text == null || text.length() > TEXT_MAX) return Observation.UNTIMED;
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        long usual = bytes.length == USUAL_LENGTH ? usual(bytes, 0) : Observation.UNTIMED;
        return usual == Observation.UNTIMED ? other(text) : usual;
    }

    /// The time of a text of the usual form; of any other none.
    private static long usual(byte[] bytes, int at) {
        if (bytes[at + 23] != 'Z' || bytes[at + 19] != '.') return Observation.UNTIMED;
        int year = digits(bytes, at, 4);
        int month = digits(bytes, at + 5, 2);
        int day = digits(bytes, at + 8, 2);
        int hour = digits(bytes, at + 11, 2);
        int minute = digits(bytes, at + 14, 2);
        int second = digits(bytes, at + 17, 2);
        int milli = digits(bytes, at + 20, 3);
        boolean whole = (year | month | day | hour | minute | second | milli) >= 0;
        if (!whole || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59)
            return Observation.UNTIMED;
        if (day > Month.of(month).length(Year.isLeap(year))) return Observation.UNTIMED;
        long days = LocalDate.of(year, month, day).toEpochDay();
        return days * DAY_MS + ((hour * 60L + minute) * 60 + second) * 1000 + milli;
    }

    /// The number, or a negative one when these are not all digits.
    private static int digits(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) return -1;
            value = value * 10 + digit;
        }
        return value;
    }

    private static long other(@Nullable String text) {
        try {
            return text == null
                    ? Observation.UNTIMED
                    : OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException notATime) {
            return Observation.UNTIMED;
        }
    }
}
