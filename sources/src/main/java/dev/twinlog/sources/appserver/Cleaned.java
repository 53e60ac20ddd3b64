package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.supervision.AuthSignal;
import java.util.function.UnaryOperator;

/// What is told of the account, with its words from outside made fit to be shown.
final class Cleaned {
    private Cleaned() {}

    static AuthSignal of(AuthSignal told, UnaryOperator<String> clean) {
        return switch (told) {
            case AuthSignal.Account(var mode) -> new AuthSignal.Account(clean.apply(mode));
            case AuthSignal.Unreadable(var error) -> new AuthSignal.Unreadable(clean.apply(error));
            case AuthSignal.LoginCompleted(var id, var error) ->
                new AuthSignal.LoginCompleted(id, error == null ? null : clean.apply(error));
            case AuthSignal.NoAccount _,
                    AuthSignal.Vanished(),
                    AuthSignal.LoginStarted _,
                    AuthSignal.LoggedOut(),
                    AuthSignal.Overdue() -> told;
        };
    }
}
