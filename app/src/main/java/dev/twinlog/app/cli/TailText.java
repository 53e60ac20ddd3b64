package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import dev.twinlog.app.cli.Terminal.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Events as lines for people: when, in which session, what. What an event that comes again said before is not
/// repeated.
final class TailText {
    /// Events whose lines are remembered.
    static final int REMEMBERED_MAX = 10_000;
    /// Lines that are not said again under another key.
    static final int SAID_MAX = 2_000;
    /// Items are told again under another key; requests and turns alike are several.
    private static final Set<String> ITEMS = Set.of("prompt", "message", "reasoning", "tool_call", "notice");
    /// Of an id of Codex the first part only tells the minute.
    private static final Map<String, Integer> ID_CELLS = Map.of("claude", 8, "codex", 13);
    private static final int ID_CELLS_USUAL = 13;
    private static final int SUBAGENT_CELLS = 7;
    private static final int PROJECT_CELLS_MAX = 16;
    private static final int NARROW_COLUMNS = 100;
    private static final int PROJECT_CELLS_NARROW = 8;
    /// Of a text no more than this is looked at.
    private static final int TEXT_MAX = 4000;
    /// What a tool is called with, by the name that says most.
    private static final List<String> INPUTS =
            List.of("command", "cmd", "file_path", "path", "pattern", "query", "url", "description", "prompt", "input");

    private final Terminal terminal;
    private final Map<String, Set<Integer>> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<Integer>> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };
    /// What was said of late, also under other keys: an item that gets its id late is told again under that.
    private final Set<Object> said = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Boolean> eldest) {
            return size() > SAID_MAX;
        }
    });
    private String day;
    private int labelCells;
    private int projectCells;

    TailText(Terminal terminal) {
        this.terminal = terminal;
        this.day = Words.day(terminal.clock().instant().toString(), terminal.zone());
    }

    /// What is said of an event: a mark for its kind, and a text.
    private record Said(Style style, String mark, String text) {}

    /// A line, and where and when.
    ///
    /// @param day     its date; empty when no time is told
    /// @param project its session's folder, or null
    record Line(
            String day,
            String time,
            String session,
            @Nullable String project,
            Style style,
            String mark,
            String text) {}

    /// The lines that are new of an event.
    ///
    /// @param project its session's folder, or null
    List<Line> lines(Map<?, ?> event, @Nullable String project) {
        var session = Words.text(event.get("session"));
        var known = told.computeIfAbsent(session + " " + event.get("key"), key -> new HashSet<>());
        var at = event.get("at");
        var time = Words.timeOfDay(at, terminal.zone());
        var date = Words.day(at, terminal.zone());
        return said(event).stream()
                .filter(said -> known.add((said.mark + said.text).hashCode()))
                .filter(said -> isNew(session, event, said))
                .map(said -> new Line(date, time, session, project, said.style, said.mark, said.text))
                .toList();
    }

    private boolean isNew(String session, Map<?, ?> event, Said what) {
        var kind = Words.text(event.get("kind"));
        var at = event.get("at");
        return at == null || !ITEMS.contains(kind) || said.add(List.of(session, kind, at, what.mark, what.text));
    }

    /// Prints a line, cut to the width of the terminal.
    void print(Line line) {
        if (!line.day.isEmpty() && !line.day.equals(day))
            terminal.out().println(terminal.styled(Style.STRONG, line.day));
        if (!line.day.isEmpty()) day = line.day;
        terminal.out().println(shown(line, 0));
    }

    /// A line, cut to the width of the terminal.
    ///
    /// @param free cells at its end
    String shown(Line line, int free) {
        return begun(line) + terminal.styled(ofText(line.style), Cells.cut(line.text, room(line) - free));
    }

    /// A line whose text goes on: as much of its end as the terminal has room for.
    String growing(Line line) {
        return begun(line) + terminal.styled(Style.FAINT, Cells.end(line.text, room(line) - 1));
    }

    /// A line up to its text.
    private String begun(Line line) {
        var label = label(line.session);
        var folder = folder(line.project);
        labelCells = Math.max(labelCells, Cells.width(label));
        projectCells = Math.max(projectCells, Cells.width(folder));
        return terminal.styled(Style.FAINT, line.time) + "  "
                + coloured(line.session, Cells.fit(label, labelCells, false)) + "  "
                + (projectCells == 0 ? "" : terminal.styled(Style.FAINT, Cells.fit(folder, projectCells, false)) + "  ")
                + terminal.styled(line.style, line.mark) + " ";
    }

    private int room(Line line) {
        int place = Cells.width(line.time) + 2 + labelCells + 2 + (projectCells == 0 ? 0 : projectCells + 2);
        return terminal.room(place + Cells.width(line.mark) + 1);
    }

    /// A line that is told now.
    Line now(String session, @Nullable String project, Style style, String mark, String text) {
        var at = terminal.clock().instant().toString();
        var time = Words.timeOfDay(at, terminal.zone());
        return new Line(Words.day(at, terminal.zone()), time, session, project, style, mark, text);
    }

    /// Colour is for the marks; a text is strong or faint at most.
    private static Style ofText(Style style) {
        return style == Style.STRONG || style == Style.FAINT ? style : Style.PLAIN;
    }

    private static String label(String session) {
        int slash = session.indexOf('/');
        if (slash < 0) return Cells.line(session);
        var agent = session.substring(0, slash);
        var id = Cells.line(session.substring(slash + 1));
        return agent + " " + id.substring(0, Math.min(id.length(), ID_CELLS.getOrDefault(agent, ID_CELLS_USUAL)));
    }

    private String folder(@Nullable String project) {
        if (project == null) return "";
        var path = Cells.line(project);
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        var last = path.substring(path.lastIndexOf('/', Math.max(0, end - 1)) + 1, end);
        if (terminal.whole()) return last;
        return Cells.cut(last, terminal.columns() < NARROW_COLUMNS ? PROJECT_CELLS_NARROW : PROJECT_CELLS_MAX);
    }

    /// One of the colours that can be read on light and dark, by the session.
    private String coloured(String session, String text) {
        return terminal.coloured(session.hashCode(), text);
    }

    private static List<Said> said(Map<?, ?> event) {
        var fields = event.get("fields") instanceof Map<?, ?> map ? map : Map.of();
        var status = Words.text(event.get("status"));
        if (Boolean.TRUE.equals(event.get("copied"))) return List.of();
        return switch (Words.text(event.get("kind"))) {
            case "prompt" -> spoken(Style.STRONG, ">", fields, event);
            case "message" -> spoken(Style.PLAIN, "•", fields, event);
            case "reasoning" -> spoken(Style.FAINT, "~", fields, event);
            case "tool_call" -> toolCall(fields, status, event);
            case "model_request" -> request(fields);
            case "turn" -> turn(fields, status);
            default -> notice(fields);
        };
    }

    private static List<Said> spoken(Style style, String mark, Map<?, ?> fields, Map<?, ?> event) {
        var text = text(fields, "text");
        var end = "incomplete".equals(event.get("status")) ? "(broke off) " : "";
        return text.isEmpty() ? List.of() : List.of(new Said(style, mark, by(event) + end + text));
    }

    private static String by(Map<?, ?> event) {
        var agent = event.get("agentId");
        if (agent == null) return "";
        var id = Cells.line(agent.toString());
        return "[" + id.substring(0, Math.min(id.length(), SUBAGENT_CELLS)) + "] ";
    }

    private static List<Said> toolCall(Map<?, ?> fields, String status, Map<?, ?> event) {
        var lines = new ArrayList<Said>();
        var name = text(fields, "name");
        var call = by(event) + (name.isEmpty() ? "tool" : name);
        if (!name.isEmpty() || value(fields, "input") != null)
            lines.add(new Said(Style.CALLED, "→", call + "  " + input(value(fields, "input"))));
        if (!status.equals("open") && !status.isEmpty()) lines.add(result(call, fields, status));
        return lines;
    }

    private static Said result(String call, Map<?, ?> fields, String status) {
        boolean good = status.equals("completed");
        var result = new StringJoiner("  ").add(call);
        if (!good) result.add(status);
        var exit = value(fields, "exitCode");
        if (exit != null) result.add("exit " + exit);
        var took = Words.duration(value(fields, "durationMs"));
        if (!took.isEmpty()) result.add(took);
        var output = text(fields, "output");
        if (output.isEmpty()) output = text(fields, "error");
        if (!output.isEmpty()) result.add(output);
        return new Said(good ? Style.FAINT : Style.BAD, good ? "✓" : "✗", result.toString());
    }

    private static List<Said> request(Map<?, ?> fields) {
        var output = value(fields, "outputTokens");
        if (output == null) return List.of();
        var line = new StringJoiner("  ");
        var model = text(fields, "model");
        if (!model.isEmpty()) line.add(model);
        line.add(Words.number(value(fields, "inputTokens")) + " tokens in").add(Words.number(output) + " out");
        return List.of(new Said(Style.FAINT, "#", line.toString()));
    }

    private static List<Said> turn(Map<?, ?> fields, String status) {
        if (!Set.of("completed", "interrupted", "failed").contains(status)) return List.of();
        var took = Words.duration(value(fields, "durationMs"));
        return List.of(new Said(
                status.equals("completed") ? Style.FAINT : Style.ODD,
                "·",
                "turn " + status + (took.isEmpty() ? "" : "  " + took)));
    }

    private static List<Said> notice(Map<?, ?> fields) {
        var line = new StringJoiner("  ");
        for (var name : List.of("subtype", "description", "text", "error", "reason")) {
            var text = text(fields, name);
            if (!text.isEmpty()) line.add(name.equals("subtype") ? text.replace('_', ' ') : text);
        }
        return line.length() == 0 ? List.of() : List.of(new Said(Style.ODD, "!", line.toString()));
    }

    /// What a tool is called with in short: its command, or its path, else the whole of it.
    private static String input(@Nullable Object input) {
        var text = Words.text(input);
        if (!text.startsWith("{")) return shortened(text);
        try (var json = new JsonFactory().createParser(text)) {
            json.nextToken();
            if (JsonTree.read(json) instanceof Map<?, ?> map)
                for (var name : INPUTS) {
                    var said = map.get(name);
                    if (said != null && !said.toString().isBlank()) return shortened(said.toString());
                }
        } catch (IOException e) {
            // no JSON: shown as it is
        }
        return shortened(text);
    }

    private static String text(Map<?, ?> fields, String name) {
        return shortened(Words.text(value(fields, name)));
    }

    private static String shortened(String text) {
        return Cells.line(text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text);
    }

    private static @Nullable Object value(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Map<?, ?> said ? said.get("value") : null;
    }
}
