package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `twinlog explain`.
final class ExplainCommand extends Asking {
    private static final String RAW = "--raw";

    private static final Spec SPEC = asking(
            "explain",
            "Explain why an event is as it is: what it was taken from, what else was said and why that lost, where the"
                    + " raw bytes lie.",
            List.of(Spec.Option.flag(RAW, "Print the agent's own lines that it was made from, and nothing else.")),
            List.of(new Spec.Positional(
                    "EVENT", "Its key, an older one, the beginning of one that fits no other, or SESSION#N.")),
            "",
            "`twinlog show SESSION --keys` tells the key and the number of each event. Keys stay, also older ones; numbers",
            "count as show does, and move when the session goes on or something is heard late.",
            "",
            "Examples:",
            "  twinlog explain 0198c0de#12",
            "  twinlog explain claude/0198c0de/tool_call/toolu_01",
            "  twinlog explain 0198c0de#12 --raw | jq .");

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    void parameters(Arguments arguments, Given given) {
        given.put("event", arguments.needed("EVENT")).put("raw", arguments.has(RAW) ? true : null);
    }

    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException {
        if (!(JsonTree.read(answer) instanceof Map<?, ?> explained)) return ExitCodes.NOT_DONE;
        var text = new ExplainText(terminal, explained);
        if (arguments.has(RAW)) return text.raw() ? ExitCodes.DONE : ExitCodes.NOT_DONE;
        text.show();
        return ExitCodes.DONE;
    }
}
