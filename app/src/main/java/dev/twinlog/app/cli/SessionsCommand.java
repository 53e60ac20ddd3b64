package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.twinlog.app.cli.Table.Column;
import dev.twinlog.app.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "sessions",
        description = "List the sessions, newest first.",
        footer = {
            "",
            "Examples:",
            "  twinlog sessions --since 7d",
            "  twinlog sessions --agent codex --project my-app --limit 20",
            "  twinlog sessions --json | jq '.[0].id'"
        })
final class SessionsCommand extends Asking {
    @Option(names = "--agent", paramLabel = "NAME", description = "Only those of claude, or of codex.")
    private @Nullable String agent;

    @Option(names = "--project", paramLabel = "TEXT", description = "Only those whose folder has this in its path.")
    private @Nullable String project;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only those that were active at or after: 2026-01-31, 2026-01-31T12:00:00Z, or 12h, 7d for ago.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only those that began before.")
    private @Nullable String until;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many; all without it.")
    private @Nullable String limit;

    SessionsCommand(Surroundings surroundings) {
        super(surroundings, "sessions");
    }

    @Override
    void parameters(Given given) throws Refusal {
        given.put("agent", agent)
                .put("project", project)
                .time("since", since, given.zone())
                .time("until", until, given.zone())
                .put("limit", limit);
    }

    @Override
    int show(JsonParser answer, Terminal terminal) throws IOException {
        var table = new Table(
                terminal,
                List.of(
                        Column.text("STARTED", 16, 16, 3),
                        Column.text("AGENT", 6, 6, 2),
                        Column.text("ID", 36, 36, 1),
                        Column.text("TITLE", 12, 90, 4),
                        Column.text("PROJECT", 16, 60, 7),
                        Column.number("PROMPTS", 7, 6),
                        Column.number("TOOLS", 6, 5),
                        Column.number("GAPS", 4, 8)));
        int sessions = 0;
        while (answer.nextToken() == JsonToken.START_OBJECT) {
            if (sessions++ == 0) table.head();
            if (JsonTree.read(answer) instanceof Map<?, ?> session) table.row(row(session, terminal));
        }
        if (sessions == 0) terminal.out().println("No sessions.");
        return ExitCodes.DONE;
    }

    private static List<String> row(Map<?, ?> session, Terminal terminal) {
        return List.of(
                Words.minute(session.get("startedAt"), terminal.zone()),
                Words.text(session.get("agent")),
                Words.text(session.get("id")),
                (Boolean.TRUE.equals(session.get("live")) ? "● " : "") + Words.text(session.get("title")),
                Words.text(session.get("project")),
                Words.number(session.get("prompts")),
                Words.number(session.get("toolCalls")),
                Words.number(session.get("openGaps")));
    }
}
