package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;

/// `twinlog sync`.
final class SyncCommand extends Asking {
    private static final Spec SPEC = asking(
            "sync",
            "Catch up once with everything that the agents have written, and end.",
            List.of(),
            List.of(),
            "",
            "Asks the running daemon, or does the work itself when there is none.",
            "",
            "Example:",
            "  twinlog sync && twinlog usage");

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    void parameters(Arguments arguments, Given given) {}

    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException {
        new FactsText(terminal).show(JsonTree.read(answer));
        return ExitCodes.DONE;
    }
}
