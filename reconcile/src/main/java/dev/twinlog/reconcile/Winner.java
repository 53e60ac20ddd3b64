package dev.twinlog.reconcile;

import dev.twinlog.model.Fields;
import dev.twinlog.model.Witness;
import org.jspecify.annotations.Nullable;

/// The observation that a field group is taken from, as far as settling on needs it.
///
/// @param fields what it said, or null when that was put away in the store
/// @param sum    a checksum of the fields, which tells a repeat without having them
record Winner(Strength strength, Witness witness, @Nullable Fields fields, int sum) {
    static Winner of(Strength strength, Witness witness, Fields fields) {
        return new Winner(strength, witness, fields, fields.hashCode());
    }

    boolean says(Fields same) {
        return sum == same.hashCode();
    }

    Winner withStrength(Strength stronger) {
        return new Winner(stronger, witness, fields, sum);
    }

    Winner putAway() {
        return new Winner(strength, witness, null, sum);
    }

    Winner refilled(Fields again) {
        return new Winner(strength, witness, again, sum);
    }
}
