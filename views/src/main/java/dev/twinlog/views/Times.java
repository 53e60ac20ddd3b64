package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.Observation;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// Moments as answers write them: RFC 3339, UTC, milliseconds.
public final class Times {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int YEAR_MAX = 9999;

    private Times() {}

    /// The text of a moment in epoch milliseconds, or null for a thing whose time is not told, or told
    /// absurdly.
    public static @Nullable String text(long at) {
        if (at == Observation.UNTIMED) return null;
        try {
            var moment = Instant.ofEpochMilli(at);
            int year = moment.atOffset(ZoneOffset.UTC).getYear();
            return year < 0 || year > YEAR_MAX ? null : FORMAT.format(moment);
        } catch (DateTimeException e) {
            return null;
        }
    }

    static void write(JsonGenerator json, String name, long at) throws IOException {
        json.writeStringField(name, text(at));
    }
}
