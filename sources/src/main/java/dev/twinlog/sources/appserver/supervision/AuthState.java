package dev.twinlog.sources.appserver.supervision;

import org.jspecify.annotations.Nullable;

/// Whether the app-server is signed in, by what it reported itself on its own link in this generation (SPEC 5.5).
public sealed interface AuthState {
    /// Nobody is signed in, or nothing was reported yet.
    ///
    /// @param error why the last try failed, or null
    record NeedsLogin(@Nullable String error) implements AuthState {}

    /// A sign-in was begun, or finished and is not reported yet.
    record Authenticating() implements AuthState {}

    /// An account of an accepted mode is reported.
    ///
    /// @param mode the mode, such as `chatgpt`
    record Authenticated(String mode) implements AuthState {}

    /// An account of another mode is reported, or none is required (mode `none`).
    record Unsupported(String mode) implements AuthState {}

    /// It was signed out on our request.
    record LoggedOut() implements AuthState {}

    /// The name used in answers: `needs_login`, `authenticating`, `authenticated`, `unsupported`, `logged_out`.
    default String wire() {
        return switch (this) {
            case NeedsLogin _ -> "needs_login";
            case Authenticating() -> "authenticating";
            case Authenticated _ -> "authenticated";
            case Unsupported _ -> "unsupported";
            case LoggedOut() -> "logged_out";
        };
    }
}
