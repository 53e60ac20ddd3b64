package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.store.StoreReader.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How well Twinlog captures right now, from plain facts that the daemon hands over. Its JSON is the shape,
/// with `asOf` and `search` beside it.
///
/// @param captureMode `HYBRID_ACTIVE`, `DEGRADED_STREAMING`, `OTEL_ONLY` or `FAILURE`
/// @param problems    what cannot be captured now: where, why, and what to do
/// @param counters    by name
/// @param space       bytes by class
/// @param lastHeard   by agent, epoch milliseconds: when `otlp` and `transcript` last told what happened just then,
///                    since when the transcript is alone in that, and the newest time that a record tells
/// @param mode        how the mode changed
/// @param rescue      what the agents are about to delete, and whether it is captured; null when nobody looked
public record StatusView(
        long asOf,
        String captureMode,
        List<String> reasons,
        List<String> problems,
        Baseline baseline,
        StreamView stream,
        Addresses addresses,
        Progress progress,
        Map<String, Long> counters,
        Map<String, Long> space,
        @Nullable RescueView rescue,
        Map<String, Map<String, Long>> lastHeard,
        ModeView mode)
        implements Answer {

    public StatusView(
            long asOf,
            String captureMode,
            List<String> reasons,
            List<String> problems,
            Baseline baseline,
            StreamView stream,
            Addresses addresses,
            Progress progress,
            Map<String, Long> counters,
            Map<String, Long> space) {
        this(
                asOf,
                captureMode,
                reasons,
                problems,
                baseline,
                stream,
                addresses,
                progress,
                counters,
                space,
                null,
                Map.of(),
                ModeView.NONE);
    }

    /// The same with what the agents are about to delete.
    public StatusView with(RescueView toRescue) {
        return with(problems, toRescue, lastHeard, mode);
    }

    /// The same with when each witness was last heard of each agent, epoch milliseconds.
    public StatusView heard(Map<String, Map<String, Long>> last) {
        return with(problems, rescue, last, mode);
    }

    /// The same with a problem more, if there is one.
    public StatusView and(@Nullable String problem) {
        if (problem == null) return this;
        var all = new ArrayList<>(problems);
        all.add(problem);
        return with(all, rescue, lastHeard, mode);
    }

    /// The same with how the mode changed.
    public StatusView with(ModeView changes) {
        return with(problems, rescue, lastHeard, changes);
    }

    private StatusView with(
            List<String> allProblems,
            @Nullable RescueView toRescue,
            Map<String, Map<String, Long>> last,
            ModeView changes) {
        return new StatusView(
                asOf,
                captureMode,
                reasons,
                allProblems,
                baseline,
                stream,
                addresses,
                progress,
                counters,
                space,
                toRescue,
                last,
                changes);
    }

    public record Baseline(boolean up, Transcript transcript, Otlp otlp) {}

    /// @param lagBytes bytes that are seen in the agents' files and not journaled yet, and bytes of the journal
    ///                 that are not settled yet
    public record Transcript(boolean works, @Nullable String reason, long lagBytes) {}

    public record Otlp(boolean works, @Nullable String reason) {}

    /// Whole URLs without a path; null where nothing listens.
    public record Addresses(
            @Nullable String page,
            @Nullable String otlpHttp,
            @Nullable String otlpGrpc) {
        void writeJson(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("page", page);
            json.writeStringField("otlpHttp", otlpHttp);
            json.writeStringField("otlpGrpc", otlpGrpc);
            json.writeEndObject();
        }
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        Times.write(json, "asOf", asOf);
        json.writeStringField("captureMode", captureMode);
        write(json, "reasons", reasons);
        write(json, "problems", problems);
        writeBaseline(json);
        stream.write(json);
        json.writeFieldName("addresses");
        addresses.writeJson(json);
        writeSearch(json);
        write(json, "counters", counters);
        write(json, "space", space);
        if (rescue != null) rescue.write(json);
        writeLastHeard(json);
        mode.write(json);
        json.writeEndObject();
    }

    private void writeBaseline(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("baseline");
        json.writeBooleanField("up", baseline.up());
        json.writeObjectFieldStart("transcript");
        json.writeBooleanField("works", baseline.transcript().works());
        json.writeStringField("reason", baseline.transcript().reason());
        json.writeNumberField("lagBytes", baseline.transcript().lagBytes());
        json.writeEndObject();
        json.writeObjectFieldStart("otlp");
        json.writeBooleanField("works", baseline.otlp().works());
        json.writeStringField("reason", baseline.otlp().reason());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeLastHeard(JsonGenerator json) throws IOException {
        if (lastHeard.isEmpty()) return;
        json.writeObjectFieldStart("lastHeard");
        for (var agent : lastHeard.entrySet()) {
            json.writeObjectFieldStart(agent.getKey());
            for (var witness : agent.getValue().entrySet()) Times.write(json, witness.getKey(), witness.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeSearch(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("search");
        json.writeNumberField("lastEvent", progress.lastEventId());
        json.writeNumberField("searchedUpTo", progress.searched());
        json.writeBooleanField("upToDate", progress.searched() >= progress.lastEventId());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (var text : texts) json.writeString(text);
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String name, Map<String, Long> amounts) throws IOException {
        json.writeObjectFieldStart(name);
        for (var amount : amounts.entrySet()) json.writeNumberField(amount.getKey(), amount.getValue());
        json.writeEndObject();
    }
}
