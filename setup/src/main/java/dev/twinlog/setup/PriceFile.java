package dev.twinlog.setup;

import dev.twinlog.model.prices.CostClass;
import dev.twinlog.model.prices.Price;
import dev.twinlog.model.prices.PriceRow;
import dev.twinlog.model.prices.PriceTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// A table of prices as text, read strictly: what is not understood is refused with its line and column.
///
/// `date` and `source` tell of the table; each `[[price]]` has `models` (names, or beginnings of names that
/// end in `*`), prices for a million tokens in US dollars (`input`, `output`, and where they differ from
/// `input` the classes `cache_read`, `cache_write`, `cache_write_1h`), and may have `from`, the day from
/// which it holds, and `over`, the length of prompts beyond which it holds.
final class PriceFile {
    /// More rows than any table of prices needs.
    static final int ROWS_MAX = 2_000;

    private static final Set<String> TOP = Set.of("date", "source", "price");
    private static final Set<String> KEYS =
            Set.of("models", "from", "over", "input", "output", "cache_read", "cache_write", "cache_write_1h");

    private final String name;
    private final TomlParseResult toml;

    private PriceFile(String name, TomlParseResult toml) {
        this.name = name;
        this.toml = toml;
    }

    /// @param name what messages and rows call the text: a file, or `built in`
    /// @throws SettingsProblem with the line and column of what is wrong
    static PriceTable read(String name, String text) throws SettingsProblem {
        var toml = OwnToml.parse(name, text);
        var file = new PriceFile(name, toml);
        if (toml.hasErrors()) {
            var first = toml.errors().getFirst();
            throw file.wrong(
                    first.position(), "this is no TOML: " + first.getMessage() + "; correct it, or take the file away");
        }
        return file.table();
    }

    private PriceTable table() throws SettingsProblem {
        refuseUnknown(toml, TOP);
        var date = date(toml, "date");
        if (date == null) throw new SettingsProblem(name + ": date is missing: say when the prices were put together");
        var source = toml.get("source");
        if (source != null && !(source instanceof String)) throw wrong(toml, "source", "must be a text");
        return new PriceTable(date, Objects.requireNonNullElse((String) source, "not told"), rows());
    }

    private List<PriceRow> rows() throws SettingsProblem {
        var rows = new ArrayList<PriceRow>();
        var seen = new HashSet<String>();
        if (!(toml.get("price") instanceof TomlArray prices)) {
            throw new SettingsProblem(name + ": there is no [[price]]: add one, or take the file away");
        }
        for (int i = 0; i < prices.size(); i++) {
            if (!(prices.get(i) instanceof TomlTable row)) throw wrong(toml, "price", "must be written [[price]]");
            for (var made : rows(row, prices.inputPositionOf(i))) {
                if (!seen.add(made.model() + " " + made.from() + " " + made.over()))
                    throw wrong(row, "models", "has '" + made.model() + "', which has a price for that time already");
                rows.add(made);
            }
            if (rows.size() > ROWS_MAX) throw wrong(toml, "price", "comes more than " + ROWS_MAX + " times");
        }
        return rows;
    }

    private List<PriceRow> rows(TomlTable row, @Nullable TomlPosition at) throws SettingsProblem {
        refuseUnknown(row, KEYS);
        var price = price(row, at);
        var from = date(row, "from");
        var over = over(row);
        var place = at == null || name.equals(PriceBook.BUILT_IN) ? name : name + ":" + at.line();
        return models(row, at).stream()
                .map(model -> new PriceRow(model, from, over, price, place))
                .toList();
    }

    private List<String> models(TomlTable row, @Nullable TomlPosition at) throws SettingsProblem {
        var models = row.get("models");
        if (models == null) throw wrong(at, "models is missing: name the models that have this price");
        if (!(models instanceof TomlArray list)
                || list.isEmpty()
                || !list.toList().stream().allMatch(PriceFile::isModel))
            throw wrong(row, "models", "must be a list of names such as [\"my-model\", \"my-model-2026*\"]");
        return list.toList().stream().map(String.class::cast).toList();
    }

    private static boolean isModel(Object value) {
        return value instanceof String text && !text.isBlank() && text.indexOf('*', 0, text.length() - 1) < 0;
    }

    private Price price(TomlTable row, @Nullable TomlPosition at) throws SettingsProblem {
        var input = needed(row, "input", at);
        var output = needed(row, "output", at);
        var write = amount(row, "cache_write", input);
        return new Price(input, output, amount(row, "cache_read", input), write, amount(row, "cache_write_1h", write));
    }

    private BigDecimal needed(TomlTable row, String key, @Nullable TomlPosition at) throws SettingsProblem {
        if (row.get(List.of(key)) == null) throw wrong(at, key + " is missing: dollars for a million tokens");
        return amount(row, key, BigDecimal.ZERO);
    }

    /// A decimal number becomes what was written: 15 digits of it are exact.
    private BigDecimal amount(TomlTable row, String key, BigDecimal otherwise) throws SettingsProblem {
        var value = row.get(List.of(key));
        if (value == null) return otherwise;
        var amount = value instanceof Long whole
                ? BigDecimal.valueOf(whole)
                : value instanceof Double decimal && Double.isFinite(decimal) ? BigDecimal.valueOf(decimal) : null;
        if (amount == null || !Price.isPrice(amount))
            throw wrong(
                    row,
                    key,
                    "must be dollars for a million tokens, such as 2.5: at most " + Price.MOST
                            + ", with at most six decimals");
        return amount;
    }

    private @Nullable LocalDate date(TomlTable in, String key) throws SettingsProblem {
        var value = in.get(List.of(key));
        if (value == null || value instanceof LocalDate) return (LocalDate) value;
        throw wrong(in, key, "must be a date such as 2026-01-31, without quotes");
    }

    private CostClass over(TomlTable row) throws SettingsProblem {
        var value = row.get("over");
        if (value == null) return CostClass.USUAL;
        for (var one : CostClass.values()) if (one.tokens() > 0 && value.equals(one.tokens())) return one;
        var known = Arrays.stream(CostClass.values())
                .filter(one -> one.tokens() > 0)
                .map(one -> Long.toString(one.tokens()))
                .collect(Collectors.joining(", "));
        throw wrong(row, "over", "must be one of " + known + ": other lengths of prompts are not told apart");
    }

    private void refuseUnknown(TomlTable table, Set<String> known) throws SettingsProblem {
        for (var key : table.keySet()) {
            if (known.contains(key)) continue;
            throw wrong(
                    table.inputPositionOf(List.of(key)),
                    "there is no '" + key + "' in a table of prices"
                            + Nearest.hint(key, known.stream().sorted().toList()));
        }
    }

    private SettingsProblem wrong(TomlTable table, String key, String what) {
        return wrong(table.inputPositionOf(List.of(key)), key + " " + what);
    }

    private SettingsProblem wrong(@Nullable TomlPosition at, String what) {
        return new SettingsProblem((at == null ? name : name + ":" + at.line() + ":" + at.column()) + ": " + what);
    }
}
