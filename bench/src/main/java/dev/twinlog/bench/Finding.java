package dev.twinlog.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of the page.
///
/// @param row    the row that measured it
/// @param key    what other rows know it by, unique within row and size
/// @param size   of the corpus, in words
/// @param what   for people
/// @param target null: none, it is told for scale
/// @param told   the value that is held against the target
/// @param ours   null: it was not measured
/// @param beside of the peers, by name, measured in turn with ours
/// @param note   what must be known to read the figures; empty: nothing
/// @param load   the load average of a minute when the row began
/// @param commit of the product
/// @param at     when, RFC 3339
record Finding(
        String row,
        String key,
        String size,
        String what,
        @Nullable Target target,
        double told,
        @Nullable Series ours,
        Map<String, Series> beside,
        String note,
        double load,
        String commit,
        String at) {

    /// Whether the target is met; null when there is none, or nothing was measured.
    @Nullable
    Boolean met() {
        return target == null || ours == null ? null : target.isMetBy(told);
    }
}
