package dev.twinlog.testkit.sim;

import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One record of a source while a simulation writes it down, told as a reader would.
final class RecordDraft {
    private final SessionId session;
    private final Witness witness;
    private final String name;
    private final long at;
    private final long sequence;
    private final List<Heard> heard = new ArrayList<>();
    private @Nullable String agentId;
    private TurnRef turn = TurnRef.UNTOLD;
    private boolean copyable;
    private int told;

    /// @param name the record's own id within its source; a copy in another session has the same
    RecordDraft(SessionId session, Witness witness, String name, long at, long sequence) {
        this.session = session;
        this.witness = witness;
        this.name = name;
        this.at = at;
        this.sequence = sequence;
    }

    RecordDraft turn(TurnRef turn) {
        this.turn = turn;
        return this;
    }

    RecordDraft agent(@Nullable String agentId) {
        this.agentId = agentId;
        return this;
    }

    /// It is a node of the tree, which a fork may copy.
    RecordDraft node(String parent, @Nullable String turnId, boolean opens, long ordinal) {
        copyable = true;
        heard.add(new RecordSeen(
                session,
                Ids.hash(name),
                parent.isEmpty() ? 0 : Ids.hash(parent),
                at,
                sequence,
                turnId,
                opens,
                false,
                ordinal,
                1,
                null));
        return this;
    }

    /// It is the session's own by nature.
    RecordDraft own() {
        heard.add(new RecordSeen(session, 0, 0, at, sequence, null, false, true, -1, 1, null));
        return this;
    }

    RecordDraft link(Kind kind, Alias one, Alias other) {
        heard.add(new Link(session, kind, one, other));
        return this;
    }

    RecordDraft fact(SessionFact.Name fact, String value) {
        heard.add(new SessionFact(session, fact, value, witness, at, sequence, Ids.hash(name)));
        return this;
    }

    /// Says something about an event.
    Saying says(Kind kind, Alias... aliases) {
        return new Saying(kind, List.of(aliases));
    }

    Line line(String source) {
        return new Line(source, at, heard);
    }

    /// One observation being put together.
    final class Saying {
        private final Kind kind;
        private final List<Alias> aliases;
        private final Map<FieldGroup, Fields.Builder> groups = new EnumMap<>(FieldGroup.class);
        private @Nullable Nth nth;
        private Phase phase = Phase.COMPLETED;
        private @Nullable TurnRef ownTurn;

        private Saying(Kind kind, List<Alias> aliases) {
            this.kind = kind;
            this.aliases = aliases;
        }

        Saying nth(Nth.Scope scope, String family, String form) {
            nth = new Nth(scope, family, form);
            return this;
        }

        Saying phase(Phase phase) {
            this.phase = phase;
            return this;
        }

        Saying turn(TurnRef turn) {
            ownTurn = turn;
            return this;
        }

        Saying put(FieldGroup group, String field, Object value) {
            groups.computeIfAbsent(group, g -> new Fields.Builder()).put(field, value);
            return this;
        }

        RecordDraft tell() {
            var fields = new EnumMap<FieldGroup, Fields>(FieldGroup.class);
            groups.forEach((group, builder) -> fields.put(group, builder.build()));
            long identity = Ids.hash(witness + "|" + session + "|" + name + "|" + told++);
            long digest = Ids.hash(session + "|" + name + "|" + turn + "|" + fields);
            long copyId = copyable ? Ids.hash(name + "|" + at) : 0;
            heard.add(new Observation(
                    identity,
                    session,
                    kind,
                    aliases,
                    nth,
                    witness,
                    phase,
                    at,
                    sequence,
                    ownTurn == null ? turn : ownTurn,
                    agentId,
                    copyId,
                    fields,
                    digest,
                    new RawPlace(0, sequence, 1)));
            return RecordDraft.this;
        }
    }
}
