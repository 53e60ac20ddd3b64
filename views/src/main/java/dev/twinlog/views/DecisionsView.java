package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.store.Batch.DecisionRow;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.util.List;

/// The last verdicts, the latest first: a bare list of `{"at", "key", "verdict", "incoming", "chosen",
/// "replaced"}`.
public record DecisionsView(List<DecisionRow> decisions) implements Answer {
    public DecisionsView {
        decisions = List.copyOf(decisions);
    }

    public static DecisionsView of(StoreReader store, int limit) {
        return new DecisionsView(store.decisions(limit));
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (var decision : decisions) {
            json.writeStartObject();
            Times.write(json, "at", decision.at());
            json.writeStringField("key", decision.key());
            json.writeStringField("verdict", decision.verdict());
            json.writeStringField("incoming", decision.incoming());
            json.writeStringField("chosen", decision.chosen());
            json.writeStringField("replaced", decision.replaced());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
