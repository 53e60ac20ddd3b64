package dev.twinlog.sources.appserver.supervision;

import dev.twinlog.sources.appserver.supervision.AuthState.Authenticated;
import dev.twinlog.sources.appserver.supervision.AuthState.Authenticating;
import dev.twinlog.sources.appserver.supervision.AuthState.LoggedOut;
import dev.twinlog.sources.appserver.supervision.AuthState.NeedsLogin;
import dev.twinlog.sources.appserver.supervision.AuthState.Unsupported;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sign-in of one generation (SPEC 5.5). A finished sign-in is a hope, not a proof: only a reported account
/// authenticates.
///
/// @param accepted modes, as `account/updated` spells them
/// @param login    the sign-in that is under way; null: none, or not one of ours
/// @param finished whether it was completed, and its account is not reported yet
record Auth(
        AuthState state, List<String> accepted, @Nullable String login, boolean finished) {
    /// The answer to `account/read` spells the mode `apikey` so; all others are spelled alike, and none by another
    /// case.
    private static final String API_KEY_TYPE = "apiKey";

    private static final String API_KEY_MODE = "apikey";

    static final String NOTHING_REPORTED = "the sign-in was completed, but no account was reported after it";

    Auth {
        accepted = List.copyOf(accepted);
    }

    /// That of a new generation.
    static Auth unknown(List<String> accepted) {
        return new Auth(new NeedsLogin(null), accepted, null, false);
    }

    /// The next state; empty when the transition is illegal.
    Optional<Auth> on(AuthSignal signal) {
        return switch (signal) {
            case AuthSignal.Account(var mode) -> to(reported(mode.equals(API_KEY_TYPE) ? API_KEY_MODE : mode));
            case AuthSignal.NoAccount(var required) -> noAccount(required);
            case AuthSignal.Vanished() -> vanished();
            case AuthSignal.Unreadable(var error) -> unreadable(error);
            case AuthSignal.LoginStarted(var id) -> begun(id);
            case AuthSignal.LoginCompleted(var id, var error) -> error == null ? finished(id) : failed(id, error);
            case AuthSignal.LoggedOut() -> to(new LoggedOut());
            case AuthSignal.Overdue() -> finished ? to(new NeedsLogin(NOTHING_REPORTED)) : Optional.empty();
        };
    }

    /// Whether a sign-in waits for its user.
    boolean signingIn() {
        return state instanceof Authenticating && !finished;
    }

    boolean authenticated() {
        return state instanceof Authenticated;
    }

    private AuthState reported(String mode) {
        return accepted.contains(mode) ? new Authenticated(mode) : new Unsupported(mode);
    }

    /// Whoever signs in, or has signed out on our request, has none for good reason.
    private Optional<Auth> noAccount(boolean required) {
        if (!required) return to(new Unsupported("none"));
        return switch (state) {
            case NeedsLogin _, Authenticating(), LoggedOut() -> Optional.of(this);
            case Authenticated _, Unsupported _ -> to(new NeedsLogin(null));
        };
    }

    private Optional<Auth> vanished() {
        return switch (state) {
            case NeedsLogin _, Authenticating(), LoggedOut() -> Optional.of(this);
            case Authenticated _, Unsupported _ -> to(new NeedsLogin(null));
        };
    }

    /// An error reports nothing: who is signed in stays so, who is not stays so with the error.
    private Optional<Auth> unreadable(String error) {
        return switch (state) {
            case NeedsLogin _ -> to(new NeedsLogin(error));
            case Authenticating() -> finished ? to(new NeedsLogin(error)) : Optional.of(this);
            case Authenticated _, Unsupported _, LoggedOut() -> Optional.of(this);
        };
    }

    private Optional<Auth> begun(String id) {
        return switch (state) {
            case NeedsLogin _, Authenticating(), Unsupported _, LoggedOut() ->
                Optional.of(new Auth(new Authenticating(), accepted, id, false));
            case Authenticated _ -> Optional.empty();
        };
    }

    /// On a shared server it may be the user's own sign-in that was completed.
    private Optional<Auth> finished(@Nullable String id) {
        if (foreign(id)) return Optional.empty();
        return switch (state) {
            case NeedsLogin _, Authenticating(), Unsupported _, LoggedOut() ->
                Optional.of(new Auth(new Authenticating(), accepted, login, true));
            case Authenticated _ -> Optional.of(this);
        };
    }

    /// Only the sign-in that is under way can fail: one that it took the place of tells nothing.
    private Optional<Auth> failed(@Nullable String id, String error) {
        if (foreign(id)) return Optional.empty();
        return switch (state) {
            case NeedsLogin _, Authenticating() -> to(new NeedsLogin(error));
            case Authenticated _, Unsupported _, LoggedOut() -> Optional.empty();
        };
    }

    private boolean foreign(@Nullable String id) {
        return id != null && login != null && !id.equals(login);
    }

    private Optional<Auth> to(AuthState next) {
        return Optional.of(new Auth(next, accepted, null, false));
    }
}
