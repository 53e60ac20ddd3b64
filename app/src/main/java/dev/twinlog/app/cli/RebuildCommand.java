package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;

/// `twinlog rebuild`.
final class RebuildCommand extends Asking {
    private static final Spec SPEC = asking(
            "rebuild",
            "Make the store anew from the journal, with what the readers know today.",
            List.of(),
            List.of(),
            "",
            "Nothing captured is lost: the journal stays.",
            "",
            "Example:",
            "  twinlog rebuild && twinlog verify");

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
