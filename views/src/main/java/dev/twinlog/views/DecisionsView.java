package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Verdict;
import dev.twinlog.model.Witness;
import dev.twinlog.store.Batch.DecisionRow;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The last verdicts, the latest first: a bare list of `{"at", "key", "verdict", "incoming", "chosen",
/// "replaced"}`. `key` is the event's as it was then; witnesses stand by their wire names, null where there was none.
public record DecisionsView(List<DecisionRow> decisions) implements Answer {
    public DecisionsView {
        decisions = List.copyOf(decisions);
    }

    /// The last of all.
    public static DecisionsView of(StoreReader store, int limit) {
        return new DecisionsView(store.decisions(limit));
    }

    /// The last of those that are asked for.
    ///
    /// @param session only about events of this one, or null
    /// @param verdict only this, or null
    /// @param witness only on what this one said, or null
    /// @param limit   at most so many, or 0 for all that the log has
    public static DecisionsView of(
            StoreReader store,
            @Nullable SessionId session,
            @Nullable Verdict verdict,
            @Nullable Witness witness,
            int limit) {
        int most = limit == 0 ? Integer.MAX_VALUE : limit;
        if (session == null && verdict == null && witness == null) return of(store, most);
        var prefix = session == null ? "" : session + "/";
        var wanted = verdict == null ? "" : verdict.wire();
        return new DecisionsView(store.decisions(Integer.MAX_VALUE).stream()
                .filter(decision -> decision.key().startsWith(prefix))
                .filter(decision -> wanted.isEmpty() || decision.verdict().equals(wanted))
                .filter(decision -> witness == null || witness.wire().equals(decision.incoming()))
                .limit(most)
                .toList());
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
