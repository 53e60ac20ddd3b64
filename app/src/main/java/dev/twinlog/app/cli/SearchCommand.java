package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.twinlog.app.cli.Terminal.Style;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "search",
        description = "Find a text in prompts, answers, and what tools were given and gave back; newest first.",
        footer = {
            "",
            "Examples:",
            "  twinlog search \"connection refused\" --limit 10",
            "  twinlog search migration --agent claude --json"
        })
final class SearchCommand extends Asking {
    @Parameters(paramLabel = "TEXT", description = "Words that must all occur.")
    private String text = "";

    @Option(names = "--agent", paramLabel = "NAME", description = "Only in sessions of claude, or of codex.")
    private @Nullable String agent;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many hits; all without it.")
    private @Nullable String limit;

    SearchCommand(Surroundings surroundings) {
        super(surroundings, "search");
    }

    @Override
    void parameters(Given given) {
        given.put("text", text).put("agent", agent).put("limit", limit);
    }

    @Override
    int show(JsonParser answer, Terminal terminal) throws IOException {
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
        terminal.out().println(terminal.styled(Style.TITLE, Cells.cut(Cells.line(place), terminal.columns())));
        for (var line : Cells.wrapped(Cells.line(Words.text(hit.get("snippet"))), terminal.columns() - 2)) {
            terminal.out().println("  " + line);
        }
    }
}
