package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.twinlog.app.Refusal;
import dev.twinlog.model.Gap;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// `twinlog gaps`.
final class GapsCommand extends Asking {
    private static final String STATE = "--state";
    private static final String ALL = "all";
    private static final List<String> STATES = List.of("open", "healed", "explained", "cannot_tell", ALL);

    private static final Spec SPEC = asking(
            "gaps",
            "Tell what is missing, why that is believed, and what would heal it; by session.",
            List.of(
                    Spec.Option.of("--session", "ID", "Only of this session."),
                    Spec.Option.choice(
                            STATE,
                            "STATE",
                            STATES,
                            "Only open, healed, explained, or cannot_tell; or all. Without it people are shown what is"
                                    + " open or cannot be told, and --json tells all."),
                    Spec.Option.choice(
                            "--kind",
                            "KIND",
                            Arrays.stream(Gap.Kind.values()).map(Gap.Kind::wire).toList(),
                            "Only of this kind, as --json names it."),
                    Spec.Option.choice("--agent", "NAME", List.of("claude", "codex"), "Only of claude, or of codex.")),
            List.of(),
            "",
            "What may still be under way is no gap yet. A gap is healed when what was missing is heard after all, and",
            "explained when its cause is known: the turn was interrupted, or a deleted file was captured whole.",
            "",
            "Examples:",
            "  twinlog gaps",
            "  twinlog gaps --session 0198c0de --state all",
            "  twinlog gaps --kind tool_without_result --json");

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    void parameters(Arguments arguments, Given given) throws Refusal {
        var state = arguments.get(STATE);
        if (state != null && !STATES.contains(state))
            throw new Refusal(
                    Refusal.Reason.WRONG_QUESTION,
                    "--state must be one of " + String.join(", ", STATES) + ", not '" + state + "'");
        given.put("session", arguments.get("--session"))
                .put("state", ALL.equals(state) ? null : state)
                .put("kind", arguments.get("--kind"))
                .put("agent", arguments.get("--agent"));
    }

    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException {
        var text = new GapsText(terminal, arguments.get(STATE) == null);
        while (answer.nextToken() == JsonToken.START_OBJECT) {
            if (JsonTree.read(answer) instanceof Map<?, ?> gap) text.add(gap);
        }
        text.show();
        return ExitCodes.DONE;
    }
}
