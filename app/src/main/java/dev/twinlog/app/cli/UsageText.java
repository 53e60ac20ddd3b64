package dev.twinlog.app.cli;

import dev.twinlog.app.cli.Table.Column;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Token sums as a table: a row for each group and agent, then the totals.
final class UsageText {
    private final Table table;
    private final Terminal terminal;
    private int rows;

    /// @param labelCells that the first column needs for what it names
    UsageText(Terminal terminal, int labelCells) {
        this.terminal = terminal;
        this.table = new Table(
                terminal,
                List.of(
                        Column.text("OF", labelCells, 60, 1),
                        Column.text("AGENT", 6, 6, 2),
                        Column.number("INPUT", 13, 3),
                        Column.number("OUTPUT", 12, 4),
                        Column.number("CACHE READ", 14, 5),
                        Column.number("CACHE WRITE", 12, 6),
                        Column.number("REASONING", 12, 7)));
    }

    /// Shows an answer in either shape: with `days`, or with the rows of another division.
    void show(Map<?, ?> usage) {
        usage.forEach((name, value) -> {
            if (value instanceof List<?> groups) groups.forEach(this::group);
        });
        if (usage.get("agents") instanceof Map<?, ?> agents) agents(agents, "total", true);
        if (rows == 0) terminal.out().println("No usage.");
    }

    private void group(@Nullable Object group) {
        if (!(group instanceof Map<?, ?> row)) return;
        var label = row.values().stream()
                .filter(String.class::isInstance)
                .findFirst()
                .map(Object::toString)
                .orElse("(unknown)");
        if (row.get("agents") instanceof Map<?, ?> agents) agents(agents, label, false);
        else row(label, Words.text(row.get("agent")), totals(row), false);
    }

    private void agents(Map<?, ?> agents, String label, boolean total) {
        agents.forEach((agent, sums) -> {
            if (sums instanceof Map<?, ?> map && (total || used(totals(map))))
                row(label, agent.toString(), totals(map), total);
        });
    }

    /// Whether an agent used anything: one that did not has no row beside the other.
    private static boolean used(Map<?, ?> totals) {
        return totals.values().stream().anyMatch(count -> count instanceof Long number && number != 0);
    }

    private static Map<?, ?> totals(Map<?, ?> sums) {
        return sums.get("total") instanceof Map<?, ?> total ? total : sums;
    }

    private void row(String label, String agent, Map<?, ?> sums, boolean total) {
        if (rows++ == 0) table.head();
        var cached = sums.get("cacheReadTokens");
        var values = List.of(
                label,
                agent,
                Words.number(sums.get("inputTokens")),
                Words.number(sums.get("outputTokens")),
                Words.number(cached == null ? sums.get("cachedInputTokens") : cached),
                Words.number(sums.get("cacheCreationTokens")),
                Words.number(sums.get("reasoningTokens")));
        if (total) table.strong(values);
        else table.row(values);
    }
}
