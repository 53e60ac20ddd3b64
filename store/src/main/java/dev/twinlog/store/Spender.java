package dev.twinlog.store;

/// For whom tokens were spent. The order is stored: new ones go to the end.
public enum Spender {
    /// The session itself.
    MAIN,
    /// A subagent; part of the session's total.
    SUBAGENT,
    /// The agent for its own ends (a title, a compaction); no part of any total (SPEC 3.3).
    AUXILIARY
}
