package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the capture mode changed, as the status tells it: the last changes, newest first.
///
/// @param changes the last of them
/// @param total   how many there were
public record ModeView(List<Change> changes, long total) {
    /// So many are told.
    public static final int TOLD_MAX = 20;

    public static final ModeView NONE = new ModeView(List.of(), 0);

    public ModeView {
        changes = List.copyOf(changes);
    }

    /// @param at   epoch milliseconds
    /// @param from null: it was not measured before
    public record Change(long at, @Nullable String from, String to, String reason) {}

    void write(JsonGenerator json) throws IOException {
        if (changes.isEmpty()) json.writeNullField("modeSince");
        else Times.write(json, "modeSince", changes.getFirst().at());
        json.writeNumberField("modeChanges", total);
        json.writeArrayFieldStart("transitions");
        for (var change : changes) {
            json.writeStartObject();
            Times.write(json, "at", change.at());
            json.writeStringField("from", change.from());
            json.writeStringField("to", change.to());
            json.writeStringField("reason", change.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
