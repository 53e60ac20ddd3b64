package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What stands between the agents' own clean-up and what they wrote: `{"periodDays", "period", "withinDays",
/// "sessions", "due", "dueNotCaptured", "notCaptured", "unlisted", "gone", "unknown", "kept", "files": [{"path",
/// "session", "at", "daysLeft", "missingBytes", "listed", "reason"}], "unseen": […]}`.
///
/// @param periodDays     days after its last change from which Claude Code deletes a transcript; null: never
/// @param period         where that is said, or why it is never
/// @param withinDays     how soon counts as due
/// @param sessions       sessions with files on disk
/// @param due            those whose first file is deleted within so many days
/// @param dueNotCaptured those of them that are not captured whole
/// @param notCaptured    sessions that are not captured whole, due or not
/// @param unlisted       those of which nothing is captured, so that no list of sessions has them
/// @param gone           captured sessions whose files are no longer there
/// @param unknown        captured sessions whose files lie where nobody can look
/// @param kept           what is left here of a captured session
/// @param files          the first files that are not captured, the one that is deleted first before the others
/// @param unseen         what could not be looked into
public record RescueView(
        @Nullable Integer periodDays,
        String period,
        int withinDays,
        long sessions,
        long due,
        long dueNotCaptured,
        long notCaptured,
        long unlisted,
        long gone,
        long unknown,
        Deletion.Kept kept,
        List<NotCaptured> files,
        List<String> unseen) {
    public RescueView {
        files = List.copyOf(files);
        unseen = List.copyOf(unseen);
    }

    /// A file of which bytes are not captured.
    ///
    /// @param at     from when on it is deleted, epoch milliseconds; null: never
    /// @param listed whether something of its session is captured
    /// @param reason why they are not captured, and what to do
    public record NotCaptured(
            String path,
            String session,
            @Nullable Long at,
            @Nullable Long daysLeft,
            long missingBytes,
            boolean listed,
            String reason) {}

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("rescue");
        writeNumber(json, "periodDays", periodDays == null ? null : periodDays.longValue());
        json.writeStringField("period", period);
        json.writeNumberField("withinDays", withinDays);
        json.writeNumberField("sessions", sessions);
        json.writeNumberField("due", due);
        json.writeNumberField("dueNotCaptured", dueNotCaptured);
        json.writeNumberField("notCaptured", notCaptured);
        json.writeNumberField("unlisted", unlisted);
        json.writeNumberField("gone", gone);
        json.writeNumberField("unknown", unknown);
        json.writeStringField("kept", kept.name().toLowerCase(Locale.ROOT));
        json.writeArrayFieldStart("files");
        for (var file : files) write(json, file);
        json.writeEndArray();
        json.writeArrayFieldStart("unseen");
        for (var text : unseen) json.writeString(text);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, NotCaptured file) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", file.path());
        json.writeStringField("session", file.session());
        json.writeStringField("at", file.at() == null ? null : Times.text(file.at()));
        writeNumber(json, "daysLeft", file.daysLeft());
        json.writeNumberField("missingBytes", file.missingBytes());
        json.writeBooleanField("listed", file.listed());
        json.writeStringField("reason", file.reason());
        json.writeEndObject();
    }

    private static void writeNumber(JsonGenerator json, String name, @Nullable Long number) throws IOException {
        if (number == null) json.writeNullField(name);
        else json.writeNumberField(name, number);
    }
}
