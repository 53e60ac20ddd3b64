package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.operations.Course;
import dev.twinlog.app.operations.Operator;
import dev.twinlog.app.operations.Pace;
import dev.twinlog.app.operations.Recovery;
import dev.twinlog.app.operations.StepReport;
import dev.twinlog.setup.SettingsProblem;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// `twinlog recover`.
final class RecoverCommand extends SequenceCommand {
    private static final String WAIT = "--wait";

    private static final Spec SPEC = new Spec(
            "recover",
            "Bring the live stream back: after a fallback, a crash loop, or a sign-in that was lost.",
            List.of(Spec.Option.flag(WAIT, "Wait until no unwanted end of the app-server is younger than 60 s."), JSON),
            List.of(),
            List.of(
                    "",
                    "First checks what must be so: settings, migration, the way of signing in, and no unwanted end of the",
                    "app-server within the last 60 s. Then switches the kill switch off, starts the app-server, and waits",
                    "for its handshake, its account, and HYBRID_ACTIVE. It stops at the first step that fails, and says",
                    "what to do; it may be called again. Ends with 3 then.",
                    "",
                    "Examples:",
                    "  twinlog recover",
                    "  twinlog recover --wait --json | jq .seconds"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    Operator operator(Surroundings surroundings) throws Refusal, SettingsProblem, IOException {
        return surroundings.rpc();
    }

    @Override
    Course take(Arguments arguments, Surroundings surroundings, Operator operator, Consumer<StepReport> told)
            throws InterruptedException {
        return new Recovery(operator, Pace.REAL, arguments.has(WAIT)).take(told);
    }
}
