package dev.twinlog.app.cli;

import dev.twinlog.app.cli.TailText.Line;
import dev.twinlog.app.cli.Terminal.Style;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is being produced and what waits for the user, as it is shown before it is settled: on a terminal the last
/// line, until the settled event takes its place; elsewhere a line for each piece.
final class TailLive {
    /// Items of which the text is remembered.
    static final int ITEMS_MAX = 64;
    /// Of a text no more of its end is remembered than any terminal shows.
    static final int TEXT_MAX = 2000;

    private static final String MISSED = "… ";

    private final Terminal terminal;
    private final TailText text;
    private final Map<List<String>, Growing> items = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Growing> eldest) {
            return size() > ITEMS_MAX;
        }
    };
    private final Map<List<String>, Line> waiting = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Line> eldest) {
            return size() > ITEMS_MAX;
        }
    };
    private boolean drawn;

    /// @param reached so much of its text was heard
    private record Growing(Line line, long reached) {}

    TailLive(Terminal terminal, TailText text) {
        this.terminal = terminal;
        this.text = text;
    }

    /// More was produced of an item.
    ///
    /// @param project its session's folder, or null
    void live(Map<?, ?> live, @Nullable String project) {
        var session = Words.text(live.get("session"));
        var name = List.of(session, Words.text(live.get("item")));
        var piece = Words.text(live.get("text"));
        long from = live.get("from") instanceof Number number ? number.longValue() : 0;
        var known = items.remove(name);
        boolean ended = Boolean.TRUE.equals(live.get("ended"));
        if (!terminal.outShown()) {
            if (!piece.isBlank())
                text.print(text.now(session, project, Style.FAINT, mark(live) + "…", Cells.line(piece)));
            return;
        }
        if (ended) return;
        var before = known != null && from == known.reached ? known.line.text() : from > 0 ? MISSED : "";
        var all = before + piece.replaceAll("\\s+", " ");
        var shown = all.length() > TEXT_MAX ? all.substring(all.length() - TEXT_MAX) : all;
        items.put(
                name,
                new Growing(
                        text.now(session, project, Style.FAINT, mark(live), Cells.line(shown) + blankEnd(shown)),
                        from + piece.length()));
    }

    /// A text that is shown in one line loses the white space at its end, where it goes on.
    private static String blankEnd(String shown) {
        return shown.endsWith(" ") ? " " : "";
    }

    private static String mark(Map<?, ?> live) {
        return switch (Words.text(live.get("kind"))) {
            case "reasoning" -> "~";
            case "tool_call" -> "→";
            case "notice" -> "!";
            default -> "•";
        };
    }

    /// The user is asked something, or has answered: shown as long as it waits.
    ///
    /// @param project its session's folder, or null
    void approval(Map<?, ?> asked, @Nullable String project) {
        var session = Words.text(asked.get("session"));
        var name = List.of(session, Words.text(asked.get("request")));
        waiting.remove(name);
        if (!Boolean.TRUE.equals(asked.get("pending"))) return;
        var line = text.now(session, project, Style.ODD, "?", Cells.line(question(asked)));
        if (terminal.outShown()) waiting.put(name, line);
        else text.print(line);
    }

    private static String question(Map<?, ?> asked) {
        var what = Words.text(asked.get("text"));
        var reason = Words.text(asked.get("reason"));
        var question = switch (Words.text(asked.get("about"))) {
            case "command" -> "waits for your approval in Codex: " + what;
            case "file_change" ->
                "waits for your approval in Codex: to change files" + (what.isEmpty() ? "" : " in " + what);
            case "permissions" -> "waits for your approval in Codex: of more permissions";
            default -> "waits for your answer in Codex: " + what;
        };
        return question + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    /// Takes the growing line away, before something else is shown.
    void erase() {
        if (!drawn) return;
        terminal.out().print(ProgressReport.ERASE_LINE);
        drawn = false;
    }

    /// Shows what waits for the user, else the item of which something was produced last.
    void draw() {
        if (!terminal.outShown()) return;
        erase();
        var line = last();
        if (line != null) {
            terminal.out().print(line);
            drawn = true;
        }
        terminal.out().flush();
    }

    private @Nullable String last() {
        if (!waiting.isEmpty()) return text.shown(waiting.values().iterator().next(), 1);
        Growing last = null;
        for (var item : items.values()) last = item;
        return last == null ? null : text.growing(last.line);
    }

    /// Nothing of what was produced is known any more.
    void forget() {
        erase();
        items.clear();
        waiting.clear();
    }
}
