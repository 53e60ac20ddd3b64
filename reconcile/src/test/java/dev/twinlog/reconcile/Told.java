package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An observation for a test, with only what the test is about.
final class Told {
    static final SessionId CLAUDE = new SessionId(Agent.CLAUDE, "s");
    static final SessionId CODEX = new SessionId(Agent.CODEX, "t");
    static final EventState.Bodies NO_BODIES = row -> new TreeMap<>();

    private static long identities = 1;

    private final SessionId session;
    private final Kind kind;
    private final List<Alias> aliases = new ArrayList<>();
    private final Map<FieldGroup, Fields> groups = new EnumMap<>(FieldGroup.class);
    private Witness witness = Witness.TRANSCRIPT;
    private Phase phase = Phase.COMPLETED;
    private TurnRef turn = TurnRef.UNTOLD;
    private @Nullable Nth nth;
    private @Nullable String agentId;
    private long at;
    private long sequence;
    private long copyId;
    private long identity;

    private Told(SessionId session, Kind kind, long at) {
        this.session = session;
        this.kind = kind;
        this.at = at;
        this.sequence = at;
    }

    static Told of(SessionId session, Kind kind, long at) {
        return new Told(session, kind, at);
    }

    static Told of(Kind kind, long at) {
        return new Told(CLAUDE, kind, at);
    }

    Told alias(Alias.Type type, String id) {
        aliases.add(new Alias(type, id));
        return this;
    }

    Told by(Witness witness) {
        this.witness = witness;
        return this;
    }

    Told phase(Phase phase) {
        this.phase = phase;
        return this;
    }

    Told turn(TurnRef turn) {
        this.turn = turn;
        return this;
    }

    Told nth(Nth.Scope scope, String family, String form) {
        nth = new Nth(scope, family, form);
        return this;
    }

    Told agent(String agentId) {
        this.agentId = agentId;
        return this;
    }

    Told sequence(long sequence) {
        this.sequence = sequence;
        return this;
    }

    Told identity(long identity) {
        this.identity = identity;
        return this;
    }

    Told copyId(long copyId) {
        this.copyId = copyId;
        return this;
    }

    Told put(FieldGroup group, String name, Object value) {
        var fields = new Fields.Builder().put(name, value);
        if (groups.containsKey(group)) groups.get(group).forEach(fields::put);
        groups.put(group, fields.build());
        return this;
    }

    Observation heard() {
        long id = identity == 0 ? identities++ * 7919 : identity;
        return new Observation(
                id,
                session,
                kind,
                aliases,
                nth,
                witness,
                phase,
                at,
                sequence,
                turn,
                agentId,
                copyId,
                groups,
                id * 31,
                new RawPlace(0, sequence, 1));
    }

    /// A record that names no turn.
    static RecordSeen record(long id, long parent, long at) {
        return record(CLAUDE, id, parent, at, null, false);
    }

    /// A prompt's record.
    static RecordSeen opener(long id, long parent, long at, String turn) {
        return record(CLAUDE, id, parent, at, turn, true);
    }

    static RecordSeen record(SessionId session, long id, long parent, long at, @Nullable String turn, boolean opens) {
        return new RecordSeen(session, id, parent, at, at, turn, opens, false, -1, 1, null);
    }

    /// A state that heard all of this, each of which must fit.
    static SessionState state(SessionId session, Heard... all) {
        var state = new SessionState(session, NO_BODIES);
        for (var each : all)
            if (state.hear(each, decision -> {}) != SessionState.Fit.FITS) throw new AssertionError("no fit: " + each);
        return state;
    }
}
