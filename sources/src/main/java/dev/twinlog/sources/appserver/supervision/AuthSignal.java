package dev.twinlog.sources.appserver.supervision;

import org.jspecify.annotations.Nullable;

/// What an app-server says of its account, on its own link; nothing else ever changes an {@link AuthState}.
public sealed interface AuthSignal {
    /// An account is reported: by `account/updated`, or in answer to `account/read`.
    ///
    /// @param mode as it says: `chatgpt`, `apikey`, …
    record Account(String mode) implements AuthSignal {}

    /// There is no account: the answer to `account/read`.
    ///
    /// @param required whether the model's provider wants one
    record NoAccount(boolean required) implements AuthSignal {}

    /// `account/updated` without a mode: there is no account any more, whether one is required or not.
    record Vanished() implements AuthSignal {}

    /// `account/read` was answered by an error, or not in time.
    record Unreadable(String error) implements AuthSignal {}

    /// `account/login/start` was answered.
    record LoginStarted(String loginId) implements AuthSignal {}

    /// `account/login/completed`.
    ///
    /// @param loginId that was completed; null: not named
    /// @param error   why it failed; null: it did not
    record LoginCompleted(
            @Nullable String loginId, @Nullable String error) implements AuthSignal {}

    /// `account/logout` was answered.
    record LoggedOut() implements AuthSignal {}

    /// After a finished sign-in no account was reported in time.
    record Overdue() implements AuthSignal {}
}
