package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import dev.twinlog.app.Refusal;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// `twinlog restore`.
final class RestoreCommand extends Asking {
    private static final String FORCE = "--force";

    private static final Spec SPEC = asking(
            "restore",
            "Put the captured files of a session back, byte for byte, into a folder.",
            List.of(
                    new Spec.Option("--to", "DIR", "The folder to write into.", true),
                    Spec.Option.of("--generation", "N|all", "One generation, 1 the oldest; or all of them."),
                    Spec.Option.flag(FORCE, "Replace files that are there with other content.")),
            List.of(new Spec.Positional("SESSION", "The session's id, as `twinlog sessions` lists it.")),
            "",
            "Works also when the agent has deleted or rewritten them. A file that was rewritten has generations;",
            "without --generation the latest is restored. A file that is there with other content is left as it is,",
            "and nothing is restored, unless --force is given.",
            "",
            "Example:",
            "  twinlog restore 0198c0de-0000-7000-8000-000000000000 --to ./restored --generation all");

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    void parameters(Arguments arguments, Given given) throws Refusal {
        given.put("session", arguments.needed("SESSION"))
                .put("to", folder(arguments.needed("--to")))
                .put("generation", arguments.get("--generation"))
                .put("force", arguments.has(FORCE) ? true : null);
    }

    private static Path folder(String text) throws Refusal {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new Refusal(Refusal.Reason.WRONG_QUESTION, "--to must be a folder, not '" + text + "'", e);
        }
    }

    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException {
        new FactsText(terminal).show(JsonTree.read(answer));
        return ExitCodes.DONE;
    }
}
