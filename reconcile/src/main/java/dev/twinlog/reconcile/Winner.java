package dev.twinlog.reconcile;

import dev.twinlog.model.Fields;
import dev.twinlog.model.Witness;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// The observation that a field group is taken from, as far as settling on needs it.
///
/// @param fields what it said; when its long texts were put away in the store, all but those
/// @param away   whether long texts were put away
/// @param sum    64 bits of the whole fields while texts are away, which tell a repeat without having them;
///               else 0
record Winner(Strength strength, Witness witness, Fields fields, boolean away, long sum) {
    /// Texts longer than this are put away once stored, so that a session's state stays small.
    static final int KEPT_TEXT_MAX = 256;

    private static final long MIX = 0x9E3779B97F4A7C15L;

    static Winner of(Strength strength, Witness witness, Fields fields) {
        return new Winner(strength, witness, fields, false, 0);
    }

    boolean says(Fields same) {
        return away ? sum == sum(same) : fields.equals(same);
    }

    Winner withStrength(Strength stronger) {
        return new Winner(stronger, witness, fields, away, sum);
    }

    Winner putAway() {
        if (away) return this;
        var kept = new Fields.Builder();
        fields.forEach((name, value) -> {
            if (!isLong(value)) kept.put(name, value);
        });
        var rest = kept.build();
        return rest.size() == fields.size() ? this : new Winner(strength, witness, rest, true, sum(fields));
    }

    Winner refilled(Fields again) {
        return new Winner(strength, witness, again, false, 0);
    }

    private static boolean isLong(Object value) {
        return value instanceof String text && text.length() > KEPT_TEXT_MAX;
    }

    private static long sum(Fields fields) {
        var sum = new long[] {fields.size()};
        fields.forEach((name, value) -> {
            sum[0] = mix(sum[0], name.hashCode());
            if (value instanceof String text) sum[0] = mix(sum[0], text);
            else sum[0] = mix(sum[0], value.hashCode());
        });
        return sum[0];
    }

    /// Two checksums for which processors have instructions: a text is summed as fast as it is copied.
    private static long mix(long sum, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var one = new CRC32C();
        one.update(bytes);
        var other = new CRC32();
        other.update(bytes);
        return mix(mix(sum, text.length()), one.getValue() << Integer.SIZE | other.getValue());
    }

    private static long mix(long sum, long more) {
        long mixed = (sum ^ more) * MIX;
        return mixed ^ mixed >>> 29;
    }
}
