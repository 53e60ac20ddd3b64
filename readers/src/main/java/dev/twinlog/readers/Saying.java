package dev.twinlog.readers;

import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.FieldLimit;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.TurnRef;
import dev.twinlog.readers.json.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One observation being put together: ids, then fields, then {@link #tell}.
public final class Saying {
    private final Testimony testimony;
    private final Kind kind;
    private final long identity;
    private final List<Alias> aliases = new ArrayList<>(2);
    private final EnumMap<FieldGroup, Fields.Builder> fields = new EnumMap<>(FieldGroup.class);
    private @Nullable Nth nth;
    private Phase phase = Phase.COMPLETED;
    private TurnRef turn;
    private long at;
    private long copyId;

    Saying(Testimony testimony, Kind kind, long identity) {
        this.testimony = testimony;
        this.kind = kind;
        this.identity = identity;
        this.turn = testimony.origin.turn();
        this.at = testimony.origin.at();
        this.copyId = testimony.origin.copyId();
    }

    /// An id under which it knows the event; an absent one adds nothing.
    public Saying alias(Alias.Type type, @Nullable String id) {
        if (id != null && !id.isEmpty()) aliases.add(new Alias(type, id));
        return this;
    }

    /// A claim to be the k-th of its family in its turn.
    public Saying nth(String family, String form) {
        return nth(Nth.Scope.TURN, family, form);
    }

    /// A claim to be the k-th of its family in its turn or session.
    public Saying nth(Nth.Scope scope, String family, String form) {
        nth = new Nth(scope, family, form);
        return this;
    }

    public Saying phase(Phase phase) {
        this.phase = phase;
        return this;
    }

    public Saying turn(TurnRef turn) {
        this.turn = turn;
        return this;
    }

    /// Another time than the record's; {@link Observation#UNTIMED} keeps that.
    public Saying at(long millis) {
        if (millis != Observation.UNTIMED) at = millis;
        return this;
    }

    /// About an event that another record tells: the time of this one, and what its copies share, say nothing of it.
    public Saying ofAnotherRecord() {
        at = Observation.UNTIMED;
        copyId = Hash64.ABSENT;
        return this;
    }

    /// A number, a truth or a name without secrets in it; an absent one adds nothing.
    public Saying put(FieldGroup group, String name, @Nullable Object value) {
        if (value != null) builder(group).put(name, value instanceof String text ? testimony.words.clean(text) : value);
        return this;
    }

    /// A count of tokens; an absent one adds nothing, nor does one that cannot be, which is counted.
    public Saying tokens(FieldGroup group, String name, @Nullable Long count) {
        return put(group, name, testimony.words.tokens(count));
    }

    /// A member that is a count of tokens; any other adds nothing, and is counted unless it is absent.
    public Saying tokens(FieldGroup group, String name, Json value) {
        return put(group, name, testimony.words.tokens(value));
    }

    /// A member that is a whole number, a truth or a text; any other adds nothing.
    public Saying put(FieldGroup group, String name, Json value) {
        if (value.isText()) return text(group, name, value);
        if (value.isNumber()) return put(group, name, value.number());
        return put(group, name, value.bool());
    }

    /// A text of any length: a JSON string's own, or the JSON of any other value; an absent one adds nothing.
    public Saying text(FieldGroup group, String name, Json value) {
        return value.isPresent() ? bounded(group, name, testimony.words.of(value)) : this;
    }

    /// A text of any length; an absent one adds nothing.
    public Saying text(FieldGroup group, String name, @Nullable String text) {
        return text == null ? this : bounded(group, name, testimony.words.of(text));
    }

    /// A text of any length.
    public Saying text(FieldGroup group, String name, TextParts parts) {
        return bounded(group, name, testimony.words.bounded(parts.text(), parts.length()));
    }

    /// The text of a whole file.
    public Saying text(FieldGroup group, String name, byte[] utf8) {
        return bounded(group, name, testimony.words.of(utf8));
    }

    /// Tells it. An event that the record gives no id at all is named by the record's digest.
    public void tell() {
        if (aliases.isEmpty() && nth == null) {
            alias(Alias.Type.DIGEST, Long.toHexString(identity));
        }
        var origin = testimony.origin;
        testimony.tell(new Observation(
                identity,
                origin.session(),
                kind,
                aliases,
                nth,
                origin.witness(),
                phase,
                at,
                origin.sequence(),
                turn,
                origin.agentId(),
                copyId,
                groups(),
                origin.digest(),
                origin.raw()));
    }

    private Saying bounded(FieldGroup group, String name, Words.Bounded text) {
        var into = builder(group).put(name, text.text());
        if (text.length() >= 0) into.put(FieldLimit.lengthName(name), text.length());
        return this;
    }

    private Fields.Builder builder(FieldGroup group) {
        return fields.computeIfAbsent(group, _ -> new Fields.Builder());
    }

    private Map<FieldGroup, Fields> groups() {
        var groups = new EnumMap<FieldGroup, Fields>(FieldGroup.class);
        fields.forEach((group, builder) -> {
            if (!builder.isEmpty()) groups.put(group, builder.build());
        });
        return groups;
    }
}
