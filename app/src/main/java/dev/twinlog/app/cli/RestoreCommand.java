package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = "Put the captured files of a session back, byte for byte, into a folder.",
        footer = {
            "",
            "Works also when the agent has deleted or rewritten them. A file that was rewritten has generations;",
            "without --generation the latest is restored.",
            "",
            "Example:",
            "  twinlog restore 0198c0de-0000-7000-8000-000000000000 --to ./restored --generation all"
        })
final class RestoreCommand extends Asking {
    @Parameters(paramLabel = "SESSION", description = "The session's id, as `twinlog sessions` lists it.")
    private String session = "";

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "The folder to write into.")
    private Path to = Path.of("");

    @Option(names = "--generation", paramLabel = "N|all", description = "One generation, 1 the oldest; or all of them.")
    private @Nullable String generation;

    RestoreCommand(Surroundings surroundings) {
        super(surroundings, "restore");
    }

    @Override
    void parameters(Given given) {
        given.put("session", session).put("to", to.toAbsolutePath().normalize()).put("generation", generation);
    }

    @Override
    int show(JsonParser answer, Terminal terminal) throws IOException {
        new FactsText(terminal).show(JsonTree.read(answer));
        return ExitCodes.DONE;
    }
}
