package dev.twinlog.app.cli;

import dev.twinlog.app.cli.Table.Column;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
    private static final int MODELS_NAMED_MAX = 3;
    private static final int COST = 2;
    private static final List<String> NUMBERS =
            List.of("COST", "INPUT", "OUTPUT", "CACHE READ", "CACHE WRITE", "REASONING");

    private final Terminal terminal;
    private final String title;
    private final int labelCells;
    private final List<Row> rows = new ArrayList<>();
    private boolean shares;
    private boolean auxiliary;

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
        else print(usage);
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
                row(label, agent, part(sums, "total"), part(sums, "cost"), false);
        });
    }

    private void total(Object agent, @Nullable Object share) {
        if (!(share instanceof Map<?, ?> sums)) return;
        row("total", agent, part(sums, "total"), part(sums, "cost"), true);
        if (used(part(sums, "subagents"))) {
            shares = true;
            row("subagents", agent, part(sums, "subagents"), Map.of(), false);
        }
        var own = part(sums, "auxiliary");
        if (!used(own)) return;
        auxiliary = true;
        row("auxiliary", agent, own, part(own, "cost"), false);
    }

    /// Whether anything was used: what was not has no row beside the others.
    private static boolean used(Map<?, ?> tokens) {
        return tokens.values().stream().anyMatch(count -> count instanceof Long number && number != 0);
    }

    private static Map<?, ?> part(Map<?, ?> sums, String name) {
        return sums.get(name) instanceof Map<?, ?> tokens ? tokens : Map.of();
    }

    private void row(String label, Object agent, Map<?, ?> tokens, Map<?, ?> cost, boolean total) {
        var cached = tokens.get("cacheReadTokens");
        var values = List.of(
                label,
                agent.toString(),
                cost(cost),
                Words.number(tokens.get("inputTokens")),
                Words.number(tokens.get("outputTokens")),
                Words.number(cached == null ? tokens.get("cachedInputTokens") : cached),
                Words.number(tokens.get("cacheCreationTokens")),
                Words.number(tokens.get("reasoningTokens")));
        rows.add(new Row(values, total));
    }

    /// `~$12.35`: of an estimate, to the cent; `+?` behind it says that something has no price.
    private static String cost(Map<?, ?> cost) {
        if (!(cost.get("usd") instanceof String usd)) return cost.isEmpty() ? "" : "?";
        var cents = new BigDecimal(usd).setScale(2, RoundingMode.HALF_UP);
        return (Boolean.TRUE.equals(cost.get("estimate")) ? "~$" : "$")
                + Words.grouped(cents)
                + (some(cost) ? "+?" : "");
    }

    /// Whether requests have no price.
    private static boolean some(Map<?, ?> cost) {
        return cost.get("unpriced") instanceof Map<?, ?> unpriced
                && unpriced.get("requests") instanceof Long requests
                && requests > 0;
    }

    private void costNotes(Map<?, ?> usage) {
        if (!(usage.get("cost") instanceof Map<?, ?> cost)) return;
        if (rows.stream().filter(Row::total).count() > 1) note("cost in all: " + cost(cost));
        if (Boolean.TRUE.equals(cost.get("estimate"))) {
            var own = usage.get("ownPrices");
            note("~ estimated from list prices of " + Words.text(cost.get("prices"))
                    + (own == null ? "" : " and your own of " + Words.text(own)) + ": `twinlog prices`");
        }
        if (some(cost) && cost.get("unpriced") instanceof Map<?, ?> unpriced) note(unpriced(unpriced));
    }

    /// Of a long list of models the first few.
    private static String unpriced(Map<?, ?> unpriced) {
        var models = new ArrayList<String>();
        if (unpriced.get("models") instanceof List<?> list) {
            for (var model : list)
                if (model instanceof Map<?, ?> map)
                    models.add(map.get("model") == null ? "(unknown)" : Words.text(map.get("model")));
        }
        var named = String.join(", ", models.subList(0, Math.min(MODELS_NAMED_MAX, models.size())));
        int more = models.size() - MODELS_NAMED_MAX;
        return "? no price for " + counted(unpriced.get("requests"), "request") + " with "
                + counted(unpriced.get("tokens"), "token") + ", of " + named
                + (more > 0 ? " and " + more + " more" : "") + ": see `twinlog prices --help`";
    }

    private static String counted(@Nullable Object number, String noun) {
        return Words.counted(number instanceof Long amount ? amount : 0, noun);
    }

    private void print(Map<?, ?> usage) {
        boolean costs = rows.stream().anyMatch(row -> !row.values.get(COST).isEmpty());
        var columns = columns();
        if (!costs) columns.remove(COST);
        var table = new Table(terminal, columns);
        table.head();
        for (var row : rows) {
            var values = new ArrayList<>(row.values);
            if (!costs) values.remove(COST);
            if (row.total) table.strong(values);
            else table.row(values);
        }
        costNotes(usage);
        if (shares) note("subagents: their share, which the totals include");
        if (auxiliary) note("auxiliary: titles and compactions, which the totals do not include");
        table.noteOnLeftOut();
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
