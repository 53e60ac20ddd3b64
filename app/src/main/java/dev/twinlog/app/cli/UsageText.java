package dev.twinlog.app.cli;

import dev.twinlog.app.cli.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Token sums as a table: a row for each group and agent, then the totals, each with the share of
/// subagents. A column of numbers is as wide as its widest number, so that as many columns as can be stand
/// side by side.
final class UsageText {
    private static final int LABEL_CELLS_MAX = 60;
    private static final List<String> NUMBERS = List.of("INPUT", "OUTPUT", "CACHE READ", "CACHE WRITE", "REASONING");

    private final Terminal terminal;
    private final String title;
    private final int labelCells;
    private final List<Row> rows = new ArrayList<>();
    private boolean shares;

    private record Row(List<String> values, boolean total) {}

    /// @param by what usage is told by; null: by day
    UsageText(Terminal terminal, @Nullable String by) {
        this.terminal = terminal;
        var what = by == null ? "day" : by;
        this.title = what.equals("agent") ? "SHARE" : what.toUpperCase(Locale.ROOT);
        this.labelCells = labelCells(what);
    }

    /// An id is only of use whole; a model or a project can be told by its beginning.
    private static int labelCells(String by) {
        return switch (by) {
            case "session" -> 36;
            case "model", "project" -> 24;
            default -> 10;
        };
    }

    /// Shows an answer in either shape: with `days`, or with the rows of another division.
    void show(Map<?, ?> usage) {
        usage.forEach((name, value) -> {
            if (value instanceof List<?> groups) groups.forEach(this::group);
        });
        if (usage.get("agents") instanceof Map<?, ?> agents) agents.forEach(this::total);
        if (rows.isEmpty()) terminal.out().println("No usage.");
        else print();
    }

    private void group(@Nullable Object group) {
        if (!(group instanceof Map<?, ?> row)) return;
        var label = row.values().stream()
                .filter(String.class::isInstance)
                .findFirst()
                .map(Object::toString)
                .orElse("(unknown)");
        if (!(row.get("agents") instanceof Map<?, ?> agents)) return;
        agents.forEach((agent, share) -> {
            if (share instanceof Map<?, ?> sums && used(part(sums, "total")))
                row(label, agent, part(sums, "total"), false);
        });
    }

    private void total(Object agent, @Nullable Object share) {
        if (!(share instanceof Map<?, ?> sums)) return;
        row("total", agent, part(sums, "total"), true);
        if (!used(part(sums, "subagents"))) return;
        shares = true;
        row("subagents", agent, part(sums, "subagents"), false);
    }

    /// Whether anything was used: what was not has no row beside the others.
    private static boolean used(Map<?, ?> tokens) {
        return tokens.values().stream().anyMatch(count -> count instanceof Long number && number != 0);
    }

    private static Map<?, ?> part(Map<?, ?> sums, String name) {
        return sums.get(name) instanceof Map<?, ?> tokens ? tokens : Map.of();
    }

    private void row(String label, Object agent, Map<?, ?> tokens, boolean total) {
        var cached = tokens.get("cacheReadTokens");
        var values = List.of(
                label,
                agent.toString(),
                Words.number(tokens.get("inputTokens")),
                Words.number(tokens.get("outputTokens")),
                Words.number(cached == null ? tokens.get("cachedInputTokens") : cached),
                Words.number(tokens.get("cacheCreationTokens")),
                Words.number(tokens.get("reasoningTokens")));
        rows.add(new Row(values, total));
    }

    private void print() {
        var table = new Table(terminal, columns());
        table.head();
        for (var row : rows) {
            if (row.total) table.strong(row.values);
            else table.row(row.values);
        }
        if (shares) note("subagents: their share, which the totals include");
        var absent = table.leftOut();
        if (!absent.isEmpty()) note("no room for " + String.join(", ", absent) + ": see --json or a wider terminal");
    }

    private void note(String text) {
        for (var line : Cells.wrapped(text, terminal.room(0)))
            terminal.out().println(terminal.styled(Terminal.Style.FAINT, line));
    }

    private List<Column> columns() {
        var columns = new ArrayList<Column>();
        columns.add(Column.text(title, labelCells, LABEL_CELLS_MAX, 1));
        columns.add(Column.text("AGENT", 6, 6, 2));
        for (var name : NUMBERS) {
            int index = columns.size();
            int cells = rows.stream()
                    .mapToInt(row -> row.values.get(index).length())
                    .max()
                    .orElse(0);
            columns.add(Column.number(name, Math.max(name.length(), cells), index + 1));
        }
        return columns;
    }
}
