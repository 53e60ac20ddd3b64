package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Witness;
import java.util.Comparator;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What the field groups of an event are taken from. What telemetry tells of a model request stands apart until
/// a transcript tells of the same request: where a transcript of the session is known it fills nothing before,
/// unless the request is an auxiliary one (SPEC 3.3).
final class Holdings {
    private final Agent agent;
    private final Kind kind;
    private final BooleanSupplier hasTranscript;
    private final Winners told = new Winners();
    /// What telemetry told of a request that no transcript told of; null when it told nothing.
    private @Nullable Winners telemetry;
    private boolean heard;
    private boolean matched;
    private int tellers;

    /// @param hasTranscript whether a transcript of the session is known by now
    Holdings(Agent agent, Kind kind, BooleanSupplier hasTranscript) {
        this.agent = agent;
        this.kind = kind;
        this.hasTranscript = hasTranscript;
    }

    /// Whether an observation told of the event, not only links.
    boolean isHeard() {
        return heard || telemetry != null;
    }

    /// Whether anything may be told of the event.
    boolean isPresent() {
        return heard || telemetry != null && admits(telemetry);
    }

    /// Whether telemetry told of it what may not fill it.
    boolean isWithheld() {
        return telemetry != null && !admits(telemetry);
    }

    private boolean admits(Winners telemetry) {
        if (!hasTranscript.getAsBoolean()) return true;
        var about = telemetry.get(FieldGroup.ABOUT);
        return agent == Agent.CLAUDE && Auxiliary.is(kind, about == null ? null : about.fields());
    }

    private @Nullable Winners admitted() {
        return telemetry != null && admits(telemetry) ? telemetry : null;
    }

    private boolean standsApart(Witness witness) {
        return kind == Kind.MODEL_REQUEST && witness == Witness.OTLP && !matched;
    }

    /// A transcript tells of the event: what telemetry told of it holds from now on.
    ///
    /// @return whether something was withheld until now
    boolean match() {
        boolean wasWithheld = isWithheld();
        matched = true;
        if (telemetry != null) {
            heard = true;
            told.join(telemetry);
            telemetry = null;
        }
        return wasWithheld;
    }

    /// Notes that an observation of a witness is about to be taken in.
    void hear(Witness witness) {
        tellers |= 1 << witness.ordinal();
        if (!standsApart(witness)) heard = true;
        else if (telemetry == null) telemetry = new Winners();
    }

    /// Whether a witness told of the event, also what does not fill it.
    boolean isToldBy(Witness witness) {
        return (tellers & 1 << witness.ordinal()) != 0;
    }

    /// Takes in what an observation says of one group.
    Arrival.Part take(FieldGroup group, Fields fields, Observation said) {
        var strength = Strength.of(agent, group, said, fields);
        var holder = get(group);
        var own = telemetry != null && standsApart(said.witness()) ? telemetry : told;
        if (own.take(group, said.witness(), strength, fields)) return Arrival.Part.same(said.witness());
        if (own != told && isWithheld()) return Arrival.Part.lost(holder == null ? null : holder.witness());
        if (holder == null) return Arrival.Part.filled();
        return strength.beats(holder.strength())
                ? Arrival.Part.took(holder.witness())
                : Arrival.Part.lost(holder.witness());
    }

    /// Takes of each group the stronger.
    void join(Holdings other) {
        told.join(other.told);
        heard |= other.heard;
        tellers |= other.tellers;
        if (other.telemetry != null) telemetry = Winners.joined(telemetry, other.telemetry);
        if (matched || other.matched) match();
    }

    /// What a group is taken from, or null when nothing may fill it.
    @Nullable
    Winner get(FieldGroup group) {
        var one = told.get(group);
        var admitted = admitted();
        return admitted != null && isFrom(admitted, group) ? admitted.get(group) : one;
    }

    /// Whether what telemetry tells of a group is the stronger.
    private boolean isFrom(Winners admitted, FieldGroup group) {
        var one = told.get(group);
        var other = admitted.get(group);
        return other != null && (one == null || other.strength().beats(one.strength()));
    }

    /// What the event takes now.
    Map<FieldGroup, Winner> chosen() {
        var admitted = admitted();
        return (admitted == null ? told : Winners.joined(told, admitted)).asMap();
    }

    /// The first witness, in their own order, that holds a group, withheld or not; null when none does.
    @Nullable
    Witness teller() {
        return (telemetry == null ? told : Winners.joined(told, telemetry))
                .asMap().values().stream()
                        .map(Winner::witness)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    /// Gives the texts back that were put away in a row.
    void refill(long row, EventState.Bodies bodies) {
        if (!told.anyAway() && (telemetry == null || !telemetry.anyAway())) return;
        var stored = bodies.of(row);
        told.refill(row, stored);
        if (telemetry != null) telemetry.refill(row, stored);
    }

    /// Lets go of long texts: a row of the store holds what is chosen now.
    void putAway() {
        var admitted = admitted();
        if (admitted == null) {
            told.putAway();
            return;
        }
        for (var group : FieldGroup.values()) (isFrom(admitted, group) ? admitted : told).putAway(group);
    }
}
