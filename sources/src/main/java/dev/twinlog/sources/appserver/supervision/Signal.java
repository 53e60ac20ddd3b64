package dev.twinlog.sources.appserver.supervision;

import org.jspecify.annotations.Nullable;

/// What {@link Supervision} hears. What belongs to a generation names it, and changes nothing when another one lives.
public sealed interface Signal {
    /// Nothing but time has passed.
    record Passed() implements Signal {}

    /// A look at the machine, each second.
    ///
    /// @param expected whether a stream is expected, the kill switch aside
    /// @param socket   identity of the control socket of the user's Codex; null: there is none
    /// @param authFile stamp of Codex' auth.json; null: there is none
    record Looked(
            boolean expected,
            @Nullable String socket,
            @Nullable String authFile) implements Signal {}

    /// What came of {@link Act.Probe}.
    record Probed(String socket, boolean answers) implements Signal {}

    /// An operator wants it to run.
    record Start() implements Signal {}

    /// An operator wants it not to run.
    record Stop() implements Signal {}

    /// The kill switch is on or off now.
    record KillSwitch(boolean on) implements Signal {}

    /// Twinlog ends.
    record Close() implements Signal {}

    /// What belongs to a generation.
    sealed interface OfGeneration extends Signal {
        long generation();
    }

    /// Its child runs, or its socket is connected.
    record Opened(long generation) implements OfGeneration {}

    /// There is no program that may be run: nothing was started.
    record NoProgram(long generation, ShutReason why, String detail) implements OfGeneration {}

    /// The child could not be started, or nobody answers at the socket.
    record NotOpened(long generation, String why) implements OfGeneration {}

    /// The link has ended: standard output of the child, or the socket.
    record LinkClosed(long generation, String why) implements OfGeneration {}

    /// The child has ended and was reaped.
    ///
    /// @param signal by which it ended; 0: by itself
    /// @param detail in words, with what it wrote to standard error, redacted
    record Ended(long generation, int code, int signal, String detail) implements OfGeneration {}

    /// A well-formed message came.
    record Heard(long generation) implements OfGeneration {}

    /// This process stood still: what came meanwhile may not be known yet.
    record StoodStill(long generation) implements OfGeneration {}

    /// Something came that is no message.
    ///
    /// @param why in words, with its beginning, redacted
    record BadFrame(long generation, String why) implements OfGeneration {}

    /// `initialize` was answered.
    ///
    /// @param error by which; null: by a result
    record Initialized(long generation, @Nullable String error) implements OfGeneration {}

    /// `account/read` was answered, be it by an error or not in time.
    record AccountAnswered(long generation, AuthSignal account) implements OfGeneration {}

    /// `thread/loaded/list` was answered, be it by an error or not in time.
    record ListAnswered(long generation) implements OfGeneration {}

    /// Anything else that tells of the account.
    record AccountTold(long generation, AuthSignal account) implements OfGeneration {}

    /// The app-server warns, such as of a broken config.toml.
    record Warned(long generation, String text) implements OfGeneration {}
}
