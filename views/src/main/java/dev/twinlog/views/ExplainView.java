package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Witness;
import dev.twinlog.store.Batch.DecisionRow;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why an event is as it is: `{"asOf", "asked", "by", "key", "session", "agent", "kind", "at", "turn", "status",
/// "agentId", "standing", "owner", "copies", "ids", "olderKeys", "links", "parts", "bare", "decisions", "cannotTell"}`,
/// of which docs/explain.md tells each.
///
/// @param asked      the text that named the event
/// @param by         how: `key`, `older_key`, `beginning` or `number`
/// @param head       the event as it is settled
/// @param owner      the event that it is a copy of, or null when it counts itself
/// @param copies     the other events that are copies of the same
/// @param ids        every id that it goes by; the first names it
/// @param olderKeys  keys that resolve to it as well
/// @param links      what was told to be the same
/// @param parts      its field groups
/// @param bare       what told of it without a field
/// @param decisions  the verdicts on it that the log has, the latest first
/// @param cannotTell what can no longer be told, and why
public record ExplainView(
        long asOf,
        String asked,
        String by,
        Head head,
        @Nullable EventKey owner,
        List<EventKey> copies,
        List<Id> ids,
        List<EventKey> olderKeys,
        List<Joined> links,
        List<Part> parts,
        List<Claim> bare,
        List<DecisionRow> decisions,
        List<String> cannotTell)
        implements Answer {

    /// @param at       epoch milliseconds
    /// @param standing `told`, `withheld` or `superseded`
    public record Head(
            EventKey key,
            long at,
            @Nullable String turn,
            String status,
            @Nullable String agentId,
            String standing) {}

    /// @param type what sort of id it is, as {@link dev.twinlog.model.Alias.Type} names it, in small letters
    public record Id(String type, String id) {}

    /// Two ids that a record told to be of one thing.
    public record Joined(Id one, Id other) {}

    /// A group of fields that are taken together from one observation.
    ///
    /// @param change     `usage_left_out`, `given_by_agent`, or null
    /// @param taken      what it was taken from, or null when nothing fills it
    /// @param others     what else was said, the strongest first
    /// @param othersLeft how many more there are
    public record Part(
            FieldGroup group,
            @Nullable String change,
            @Nullable Claim taken,
            List<Claim> others,
            int othersLeft) {}

    /// What one observation says of a group.
    ///
    /// @param phase  `completed`, `derived` or `delta`; null when only the store tells
    /// @param place  where its raw bytes lie, or null when that can no longer be told
    /// @param again  where the very same record stands as well
    /// @param rule   why it was not taken; null: it was
    /// @param same   whether it says the same as what was taken
    /// @param fields what it says, long texts cut
    public record Claim(
            Witness witness,
            @Nullable String phase,
            long at,
            @Nullable Place place,
            List<Place> again,
            @Nullable String rule,
            boolean same,
            Fields fields) {}

    /// Where raw bytes lie.
    ///
    /// @param position of the record of the journal that holds the first byte
    /// @param file     the agent's file, absolute, `OTLP /v1/logs`, or `app-server LINK GENERATION/FRAME`; or null
    /// @param offset   of the first byte in that file; 0 of telemetry
    /// @param length   in bytes
    /// @param line     its number in the file from 1, or null where that cannot be counted
    /// @param record   of telemetry, its number in the request from 1; null of a file
    /// @param redacted whether it was kept without the secrets in it
    /// @param raw      the bytes as text without secrets, or null when they were not asked for or cannot be had
    public record Place(
            long position,
            @Nullable String file,
            long offset,
            int length,
            @Nullable Long line,
            @Nullable Long record,
            boolean redacted,
            @Nullable String raw) {}

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        Times.write(json, "asOf", asOf);
        json.writeStringField("asked", asked);
        json.writeStringField("by", by);
        writeHead(json);
        json.writeStringField("owner", owner == null ? null : owner.toString());
        writeKeys(json, "copies", copies);
        json.writeArrayFieldStart("ids");
        for (var id : ids) write(json, id);
        json.writeEndArray();
        writeKeys(json, "olderKeys", olderKeys);
        json.writeArrayFieldStart("links");
        for (var link : links) {
            json.writeStartObject();
            json.writeFieldName("one");
            write(json, link.one);
            json.writeFieldName("other");
            write(json, link.other);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("parts");
        for (var part : parts) write(json, part);
        json.writeEndArray();
        json.writeArrayFieldStart("bare");
        for (var claim : bare) write(json, claim);
        json.writeEndArray();
        json.writeFieldName("decisions");
        new DecisionsView(decisions).writeJson(json);
        json.writeArrayFieldStart("cannotTell");
        for (var text : cannotTell) json.writeString(text);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeHead(JsonGenerator json) throws IOException {
        var key = head.key;
        json.writeStringField("key", key.toString());
        json.writeStringField("session", key.session().id());
        json.writeStringField("agent", key.session().agent().wire());
        json.writeStringField("kind", key.kind().wire());
        Times.write(json, "at", head.at);
        json.writeStringField("turn", head.turn);
        json.writeStringField("status", head.status);
        json.writeStringField("agentId", head.agentId);
        json.writeStringField("standing", head.standing);
    }

    private static void writeKeys(JsonGenerator json, String name, List<EventKey> keys) throws IOException {
        json.writeArrayFieldStart(name);
        for (var key : keys) json.writeString(key.toString());
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Id id) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", id.type);
        json.writeStringField("id", id.id);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Part part) throws IOException {
        json.writeStartObject();
        json.writeStringField("group", part.group.wire());
        json.writeStringField("change", part.change);
        json.writeFieldName("taken");
        if (part.taken == null) json.writeNull();
        else write(json, part.taken);
        json.writeArrayFieldStart("others");
        for (var other : part.others) write(json, other);
        json.writeEndArray();
        json.writeNumberField("othersLeft", part.othersLeft);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Claim claim) throws IOException {
        json.writeStartObject();
        json.writeStringField("witness", claim.witness.wire());
        json.writeStringField("phase", claim.phase);
        Times.write(json, "at", claim.at);
        json.writeFieldName("place");
        if (claim.place == null) json.writeNull();
        else write(json, claim.place);
        json.writeArrayFieldStart("again");
        for (var place : claim.again) write(json, place);
        json.writeEndArray();
        json.writeStringField("rule", claim.rule);
        json.writeBooleanField("same", claim.same);
        json.writeObjectFieldStart("fields");
        FieldsJson.write(json, claim.fields);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Place place) throws IOException {
        json.writeStartObject();
        json.writeNumberField("position", place.position);
        json.writeStringField("file", place.file);
        json.writeNumberField("offset", place.offset);
        json.writeNumberField("length", place.length);
        if (place.line == null) json.writeNullField("line");
        else json.writeNumberField("line", place.line);
        if (place.record != null) json.writeNumberField("record", place.record);
        json.writeBooleanField("redacted", place.redacted);
        if (place.raw != null) json.writeStringField("raw", place.raw);
        json.writeEndObject();
    }
}
