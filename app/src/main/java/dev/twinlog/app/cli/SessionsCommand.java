package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.twinlog.app.Answers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.cli.Table.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `twinlog sessions`.
final class SessionsCommand extends Asking {
    private static final String BRIEF = "--brief";
    private static final Spec SPEC = asking(
            "sessions",
            "List the sessions, newest first.",
            List.of(
                    Spec.Option.choice("--agent", "NAME", Agents.NAMES, "Only those of claude, or of codex."),
                    Spec.Option.of("--project", "TEXT", "Only those whose folder has this in its path."),
                    Spec.Option.of(
                            "--since",
                            "TIME",
                            "Only those active at or after: 2026-01-31, 2026-01-31T12:00:00Z, or 12h, 7d for ago."),
                    Spec.Option.of("--until", "TIME", "Only those that began before."),
                    Spec.Option.of("--limit", "N", "At most so many; all without it."),
                    Spec.Option.flag(BRIEF, "Only id, tab and title, one session a line: for scripts.")),
            List.of(),
            "",
            "Examples:",
            "  twinlog sessions --since 7d",
            "  twinlog sessions --agent codex --project my-app --limit 20",
            "  twinlog sessions --json | jq '.[0].id'");

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    void parameters(Arguments arguments, Given given) throws Refusal {
        given.put("agent", arguments.get("--agent"))
                .put("project", arguments.get("--project"))
                .time("since", arguments.get("--since"), given.zone())
                .time("until", arguments.get("--until"), given.zone())
                .put("limit", arguments.get("--limit"));
    }

    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException {
        return arguments.has(BRIEF) ? brief(answer, terminal) : table(answer, terminal);
    }

    @Override
    void after(Answers answers, Terminal terminal, Arguments arguments) throws Refusal, IOException {
        if (arguments.has(BRIEF)) return;
        var bytes = new ByteArrayOutputStream();
        answers.status(new Question.Status(), bytes);
        try (var json = new JsonFactory().createParser(bytes.toByteArray())) {
            json.nextToken();
            if (JsonTree.read(json) instanceof Map<?, ?> status && status.get("rescue") instanceof Map<?, ?> rescue)
                RescueText.noteOnUnlisted(rescue, terminal);
        }
    }

    private static int brief(JsonParser answer, Terminal terminal) throws IOException {
        while (answer.nextToken() == JsonToken.START_OBJECT) {
            if (JsonTree.read(answer) instanceof Map<?, ?> session) {
                var id = Cells.line(Words.text(session.get("id")));
                terminal.out().println(id + "\t" + Cells.line(Words.text(session.get("title"))));
            }
        }
        return ExitCodes.DONE;
    }

    private static int table(JsonParser answer, Terminal terminal) throws IOException {
        var table = new Table(
                terminal,
                List.of(
                        Column.text("ACTIVE", 16, 16, 3),
                        Column.text("AGENT", 6, 6, 2),
                        Column.text("ID", 36, 36, 1),
                        Column.text("TITLE", 12, 90, 4),
                        Column.text("PROJECT", 16, 60, 7),
                        Column.number("PROMPTS", 7, 6),
                        Column.number("TOOLS", 6, 5),
                        Column.number("GAPS", 4, 8),
                        Column.text("STARTED", 16, 16, 9)));
        int sessions = 0;
        int marked = 0;
        while (answer.nextToken() == JsonToken.START_OBJECT) {
            if (sessions++ == 0) table.head();
            if (JsonTree.read(answer) instanceof Map<?, ?> session) {
                table.row(row(session, terminal));
                if (!RescueText.mark(session.get("deletion")).isEmpty()) marked++;
            }
        }
        if (marked > 0) RescueText.noteOnMarks(terminal);
        if (sessions == 0) terminal.out().println("No sessions.");
        else table.noteOnLeftOut();
        return ExitCodes.DONE;
    }

    private static List<String> row(Map<?, ?> session, Terminal terminal) {
        var last = session.get("endedAt");
        var started = session.get("startedAt");
        return List.of(
                Words.minute(last == null ? started : last, terminal.zone()),
                Words.text(session.get("agent")),
                Words.text(session.get("id")),
                (Boolean.TRUE.equals(session.get("live")) ? "● " : "")
                        + RescueText.mark(session.get("deletion"))
                        + Words.text(session.get("title")),
                Words.text(session.get("project")),
                Words.number(session.get("prompts")),
                Words.number(session.get("toolCalls")),
                Words.number(session.get("openGaps")),
                Words.minute(started, terminal.zone()));
    }
}
