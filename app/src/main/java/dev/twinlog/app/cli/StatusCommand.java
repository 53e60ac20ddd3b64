package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "Say how well capture works now: mode, witnesses, addresses, counters, space.",
        footer = {"", "Examples:", "  twinlog status", "  twinlog status --json | jq -r .captureMode"})
final class StatusCommand extends Asking {
    StatusCommand(Surroundings surroundings) {
        super(surroundings, "status");
    }

    @Override
    void parameters(Given given) {}

    @Override
    int show(JsonParser answer, Terminal terminal) throws IOException {
        if (JsonTree.read(answer) instanceof Map<?, ?> status) new StatusText(terminal).show(status);
        return ExitCodes.DONE;
    }
}
