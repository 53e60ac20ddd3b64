package dev.twinlog.reconcile;

import dev.twinlog.model.Verdict;
import dev.twinlog.model.Witness;
import org.jspecify.annotations.Nullable;

/// What an observation did to an event, group by group.
final class Arrival {
    private enum Did {
        FILLED,
        SAME,
        TOOK,
        LOST
    }

    record Part(Did did, @Nullable Witness holder) {
        static Part filled() {
            return new Part(Did.FILLED, null);
        }

        static Part same(Witness holder) {
            return new Part(Did.SAME, holder);
        }

        static Part took(Witness holder) {
            return new Part(Did.TOOK, holder);
        }

        static Part lost(@Nullable Witness holder) {
            return new Part(Did.LOST, holder);
        }
    }

    private boolean filled;
    private boolean took;
    private boolean lost;
    private @Nullable Witness replaced;
    private @Nullable Witness chosen;

    void add(Part part) {
        switch (part.did()) {
            case FILLED -> filled = true;
            case TOOK -> {
                took = true;
                replaced = part.holder();
            }
            case LOST -> {
                lost = true;
                chosen = part.holder();
            }
            case SAME -> chosen = part.holder();
        }
    }

    boolean changed() {
        return filled || took;
    }

    /// The verdict: the first of SPEC 3.5 that fits.
    Verdict verdict(boolean newEvent) {
        if (took) return Verdict.REPLACED;
        if (filled || newEvent) return Verdict.ACCEPTED;
        return lost ? Verdict.DROPPED : Verdict.DUPLICATE;
    }

    @Nullable
    Witness replaced() {
        return replaced;
    }

    @Nullable
    Witness chosen() {
        return chosen;
    }
}
