package dev.twinlog.sources.appserver.supervision;

/// What is told of the account, in one step, and what that asks for.
final class Account {
    private final Scratch step;

    Account(Scratch step) {
        this.step = step;
    }

    void told(AuthSignal told) {
        var living = step.life;
        if (living == null || living.ending() || !living.handshake().initialized()) {
            step.count("auth.untimely");
            return;
        }
        var next = living.auth().on(told);
        if (next.isEmpty()) {
            step.count("auth.illegal");
            return;
        }
        boolean news = !next.get().equals(living.auth());
        step.life = living.with(next.get());
        trouble(told, news);
        if (living.spawned() && writesFile(told)) step.authFile = step.authFile.written(step.now);
        if (news && asksAgain(told)) step.ask(Act.Question.ACCOUNT);
    }

    private void trouble(AuthSignal told, boolean news) {
        switch (told) {
            case AuthSignal.Unreadable(var error) -> step.lastError = error;
            case AuthSignal.LoginCompleted(var _, var error) -> {
                if (news && error != null) step.lastError = error;
            }
            case AuthSignal.Overdue() -> step.lastError = Auth.NOTHING_REPORTED;
            case AuthSignal.Account _,
                    AuthSignal.NoAccount _,
                    AuthSignal.Vanished(),
                    AuthSignal.LoginStarted _,
                    AuthSignal.LoggedOut() -> {}
        }
    }

    /// Whether our child has written auth.json, or does so now.
    private static boolean writesFile(AuthSignal told) {
        return switch (told) {
            case AuthSignal.LoginCompleted(var _, var error) -> error == null;
            case AuthSignal.LoggedOut() -> true;
            case AuthSignal.Account _,
                    AuthSignal.NoAccount _,
                    AuthSignal.Vanished(),
                    AuthSignal.Unreadable _,
                    AuthSignal.LoginStarted _,
                    AuthSignal.Overdue() -> false;
        };
    }

    /// Whether what was told leaves open who is signed in.
    private static boolean asksAgain(AuthSignal told) {
        return switch (told) {
            case AuthSignal.Vanished(), AuthSignal.LoggedOut() -> true;
            case AuthSignal.LoginCompleted(var _, var error) -> error == null;
            case AuthSignal.Account _,
                    AuthSignal.NoAccount _,
                    AuthSignal.Unreadable _,
                    AuthSignal.LoginStarted _,
                    AuthSignal.Overdue() -> false;
        };
    }
}
