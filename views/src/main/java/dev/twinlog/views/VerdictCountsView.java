package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.Verdict;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How often each verdict was given, ever: `{"asOf", "counters": {VERDICT: amount}, "logLimit", "decisions"}`. Every
/// verdict is there, also with 0. `logLimit` is how many the log keeps; `decisions` only where the log is asked for
/// too.
///
/// @param log the last verdicts, or null
public record VerdictCountsView(
        long asOf, Map<Verdict, Long> counters, @Nullable DecisionsView log) implements Answer {
    /// Prefix of the counters that `status` tells.
    private static final String COUNTER = "verdicts.";

    public static VerdictCountsView of(StoreReader store, @Nullable DecisionsView log, long asOf) {
        var counted = store.counters();
        var counters = new EnumMap<Verdict, Long>(Verdict.class);
        for (var verdict : Verdict.values()) counters.put(verdict, counted.getOrDefault(COUNTER + verdict.wire(), 0L));
        return new VerdictCountsView(asOf, counters, log);
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        Times.write(json, "asOf", asOf);
        json.writeObjectFieldStart("counters");
        for (var verdict : Verdict.values()) json.writeNumberField(verdict.wire(), counters.getOrDefault(verdict, 0L));
        json.writeEndObject();
        json.writeNumberField("logLimit", StoreReader.DECISIONS_KEPT_MAX);
        if (log != null) {
            json.writeFieldName("decisions");
            log.writeJson(json);
        }
        json.writeEndObject();
    }
}
