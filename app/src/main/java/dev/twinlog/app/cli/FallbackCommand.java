package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.operations.Course;
import dev.twinlog.app.operations.Fallback;
import dev.twinlog.app.operations.Operator;
import dev.twinlog.app.operations.Pace;
import dev.twinlog.app.operations.StepReport;
import dev.twinlog.setup.FileTrouble;
import dev.twinlog.setup.SettingsProblem;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// `twinlog fallback`.
final class FallbackCommand extends SequenceCommand {
    private static final Spec SPEC = new Spec(
            "fallback",
            "Switch the live stream off, in an emergency; what agents write and send goes on being captured.",
            List.of(JSON),
            List.of(),
            List.of(
                    "",
                    "Switches the kill switch on, which stays on over restarts, stops the app-server, checks that",
                    "capturing is on, and waits for OTEL_ONLY. `twinlog recover` takes it back. Codex itself, and what it",
                    "is doing, are left alone.",
                    "",
                    "Where no daemon runs the kill switch is written all the same, and holds when Twinlog starts.",
                    "Where the switch cannot be written the app-server is stopped all the same, until the next start.",
                    "Ends with 3 when a step fails.",
                    "",
                    "Example:",
                    "  twinlog fallback"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    /// Who falls back while nothing runs wants the next start to be without the stream.
    @Override
    Operator operator(Surroundings surroundings) throws Refusal, SettingsProblem, IOException {
        if (surroundings.isServed()) return surroundings.rpc();
        KillSwitchLine.write(surroundings, true);
        throw new Refusal(
                Refusal.Reason.UNABLE,
                "no daemon runs, so nothing is captured; the kill switch is on now, and `twinlog up` starts without the"
                        + " stream");
    }

    @Override
    Course take(Arguments arguments, Surroundings surroundings, Operator operator, Consumer<StepReport> told)
            throws InterruptedException {
        return new Fallback(operator, Pace.REAL, () -> written(surroundings)).take(told);
    }

    private static void written(Surroundings surroundings) throws Refusal {
        try {
            KillSwitchLine.write(surroundings, true);
        } catch (SettingsProblem e) {
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new Refusal(Refusal.Reason.UNABLE, FileTrouble.words(e), e);
        }
    }
}
