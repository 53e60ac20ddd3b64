package dev.twinlog.sources.appserver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of the sidecar survives a restart of Twinlog: worked out from the control records of the journal.
///
/// @param lastGeneration the greatest that any record names; 0: none
/// @param crashLoop      whether the last `sidecar_state` record that tells of it has the state `crash_loop`
/// @param spends         the last unwanted ends of our child since an operator has started it, oldest first
/// @param sha256         of the program that was run last, in hex; null: none is known
public record SidecarMemory(
        long lastGeneration,
        boolean crashLoop,
        List<Spend> spends,
        @Nullable String sha256) {
    public static final SidecarMemory NONE = new SidecarMemory(0, false);

    public SidecarMemory {
        spends = List.copyOf(spends);
    }

    /// Without an unwanted end.
    public SidecarMemory(long lastGeneration, boolean crashLoop) {
        this(lastGeneration, crashLoop, List.of(), null);
    }

    /// An unwanted end.
    ///
    /// @param at    epoch milliseconds
    /// @param cause in a word
    public record Spend(long at, String cause) {}
}
