package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.twinlog.app.cli.Terminal.Style;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `twinlog search`.
final class SearchCommand extends Asking {
    /// The label of what is looked for.
    static final String TEXT = "TEXT";

    private static final Spec SPEC = asking(
            "search",
            "Find a text in prompts, answers, and what tools were given and gave back; newest first.",
            List.of(
                    Spec.Option.choice("--agent", "NAME", Agents.NAMES, "Only in sessions of claude, or of codex."),
                    Spec.Option.of("--limit", "N", "At most so many hits; all without it.")),
            List.of(new Spec.Positional(TEXT, "Words that must all occur.")),
            "",
            "Examples:",
            "  twinlog search \"connection refused\" --limit 10",
            "  twinlog search migration --agent claude --json");

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    void parameters(Arguments arguments, Given given) {
        given.put("text", arguments.needed(TEXT))
                .put("agent", arguments.get("--agent"))
                .put("limit", arguments.get("--limit"));
    }

    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException {
        int hits = 0;
        while (answer.nextToken() == JsonToken.START_OBJECT) {
            if (JsonTree.read(answer) instanceof Map<?, ?> hit) print(hit, terminal, hits++ > 0);
        }
        if (hits == 0) terminal.out().println("Nothing found.");
        return ExitCodes.DONE;
    }

    private static void print(Map<?, ?> hit, Terminal terminal, boolean apart) {
        if (apart) terminal.out().println();
        var place = Words.minute(hit.get("at"), terminal.zone()) + "  " + Words.text(hit.get("agent")) + "  "
                + Words.text(hit.get("session"));
        terminal.out().println(terminal.styled(Style.STRONG, Cells.cut(Cells.line(place), terminal.room(0))));
        for (var line : Cells.wrapped(Cells.line(Words.text(hit.get("snippet"))), terminal.room(2))) {
            terminal.out().println("  " + line);
        }
    }
}
