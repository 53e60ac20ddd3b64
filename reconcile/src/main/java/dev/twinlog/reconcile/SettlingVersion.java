package dev.twinlog.reconcile;

/// The version of the rules by which observations become a narrative. Whoever changes what the same observations
/// settle to makes it greater: `verify` then says of what was settled before that it is older, and not wrong.
public final class SettlingVersion {
    /// The version of these rules.
    public static final int NUMBER = 2;

    private SettlingVersion() {}
}
