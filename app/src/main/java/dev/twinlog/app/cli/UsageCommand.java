package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import dev.twinlog.app.Questions;
import dev.twinlog.app.Refusal;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "usage",
        description = "Count the tokens that were used: by day, or by model, project, session or agent.",
        footer = {
            "",
            "Claude Code counts cache reads and cache writes apart from its input; Codex' input includes cached tokens,",
            "and its output includes reasoning. Totals include subagents.",
            "",
            "Examples:",
            "  twinlog usage --since 7d",
            "  twinlog usage --by model --since 2026-01-01 --until 2026-02-01 --tz UTC",
            "  twinlog usage --json | jq .agents"
        })
final class UsageCommand extends Asking {
    @Option(names = "--by", paramLabel = "WHAT", description = "day (usual), model, project, session or agent.")
    private @Nullable String by;

    @Option(names = "--tz", paramLabel = "ZONE", description = "Where days begin: Europe/Berlin, UTC; usual: here.")
    private @Nullable String tz;

    @Option(names = "--since", paramLabel = "TIME", description = "From: 2026-01-31, a time, or 7d for seven days ago.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Up to, exclusive.")
    private @Nullable String until;

    UsageCommand(Surroundings surroundings) {
        super(surroundings, "usage");
    }

    @Override
    void parameters(Given given) throws Refusal {
        var zone = tz == null ? given.zone() : Questions.zone(tz);
        given.put("by", by).put("tz", zone).time("since", since, zone).time("until", until, zone);
    }

    @Override
    int show(JsonParser answer, Terminal terminal) throws IOException {
        if (JsonTree.read(answer) instanceof Map<?, ?> usage) new UsageText(terminal).show(usage);
        return ExitCodes.DONE;
    }
}
