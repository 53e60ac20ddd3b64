package dev.twinlog.app.operations;

/// Keeps what operators did, as facts in the journal. Safe for use by many threads.
@FunctionalInterface
public interface OperatorActs {
    /// Keeps an act. What cannot be kept is told in the log: an operator with a full disk must still be able to act.
    ///
    /// @param act `start`, `stop`, `kill_switch_on`, `kill_switch_off`, `ingest_on`, `ingest_off`, `login` or
    ///            `logout`
    /// @param by  the door: `rpc`; `config`, for who wrote the file
    void note(String act, String by);
}
