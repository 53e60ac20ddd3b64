package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import picocli.CommandLine.Command;

@Command(
        name = "sync",
        description = "Catch up once with everything that the agents have written, and end.",
        footer = {"", "Asks the running daemon, or does the work itself when there is none.", "", "Example:", "  twinlog sync && twinlog usage"})
final class SyncCommand extends Asking {
    SyncCommand(Surroundings surroundings) {
        super(surroundings, "sync");
    }

    @Override
    void parameters(Given given) {}

    @Override
    int show(JsonParser answer, Terminal terminal) throws IOException {
        new FactsText(terminal).show(JsonTree.read(answer));
        return ExitCodes.DONE;
    }
}
