package dev.twinlog.app.cli;

import dev.twinlog.app.cli.Terminal.Style;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// A session as text: a head, then an entry for each event, its texts indented below it.
final class NarrativeText {
    private static final int INDENT = 2;
    private static final int LINES_SHOWN = 12;

    /// Fields as docs/compatibility.md names them. Shown as a text of its own, in this order; all other fields stand on
    /// the entry's line or are left to
    /// `--full`.
    private static final List<String> TEXTS = List.of("text", "input", "output", "changes", "error", "reason");

    /// Shown on the entry's line.
    private static final List<String> LABELS =
            List.of("source", "subtype", "name", "description", "model", "exitCode", "inputTokens", "outputTokens");

    /// The same of a tool call.
    private static final List<String> CALL_LABELS = List.of("name", "description", "exitCode");

    /// What goes without saying.
    private static final Set<String> USUAL = Set.of("completed", "unknown", "human");

    private final Terminal terminal;
    private final boolean full;
    private final boolean keys;
    private final TurnsLast<Numbered> order = new TurnsLast<>();
    private int events;

    /// @param number as `SESSION#N` counts
    private record Numbered(Map<?, ?> event, int number) {}

    NarrativeText(Terminal terminal, boolean full) {
        this(terminal, full, false);
    }

    /// @param full whether every field is shown, and texts whole
    /// @param keys whether each event's number and key are shown
    NarrativeText(Terminal terminal, boolean full, boolean keys) {
        this.terminal = terminal;
        this.full = full;
        this.keys = keys;
    }

    void head(Map<?, ?> session) {
        var title = Cells.line(Words.text(session.get("title")));
        line(Style.STRONG, title.isEmpty() ? "(no title)" : title);
        var about = new StringJoiner("  ")
                .add(Words.text(session.get("agent")))
                .add(Words.text(session.get("id")))
                .add(Words.minute(session.get("startedAt"), terminal.zone()));
        line(Style.FAINT, Cells.line(about.toString()));
        var project = session.get("project");
        if (project != null) line(Style.FAINT, Cells.line(project.toString()));
    }

    /// Shows the next event, or keeps it until its place comes.
    void event(Map<?, ?> event) {
        order.next(event, new Numbered(event, ++events)).forEach(this::show);
    }

    /// Shows what was kept; no more events come.
    void end() {
        order.end().forEach(this::show);
    }

    private void show(Numbered numbered) {
        var event = numbered.event;
        var fields = event.get("fields") instanceof Map<?, ?> map ? map : Map.of();
        if (!full && !keys && saysNothing(event, fields)) return;
        terminal.out().println();
        line(style(event), Cells.line(entry(event, fields)));
        if (keys) key(numbered.number, Words.text(event.get("key")));
        if (full) {
            fields.forEach((name, field) -> field(name.toString(), field));
            return;
        }
        for (var name : TEXTS) {
            var value = value(fields, name);
            if (value != null && !value.equals(event.get("status"))) text(value.toString(), LINES_SHOWN);
        }
    }

    /// Never cut nor broken, since it is to be copied.
    private void key(int number, String key) {
        terminal.out().println(terminal.styled(Style.FAINT, "#" + number + "  " + Cells.line(key)));
    }

    /// A turn of which is told neither how it ended nor how long it took.
    private static boolean saysNothing(Map<?, ?> event, Map<?, ?> fields) {
        return "turn".equals(event.get("kind"))
                && USUAL.contains(Words.text(event.get("status")))
                && value(fields, "durationMs") == null;
    }

    private String entry(Map<?, ?> event, Map<?, ?> fields) {
        var kind = Words.text(event.get("kind"));
        var entry = new StringJoiner("  ")
                .add(Words.timeOfDay(event.get("at"), terminal.zone()))
                .add(kind.replace('_', ' '));
        if (kind.equals("turn")) return turn(entry, event, fields);
        for (var name : kind.equals("tool_call") ? CALL_LABELS : LABELS) {
            var value = value(fields, name);
            if (value != null && !USUAL.contains(value.toString())) entry.add(label(name, value));
        }
        var decided = decided(value(fields, "decision"), value(fields, "source"));
        var status = event.get("status");
        if (decided.isEmpty()) decided = asked(fields, status);
        if (!decided.isEmpty()) entry.add("· " + decided);
        if (status != null && !USUAL.contains(status.toString())) entry.add("[" + status + "]");
        var agent = event.get("agentId");
        return agent == null
                ? entry.toString()
                : entry.add("by subagent " + agent).toString();
    }

    /// How it ended and how long it took.
    private static String turn(StringJoiner entry, Map<?, ?> event, Map<?, ?> fields) {
        var status = Words.text(event.get("status"));
        if (!status.equals("unknown")) entry.add(status);
        var took = Words.duration(value(fields, "durationMs"));
        if (!took.isEmpty()) entry.add(took);
        var agent = event.get("agentId");
        return agent == null
                ? entry.toString()
                : entry.add("by subagent " + agent).toString();
    }

    /// Whether a tool might run, and by whose word: `accepted by config`.
    private static String decided(@Nullable Object decision, @Nullable Object source) {
        if (decision == null) return "";
        var word = switch (decision.toString()) {
            case "accept" -> "accepted";
            case "reject" -> "rejected";
            default -> decision.toString().replace('_', ' ');
        };
        var by = Words.text(source);
        return by.isEmpty() ? word : word + " by " + (by.startsWith("user_") ? "user" : by.replace('_', ' '));
    }

    /// Whether the user was asked, where nobody tells what was decided.
    private static String asked(Map<?, ?> fields, @Nullable Object status) {
        if (!Boolean.TRUE.equals(value(fields, "asked"))) return "";
        boolean waits = "open".equals(status) && value(fields, "answered") == null;
        return waits ? "waits for your approval in Codex" : "the user was asked";
    }

    private static String label(String name, Object value) {
        return switch (name) {
            case "name" -> value.toString();
            case "exitCode" -> "exit " + value;
            case "inputTokens" -> Words.number(value) + " tokens in";
            case "outputTokens" -> Words.number(value) + " out";
            default -> value.toString().replace('_', ' ');
        };
    }

    private static Style style(Map<?, ?> event) {
        return switch (Words.text(event.get("kind"))) {
            case "prompt" -> Style.STRONG;
            case "message" -> Style.PLAIN;
            case "tool_call" -> Style.CALLED;
            case "notice" -> Style.ODD;
            default -> Style.FAINT;
        };
    }

    private void field(String name, @Nullable Object field) {
        if (!(field instanceof Map<?, ?> said)) return;
        var witness = Words.text(said.get("witness"));
        line(Style.FAINT, " ".repeat(INDENT) + Cells.line(name) + (witness.isEmpty() ? "" : " (" + witness + ")"));
        text(Words.text(said.get("value")), Integer.MAX_VALUE);
    }

    private static @Nullable Object value(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Map<?, ?> said ? said.get("value") : null;
    }

    private void text(String text, int linesMax) {
        var lines = Cells.wrapped(text.strip(), terminal.room(2 * INDENT), linesMax);
        for (var line : lines.shown()) terminal.out().println(line.isEmpty() ? "" : " ".repeat(2 * INDENT) + line);
        if (lines.more() > 0) line(Style.FAINT, " ".repeat(2 * INDENT) + "… " + lines.more() + " more lines");
    }

    private void line(Style style, String line) {
        terminal.out().println(terminal.styled(style, Cells.cut(line, terminal.room(0))));
    }
}
