package dev.twinlog.sources.appserver;

/// What of the sidecar survives a restart of Twinlog: worked out from the control records of the journal.
///
/// @param lastGeneration the greatest that any record names; 0: none
/// @param crashLoop      whether the last `sidecar_state` record that tells of it has the state `crash_loop`
public record SidecarMemory(long lastGeneration, boolean crashLoop) {
    public static final SidecarMemory NONE = new SidecarMemory(0, false);
}
