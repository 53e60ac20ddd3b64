package dev.twinlog.reconcile;

import dev.twinlog.model.Chosen;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Witness;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// For each field group the strongest observation so far.
final class Winners {
    private final EnumMap<FieldGroup, Winner> groups = new EnumMap<>(FieldGroup.class);

    @Nullable
    Winner get(FieldGroup group) {
        return groups.get(group);
    }

    Map<FieldGroup, Winner> asMap() {
        return Collections.unmodifiableMap(groups);
    }

    /// Takes what is stronger than what is there.
    ///
    /// @return whether its own witness said the same before
    boolean take(FieldGroup group, Witness witness, Strength strength, Fields fields) {
        var holder = groups.get(group);
        if (holder != null && holder.witness() == witness && holder.says(fields)) {
            if (strength.beats(holder.strength())) groups.put(group, holder.withStrength(strength));
            return true;
        }
        if (holder == null || strength.beats(holder.strength()))
            groups.put(group, Winner.of(strength, witness, fields));
        return false;
    }

    /// Takes of each group the stronger.
    void join(Winners other) {
        other.groups.forEach((group, theirs) -> {
            var ours = groups.get(group);
            if (ours == null || theirs.strength().beats(ours.strength())) groups.put(group, theirs);
        });
    }

    /// The stronger of both, group by group; neither is changed.
    static Winners joined(@Nullable Winners one, Winners other) {
        var both = new Winners();
        if (one != null) both.join(one);
        both.join(other);
        return both;
    }

    boolean anyAway() {
        for (var winner : groups.values()) if (winner.away()) return true;
        return false;
    }

    /// Gives the texts back that were put away.
    ///
    /// @param stored the groups of the row that holds them
    void refill(long row, SortedMap<FieldGroup, Chosen> stored) {
        for (var group : groups.entrySet()) {
            if (!group.getValue().away()) continue;
            var chosen = stored.get(group.getKey());
            if (chosen == null && group.getKey() == FieldGroup.LIVE) continue; // it is finished: never told again
            if (chosen == null) throw new IllegalStateException("row " + row + " has no " + group.getKey());
            group.setValue(group.getValue().refilled(chosen.fields()));
        }
    }

    /// Lets go of the long texts of a group, which a row of the store holds.
    void putAway(FieldGroup group) {
        groups.computeIfPresent(group, (same, winner) -> winner.putAway());
    }

    /// Lets go of all long texts: a row of the store holds them.
    void putAway() {
        groups.replaceAll((group, winner) -> winner.putAway());
    }
}
