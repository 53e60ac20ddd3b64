package dev.twinlog.setup.agents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// A TOML document as plain maps, lists and values, so that two can be compared: also their types, since
/// 1 and 1.0 are no equal values here.
final class TomlTree {
    private static final String HEADERS = "headers";
    private static final String HIDDEN = "…";

    private TomlTree() {}

    /// @param file as people are told it
    static Parsed<Map<String, Object>> parse(String file, String text) {
        var toml = Toml.parse(text);
        if (toml.hasErrors()) {
            var first = toml.errors().getFirst();
            return Parsed.at(
                    file,
                    first.position().line(),
                    first.position().column(),
                    "is no TOML: " + Objects.requireNonNullElse(first.getMessage(), "it cannot be understood"));
        }
        return new Parsed.Right<>(map(toml));
    }

    private static Map<String, Object> map(TomlTable table) {
        var map = new LinkedHashMap<String, Object>();
        for (var name : table.keySet()) map.put(name, plain(Objects.requireNonNull(table.get(List.of(name)))));
        return map;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case TomlTable table -> map(table);
            case TomlArray array -> array.toList().stream().map(TomlTree::plain).toList();
            default -> value;
        };
    }

    /// A value as TOML writes it in one line.
    static String literal(Object value) {
        return switch (value) {
            case Map<?, ?> map when map.isEmpty() -> "{}";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(pair -> key(String.valueOf(pair.getKey())) + " = " + literal(pair.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
            case List<?> list -> list.stream().map(TomlTree::literal).collect(Collectors.joining(", ", "[", "]"));
            case String text -> "\"" + Toml.tomlEscape(text) + "\"";
            default -> value.toString();
        };
    }

    private static String key(String name) {
        return name.matches("[A-Za-z0-9_-]+") ? name : "\"" + Toml.tomlEscape(name) + "\"";
    }

    /// The same without the values of headers.
    static Object masked(Object value) {
        if (!(value instanceof Map<?, ?> map)) return value;
        var masked = new LinkedHashMap<String, Object>();
        map.forEach((key, inner) -> masked.put(
                (String) key,
                HEADERS.equals(key) && inner instanceof Map<?, ?> headers ? hidden(headers) : masked(inner)));
        return masked;
    }

    private static Map<String, Object> hidden(Map<?, ?> headers) {
        var hidden = new LinkedHashMap<String, Object>();
        headers.forEach((key, _) -> hidden.put((String) key, HIDDEN));
        return hidden;
    }

    /// The values of all headers under a value.
    static List<String> headers(@Nullable Object value) {
        var found = new ArrayList<String>();
        collect(value, false, found);
        return found;
    }

    private static void collect(@Nullable Object value, boolean inHeaders, List<String> found) {
        if (value instanceof String text && inHeaders) found.add(text);
        if (value instanceof List<?> list) list.forEach(item -> collect(item, inHeaders, found));
        if (value instanceof Map<?, ?> map)
            map.forEach((key, inner) -> collect(inner, inHeaders || HEADERS.equals(key), found));
    }
}
