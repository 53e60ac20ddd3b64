package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `twinlog show`.
final class ShowCommand extends Asking {
    private static final Spec SPEC = asking(
            "show",
            "Show what happened in a session, in order.",
            List.of(
                    Spec.Option.flag("--full", "Show every field, and texts whole."),
                    Spec.Option.flag("--keys", "Show each event's number and key, for `twinlog explain`.")),
            List.of(new Spec.Positional("ID", "The session's id, as `twinlog sessions` lists it.")),
            "",
            "Long texts are cut; --full shows them whole, with every field and the witness that it comes from.",
            "",
            "Examples:",
            "  twinlog show 0198c0de-0000-7000-8000-000000000000",
            "  twinlog show 0198c0de-0000-7000-8000-000000000000 --full | less -R",
            "  twinlog show 0198c0de --keys");

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    void parameters(Arguments arguments, Given given) {
        given.put("session", arguments.needed("ID"));
    }

    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException {
        var narrative = new NarrativeText(terminal, arguments.has("--full"), arguments.has("--keys"));
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
                    narrative.end();
                }
                default -> answer.skipChildren();
            }
        }
        return ExitCodes.DONE;
    }
}
