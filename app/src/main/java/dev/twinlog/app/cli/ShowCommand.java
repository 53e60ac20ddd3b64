package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Show what happened in a session, in order.",
        footer = {
            "",
            "Long texts are cut; --full shows them whole, with every field and the witness that it comes from.",
            "",
            "Examples:",
            "  twinlog show 0198c0de-0000-7000-8000-000000000000",
            "  twinlog show 0198c0de-0000-7000-8000-000000000000 --full | less -R"
        })
final class ShowCommand extends Asking {
    @Parameters(paramLabel = "ID", description = "The session's id, as `twinlog sessions` lists it.")
    private String id = "";

    @Option(names = "--full", description = "Show every field, and texts whole.")
    private boolean full;

    ShowCommand(Surroundings surroundings) {
        super(surroundings, "show");
    }

    @Override
    void parameters(Given given) {
        given.put("session", id);
    }

    @Override
    int show(JsonParser answer, Terminal terminal) throws IOException {
        var narrative = new NarrativeText(terminal, full);
        for (var name = answer.nextFieldName(); name != null; name = answer.nextFieldName()) {
            answer.nextToken();
            switch (name) {
                case "session" -> {
                    if (JsonTree.read(answer) instanceof Map<?, ?> session) narrative.head(session);
                }
                case "events" -> {
                    while (answer.nextToken() == JsonToken.START_OBJECT) {
                        if (JsonTree.read(answer) instanceof Map<?, ?> event) narrative.event(event);
                    }
                }
                default -> answer.skipChildren();
            }
        }
        return ExitCodes.DONE;
    }
}
