package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.twinlog.app.cli.Terminal.Style;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `twinlog verify`.
final class VerifyCommand extends Asking {
    private static final Spec SPEC = asking(
            "verify",
            "Settle every session anew from the journal, and compare with the store.",
            List.of(),
            List.of(),
            "",
            "Ends with 0 when they agree and with 1 when they do not. `twinlog rebuild` makes them agree.",
            "With 1 also when the journal is damaged: `damaged` are the sessions that the store alone still has whole.",
            "What an older version settled, and what is sealed since its raw bytes have expired, is told and not compared.",
            "",
            "Example:",
            "  twinlog verify --json | jq -r .digest");

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    void parameters(Arguments arguments, Given given) {}

    @Override
    boolean decides() {
        return true;
    }

    @Override
    int exitCode(byte[] answer) throws IOException {
        try (var json = new JsonFactory().createParser(answer)) {
            json.nextToken();
            return JsonTree.read(json) instanceof Map<?, ?> verified && wrong(verified) == 0
                    ? ExitCodes.DONE
                    : ExitCodes.NO;
        }
    }

    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException {
        if (!(JsonTree.read(answer) instanceof Map<?, ?> verified)) return ExitCodes.NO;
        var facts = new LinkedHashMap<Object, Object>(verified);
        var damage = facts.remove("damage");
        new FactsText(terminal).show(facts);
        if (damage != null) terminal.out().println(terminal.styled(Style.BAD, Cells.line(damage.toString())));
        if (mismatches(verified) > 0)
            terminal.out().println(terminal.styled(Style.BAD, "The store is wrong: run `twinlog rebuild`."));
        if (wrong(verified) == 0) terminal.out().println("The store says what the journal says.");
        if (verified.get("olderVersion") instanceof List<?> older && !older.isEmpty())
            terminal.out()
                    .println("An older version settled " + older.size() + ": `twinlog rebuild` settles them anew.");
        if (verified.get("sealed") instanceof List<?> sealed && !sealed.isEmpty())
            terminal.out().println("Raw bytes of " + sealed.size() + " have expired: they are as they were settled.");
        return wrong(verified) == 0 ? ExitCodes.DONE : ExitCodes.NO;
    }

    private static long wrong(Map<?, ?> verified) {
        return mismatches(verified) + (verified.get("damaged") instanceof List<?> damaged ? damaged.size() : 0);
    }

    /// How many; an answer that does not tell counts as one.
    private static long mismatches(Map<?, ?> verified) {
        return switch (verified.get("mismatches")) {
            case Long number -> number;
            case List<?> list -> list.size();
            case null, default -> 1;
        };
    }
}
