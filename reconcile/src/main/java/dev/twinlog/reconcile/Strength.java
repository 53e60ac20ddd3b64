package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.Witness;
import dev.twinlog.reconcile.EventOrigin.Rule;
import java.util.Comparator;

/// How strongly an observation claims one field group (SPEC 3.3). The order is total, so the strongest of a
/// set does not depend on the order in which it was heard.
///
/// @param belief  place of the witness in the group's order of belief, 0 is strongest
/// @param phase   completed beats derived beats delta
/// @param rank    of usage the output count, where the greatest is the truth; of live text the generation; else 0
/// @param at      the later wins; of live text, and of what has no time, its place in its source
/// @param digest  last tie-break
record Strength(int belief, Phase phase, long rank, long at, long digest) implements Comparable<Strength> {
    /// The field of a usage group that tells the tokens put out.
    static final String OUTPUT_TOKENS = "outputTokens";

    private static final Comparator<Strength> ORDER = Comparator.comparingInt((Strength s) -> -s.belief)
            .thenComparing(Strength::phase)
            .thenComparingLong(Strength::rank)
            .thenComparingLong(Strength::at)
            .thenComparingLong(Strength::digest);

    static Strength of(Agent agent, FieldGroup group, Observation said, Fields fields) {
        return new Strength(
                belief(agent, group, said.witness()),
                said.phase(),
                rank(group, fields),
                later(group, said),
                said.digest());
    }

    /// What is told without a time, a document beside a transcript, comes before all that has one; of two the one that
    /// stands further on in its source is the later, which is the longer document.
    private static long later(FieldGroup group, Observation said) {
        if (group == FieldGroup.LIVE) return said.sequence();
        return said.at() == Observation.UNTIMED ? Observation.UNTIMED + said.sequence() : said.at();
    }

    private static long rank(FieldGroup group, Fields fields) {
        return switch (group) {
            case USAGE -> fields.number(OUTPUT_TOKENS, 0);
            case LIVE -> fields.number(LooseEnds.GENERATION, 0);
            case ABOUT, INPUT, OUTPUT, DECISION, OUTCOME -> 0;
        };
    }

    static int belief(Agent agent, FieldGroup group, Witness witness) {
        return group.believed(agent).indexOf(witness);
    }

    @Override
    public int compareTo(Strength other) {
        return ORDER.compare(this, other);
    }

    /// Why a weaker or equal claim is not the one that is taken: the first in which they differ.
    static Rule rule(FieldGroup group, Strength weaker, Strength taken) {
        if (weaker.belief != taken.belief) return Rule.WEAKER_WITNESS;
        if (weaker.phase != taken.phase) return Rule.LESS_COMPLETE;
        if (weaker.rank != taken.rank)
            return group == FieldGroup.LIVE ? Rule.OLDER_GENERATION : Rule.FEWER_OUTPUT_TOKENS;
        if (weaker.at != taken.at) return Rule.EARLIER;
        return weaker.digest == taken.digest ? Rule.EQUAL : Rule.LESSER_DIGEST;
    }

    boolean beats(Strength other) {
        return compareTo(other) > 0;
    }
}
