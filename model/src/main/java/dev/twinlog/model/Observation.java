package dev.twinlog.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one witness said about one event.
///
/// @param identity  64 bits that are the same whenever the same record is heard again (SPEC 3.1); never 0
/// @param session   the session that the record names
/// @param kind      the kind of event that it is about
/// @param aliases   every id under which it knows the event, in any order; may be empty when `nth` is given
/// @param nth       its claim to a place among things without ids
/// @param witness   who speaks
/// @param phase     how finished the thing was
/// @param at        when it happened, epoch milliseconds, or {@link #UNTIMED}
/// @param sequence  its place among the records of its source: Codex' ordinal, else the offset of its line
/// @param turn      how it tells its turn
/// @param agentId   the subagent inside the session, or null for the main agent
/// @param copyId    64 bits that a copy of the record in another session shares (record id and time), or 0
/// @param groups    what it says, by field group; only groups with at least one field
/// @param digest    64 bits of its content: the last tie-break, so that choice never depends on arrival
/// @param raw       where its bytes lie
public record Observation(
        long identity,
        SessionId session,
        Kind kind,
        List<Alias> aliases,
        @Nullable Nth nth,
        Witness witness,
        Phase phase,
        long at,
        long sequence,
        TurnRef turn,
        @Nullable String agentId,
        long copyId,
        Map<FieldGroup, Fields> groups,
        long digest,
        RawPlace raw)
        implements Heard {
    /// The time of a thing whose record tells none.
    public static final long UNTIMED = Long.MIN_VALUE;

    public Observation {
        if (identity == 0) throw new IllegalArgumentException("0 is no identity");
        if (aliases.isEmpty() && nth == null)
            throw new IllegalArgumentException("an observation of " + kind + " needs an alias or a place");
        aliases = List.copyOf(aliases);
    }

    /// The same observation, saying other fields.
    public Observation with(Map<FieldGroup, Fields> others) {
        return new Observation(
                identity, session, kind, aliases, nth, witness, phase, at, sequence, turn, agentId, copyId, others,
                digest, raw);
    }
}
