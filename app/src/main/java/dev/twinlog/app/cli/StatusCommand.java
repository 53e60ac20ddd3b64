package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import dev.twinlog.setup.SettingsProblem;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `twinlog status`.
final class StatusCommand extends Asking {
    private static final Spec SPEC = asking(
            "status",
            "Say how well capture works now: mode, witnesses, addresses, counters, space.",
            List.of(),
            List.of(),
            "",
            "Examples:",
            "  twinlog status",
            "  twinlog status --json | jq -r .captureMode");

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    void parameters(Arguments arguments, Given given) {}

    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException {
        throw new IllegalStateException("it is shown with what is around it");
    }

    /// Of the kill switch a running daemon tells itself, also while its settings cannot be read.
    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments, Surroundings surroundings)
            throws SettingsProblem, IOException {
        if (!(JsonTree.read(answer) instanceof Map<?, ?> status)) return ExitCodes.DONE;
        boolean killed = !StatusText.isRunning(status)
                && surroundings.settings().stream().killSwitch();
        new StatusText(terminal).show(status, killed);
        return ExitCodes.DONE;
    }
}
