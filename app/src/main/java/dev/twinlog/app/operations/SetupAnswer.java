package dev.twinlog.app.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.setup.agents.EndpointBase;
import dev.twinlog.setup.agents.Setup.Outcome;
import dev.twinlog.views.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What became of agents' settings: `{"endpoint", "applied", "agents": [{"agent", "file", "action", "changes", "diff",
/// "refusals", "notes", "backup"}]}`.
///
/// @param endpoint left out where none is asked for
/// @param applied  whether it was done, and not only planned
public record SetupAnswer(@Nullable EndpointBase endpoint, boolean applied, List<Outcome> outcomes) implements Answer {
    public SetupAnswer {
        outcomes = List.copyOf(outcomes);
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (endpoint != null) json.writeStringField("endpoint", endpoint.text());
        json.writeBooleanField("applied", applied);
        json.writeArrayFieldStart("agents");
        for (var outcome : outcomes) write(json, outcome);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Outcome outcome) throws IOException {
        json.writeStartObject();
        json.writeStringField("agent", outcome.agent().wire());
        json.writeStringField("file", outcome.file().toString());
        json.writeStringField("action", outcome.action().name().toLowerCase(Locale.ROOT));
        writeChanges(json, outcome);
        json.writeStringField("diff", String.join("\n", outcome.diff()));
        json.writeArrayFieldStart("refusals");
        for (var why : outcome.objections()) {
            json.writeStartObject();
            json.writeStringField("rule", why.rule().wire());
            json.writeStringField("message", why.words());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("notes");
        for (var note : outcome.notes()) json.writeString(note);
        json.writeEndArray();
        var backup = outcome.backup();
        json.writeStringField("backup", backup == null ? null : backup.toString());
        json.writeEndObject();
    }

    private static void writeChanges(JsonGenerator json, Outcome outcome) throws IOException {
        json.writeArrayFieldStart("changes");
        for (var change : outcome.changes()) {
            json.writeStartObject();
            json.writeStringField("key", change.key());
            json.writeStringField("from", change.from());
            json.writeStringField("to", change.to());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
