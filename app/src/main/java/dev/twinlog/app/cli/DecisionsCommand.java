package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `twinlog decisions`.
final class DecisionsCommand extends Asking {
    /// People are shown so many, unless they say how many.
    static final int SHOWN = 1000;

    /// The same on a terminal, where more would scroll away.
    static final int SHOWN_ON_TERMINAL = 50;

    private static final String COUNTERS = "--counters";
    private static final String LIMIT = "--limit";

    private static final Spec SPEC = asking(
            "decisions",
            "Tell what came of what was heard: the log of verdicts, the latest first, and how many there were.",
            List.of(
                    Spec.Option.of("--session", "ID", "Only about events of this session."),
                    Spec.Option.choice(
                            "--verdict",
                            "NAME",
                            List.of("accepted", "duplicate", "replaced", "dropped", "linked"),
                            "Only accepted, duplicate, replaced, dropped, or linked."),
                    Spec.Option.choice(
                            "--witness",
                            "NAME",
                            List.of("transcript", "otlp", "stream"),
                            "Only on what this witness said: transcript, otlp, or stream."),
                    Spec.Option.of(
                            LIMIT,
                            "N",
                            "At most so many. Without it --json tells all, else the last 1,000, on a terminal 50."),
                    Spec.Option.flag(COUNTERS, "Only how often each verdict was given.")),
            List.of(),
            "",
            "accepted filled an empty field, replaced took one from another observation, duplicate said nothing new,",
            "dropped was weaker in all it said; linked: two events turned out to be one, or one changed hands.",
            "The log keeps the last 100,000 verdicts, the counters are never cut; both are the same after a rebuild.",
            "",
            "Examples:",
            "  twinlog decisions --verdict replaced",
            "  twinlog decisions --session 0198c0de --json",
            "  twinlog decisions --counters --json");

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    void parameters(Arguments arguments, Given given) {
        boolean shown = !arguments.has("--json");
        var limit = arguments.get(LIMIT);
        given.put("session", arguments.get("--session"))
                .put("verdict", arguments.get("--verdict"))
                .put("witness", arguments.get("--witness"))
                .put("limit", limit == null && shown ? String.valueOf(shown(given.terminal())) : limit)
                .put("counters", arguments.has(COUNTERS) ? "only" : shown ? "too" : null);
    }

    private static int shown(Terminal terminal) {
        return terminal.outShown() ? SHOWN_ON_TERMINAL : SHOWN;
    }

    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException {
        if (!(JsonTree.read(answer) instanceof Map<?, ?> told)) return ExitCodes.NOT_DONE;
        var text = new DecisionsText(terminal);
        if (told.get("counters") instanceof Map<?, ?> counters) text.counters(counters, told.get("logLimit"));
        if (!(told.get("decisions") instanceof List<?> decisions)) return ExitCodes.DONE;
        terminal.out().println();
        if (decisions.isEmpty()) terminal.out().println("The log has no such verdict.");
        for (var decision : decisions) if (decision instanceof Map<?, ?> map) text.decision(map);
        int shown = shown(terminal);
        if (decisions.size() == shown && arguments.get(LIMIT) == null)
            terminal.out().println("… these are the last " + Words.number((long) shown) + "; --limit N shows more.");
        return ExitCodes.DONE;
    }
}
