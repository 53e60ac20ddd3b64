package dev.twinlog.app.cli;

import dev.twinlog.app.cli.Terminal.Style;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Verdicts as text.
final class DecisionsText {
    /// On a terminal of so many cells a verdict and its key stand on one line.
    static final int ONE_LINE_CELLS_MIN = 140;

    private static final int VERDICT_CELLS = 9;
    private static final int WITNESS_CELLS = 26;

    private final Terminal terminal;

    DecisionsText(Terminal terminal) {
        this.terminal = terminal;
    }

    /// How often each verdict was given.
    void counters(Map<?, ?> counters, @Nullable Object logLimit) {
        var words = new StringJoiner("  ");
        counters.forEach((verdict, amount) -> words.add(Words.number(amount) + " " + verdict));
        terminal.out().println(terminal.styled(Style.STRONG, Cells.cut(words.toString(), terminal.room(0))));
        var bound = "counted since the store was made; the log keeps the last " + Words.number(logLimit);
        terminal.out().println(terminal.styled(Style.FAINT, Cells.cut(bound, terminal.room(0))));
    }

    void decision(Map<?, ?> decision) {
        var words = words(decision, terminal);
        var key = Cells.line(Words.text(decision.get("key")));
        if (terminal.columns() >= ONE_LINE_CELLS_MIN) {
            int cells =
                    Words.minute("2026-01-01T00:00:00Z", terminal.zone()).length() + 7 + VERDICT_CELLS + WITNESS_CELLS;
            terminal.out().println(Cells.fit(words, Math.max(cells, Cells.width(words)), false) + "  " + key);
            return;
        }
        terminal.out().println(words);
        terminal.out().println(terminal.styled(Style.FAINT, "  " + key));
    }

    /// When, what, and by which witnesses.
    static String words(Map<?, ?> decision, Terminal terminal) {
        var at = decision.get("at");
        var when = at == null
                ? "(no time told)     "
                : Words.minute(at, terminal.zone()).substring(0, 11) + Words.timeOfDay(at, terminal.zone());
        return when + "  " + Cells.fit(Words.text(decision.get("verdict")), VERDICT_CELLS, false) + "  "
                + witnesses(decision);
    }

    private static String witnesses(Map<?, ?> decision) {
        var incoming = Words.text(decision.get("incoming"));
        var chosen = Words.text(decision.get("chosen"));
        var replaced = Words.text(decision.get("replaced"));
        if (!replaced.isEmpty()) return incoming + " over " + replaced;
        return chosen.isEmpty() || chosen.equals(incoming) ? incoming : incoming + ", kept " + chosen;
    }
}
