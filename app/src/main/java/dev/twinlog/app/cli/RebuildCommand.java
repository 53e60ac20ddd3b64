package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import picocli.CommandLine.Command;

@Command(
        name = "rebuild",
        description = "Make the store anew from the journal, with what the readers know today.",
        footer = {"", "Nothing captured is lost: the journal stays. Answers stay available while the daemon rebuilds.", "", "Example:", "  twinlog rebuild && twinlog verify"})
final class RebuildCommand extends Asking {
    RebuildCommand(Surroundings surroundings) {
        super(surroundings, "rebuild");
    }

    @Override
    void parameters(Given given) {}

    @Override
    int show(JsonParser answer, Terminal terminal) throws IOException {
        new FactsText(terminal).show(JsonTree.read(answer));
        return ExitCodes.DONE;
    }
}
