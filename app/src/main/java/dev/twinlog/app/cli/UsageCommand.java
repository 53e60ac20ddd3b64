package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import dev.twinlog.app.Questions;
import dev.twinlog.app.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;

/// `twinlog usage`.
final class UsageCommand extends Asking {
    private static final Spec SPEC = asking(
            "usage",
            "Count the tokens that were used, and what they cost: by day, or by model, project, session or agent.",
            List.of(
                    Spec.Option.choice(
                            "--by",
                            "WHAT",
                            List.of("day", "model", "project", "session", "agent"),
                            "day (usual), model, project, session or agent."),
                    Spec.Option.of("--tz", "ZONE", "Where days begin: Europe/Berlin, UTC; usual: here."),
                    Spec.Option.of("--since", "TIME", "From: 2026-01-31, a time, or 7d for seven days ago."),
                    Spec.Option.of("--until", "TIME", "Up to, exclusive.")),
            List.of(),
            "",
            "Claude Code counts cache reads and cache writes apart from its input; Codex' input includes cached tokens,",
            "and its output includes reasoning. Totals include subagents, whose share stands below, and not what Claude",
            "Code asks for its own ends (titles, compactions), which stands below as auxiliary.",
            "Costs with ~ are estimates from list prices (`twinlog prices`), whatever your plan bills.",
            "",
            "Examples:",
            "  twinlog usage --since 7d",
            "  twinlog usage --by model --since 2026-01-01 --until 2026-02-01 --tz UTC",
            "  twinlog usage --json | jq .agents");

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    void parameters(Arguments arguments, Given given) throws Refusal {
        var tz = arguments.get("--tz");
        var zone = tz == null ? given.zone() : TimeZone.getTimeZone(Questions.zone(tz));
        given.put("by", arguments.get("--by"))
                .put("tz", zone.getID())
                .time("since", arguments.get("--since"), zone)
                .time("until", arguments.get("--until"), zone);
    }

    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException {
        if (JsonTree.read(answer) instanceof Map<?, ?> usage)
            new UsageText(terminal, arguments.get("--by")).show(usage);
        return ExitCodes.DONE;
    }
}
