package dev.twinlog.reconcile;

import dev.twinlog.model.EventKey;
import dev.twinlog.model.Verdict;
import dev.twinlog.model.Witness;
import org.jspecify.annotations.Nullable;

/// The verdict on one arrival (SPEC 3.5).
///
/// @param at       the observation's own time, epoch milliseconds
/// @param chosen   the witness that holds the fields that it spoke of, when that is not itself
/// @param replaced the witness that it took fields from
public record Decision(
        long at,
        EventKey key,
        Verdict verdict,
        Witness incoming,
        @Nullable Witness chosen,
        @Nullable Witness replaced) {}
