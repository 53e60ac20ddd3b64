package dev.twinlog.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// Edits of documents that a seed makes up, with everything in them that makes TOML hard to edit.
class TomlEditTest {
    private static final int DOCUMENTS = 1_000;
    private static final List<String> NAMES = List.of("a", "b-c", "d.e", "f g", "#h", "i\"j", "k]l", "'m'");

    static LongStream seeds() {
        return LongStream.range(0, 4);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void an_edit_changes_one_key_and_nothing_else(long seed) {
        for (int i = 0; i < DOCUMENTS; i++) {
            long own = seed * DOCUMENTS + i;
            var random = new Random(own);
            var text = new Document(random).text();
            assertThat(Toml.parse(text).errors()).as("seed %s: %s", own, text).isEmpty();
            checkSet(own, text, random);
            checkUnset(own, text, random);
        }
    }

    private static void checkSet(long seed, String text, Random random) {
        var path = path(text, random);
        boolean there = Toml.parse(text).contains(path);
        var after = TomlEdit.set(text, path, "\"new\"");
        var expected = flat(Toml.parse(text));
        remove(expected, path);
        expected.put(path, "new");
        assertThat(flat(Toml.parse(after)))
                .as("seed %s, set %s\n%s", seed, path, text)
                .isEqualTo(expected);
        assertThat(Toml.parse(after).errors())
                .as("seed %s, set %s\n%s\n->\n%s", seed, path, text, after)
                .isEmpty();
        int same = prefix(text, after);
        int tail = Math.min(suffix(text, after), Math.min(text.length(), after.length()) - same);
        var gone = text.substring(same, text.length() - tail);
        if (!there)
            assertThat(gone)
                    .as("seed %s, set %s\n%s\n->\n%s", seed, path, text, after)
                    .isEmpty();
    }

    private static void checkUnset(long seed, String text, Random random) {
        var path = path(text, random);
        var after = TomlEdit.unset(text, path);
        var expected = flat(Toml.parse(text));
        boolean there = Toml.parse(text).contains(path);
        remove(expected, path);
        var parsed = Toml.parse(after);
        assertThat(parsed.errors())
                .as("seed %s, unset %s\n%s\n->\n%s", seed, path, text, after)
                .isEmpty();
        assertThat(flat(parsed))
                .as("seed %s, unset %s\n%s\n->\n%s", seed, path, text, after)
                .isEqualTo(expected);
        if (!there) assertThat(after).isEqualTo(text);
        int same = prefix(text, after);
        int tail = Math.min(suffix(text, after), after.length() - same);
        assertThat(same + tail).as("only taken away").isEqualTo(after.length());
        assertThat(text.substring(same, text.length() - tail).strip())
                .as("comments above stay")
                .doesNotStartWith("#");
    }

    private static void remove(Map<List<String>, Object> values, List<String> path) {
        values.keySet()
                .removeIf(p ->
                        p.size() >= path.size() && p.subList(0, path.size()).equals(path));
    }

    /// One that is there, or one of our settings, as a coin decides.
    private static List<String> path(String text, Random random) {
        var known = new ArrayList<>(Toml.parse(text).keyPathSet(false));
        known.removeIf(path -> path.size() > 2 || path.stream().anyMatch(name -> !name.matches("[a-z_-]+")));
        var settings = SettingKeys.values();
        if (known.isEmpty() || random.nextBoolean())
            return List.of(settings[random.nextInt(settings.length)].key().split("\\."));
        return known.get(random.nextInt(known.size()));
    }

    private static int prefix(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) i++;
        return i;
    }

    private static int suffix(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(a.length() - 1 - i) == b.charAt(b.length() - 1 - i)) i++;
        return i;
    }

    private static Map<List<String>, Object> flat(TomlTable table) {
        var flat = new LinkedHashMap<List<String>, Object>();
        for (var path : table.keyPathSet(false)) flat.put(path, plain(table.get(path)));
        return flat;
    }

    private static Object plain(Object value) {
        if (value instanceof TomlArray array)
            return array.toList().stream().map(TomlEditTest::plain).toList();
        return value instanceof TomlTable table ? flat(table) : value;
    }

    /// A document: some of our sections in each of the forms that a section can have, and others' between them.
    private static final class Document {
        private final Random random;
        private final String newline;
        private final StringBuilder root = new StringBuilder();
        private final StringBuilder tables = new StringBuilder();
        private int comments;

        Document(Random random) {
            this.random = random;
            newline = random.nextBoolean() ? "\n" : "\r\n";
        }

        String text() {
            var sections = new LinkedHashMap<String, List<String>>();
            for (var key : SettingKeys.values()) {
                var parts = key.key().split("\\.");
                if (parts.length == 2 && random.nextBoolean())
                    sections.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[1]);
                else if (parts.length == 1 && random.nextBoolean()) pair(root, quoted(parts[0]));
            }
            sections.forEach(this::section);
            foreign();
            var text = root.toString() + tables;
            return random.nextInt(4) == 0 ? text.stripTrailing() : text;
        }

        private void section(String name, List<String> keys) {
            switch (random.nextInt(3)) {
                case 0 -> keys.forEach(key -> pair(root, quoted(name) + pad() + "." + pad() + quoted(key)));
                case 1 -> {
                    noise(root);
                    root.append(quoted(name))
                            .append(pad())
                            .append("=")
                            .append(pad())
                            .append(inline(keys));
                    endLine(root);
                }
                default -> {
                    noise(tables);
                    tables.append(pad())
                            .append('[')
                            .append(pad())
                            .append(quoted(name))
                            .append(pad())
                            .append(']');
                    endLine(tables);
                    keys.forEach(key -> pair(tables, quoted(key)));
                }
            }
        }

        private String inline(List<String> keys) {
            var members = new ArrayList<String>();
            for (var key : keys) members.add(quoted(key) + pad() + "=" + pad() + value(1));
            return "{" + pad() + String.join(pad() + "," + pad(), members) + pad() + "}";
        }

        private void foreign() {
            for (int i = random.nextInt(3); i > 0; i--) {
                boolean array = random.nextBoolean();
                var name = "other" + i + "." + foreignName();
                tables.append(array ? "[[" : "[").append(name).append(array ? "]]" : "]");
                endLine(tables);
                noise(tables);
                if (random.nextBoolean()) pair(tables, foreignName());
            }
        }

        private String foreignName() {
            return "\"" + Toml.tomlEscape(NAMES.get(random.nextInt(NAMES.size()))) + "\"";
        }

        private void pair(StringBuilder to, String key) {
            noise(to);
            to.append(pad()).append(key).append(pad()).append("=").append(pad()).append(value(0));
            endLine(to);
        }

        private String quoted(String name) {
            return switch (random.nextInt(4)) {
                case 0 -> "'" + name + "'";
                case 1 -> "\"\\u00" + Integer.toHexString(name.charAt(0)) + name.substring(1) + "\"";
                default -> name;
            };
        }

        private String value(int depth) {
            return switch (random.nextInt(depth > 1 ? 7 : 9)) {
                case 0 -> Integer.toString(random.nextInt(100));
                case 1 -> "true";
                case 2 -> "\"a \\\" # ] } , = \\\\\"";
                case 3 -> "'lit \\ # ] } , '";
                case 4 -> "2026-01-31T12:00:00Z";
                case 5 -> "\"\"\"" + newline + "x = 1 # no" + newline + "[no] \\\"\"\" \"\"" + newline + "\"\"\"\"\"";
                case 6 -> "'''" + newline + "[no]" + newline + "y = '' \\''''";
                case 7 -> array(depth);
                default -> "{ z = " + value(depth + 1) + " }";
            };
        }

        private String array(int depth) {
            var array = new StringBuilder("[");
            for (int i = random.nextInt(4); i > 0; i--) {
                if (random.nextBoolean())
                    array.append(comment()).append(newline).append(pad());
                array.append(value(depth + 1)).append(pad()).append(',');
            }
            return array.append(random.nextBoolean() ? newline : "").append(']').toString();
        }

        private void noise(StringBuilder to) {
            if (random.nextInt(3) == 0) to.append(pad()).append(comment()).append(newline);
            if (random.nextInt(4) == 0) to.append(newline);
        }

        private void endLine(StringBuilder to) {
            to.append(pad());
            if (random.nextInt(3) == 0) to.append(comment());
            to.append(newline);
        }

        private String comment() {
            return "#c" + comments++ + "; ] } \" ' = [x]";
        }

        private String pad() {
            return switch (random.nextInt(4)) {
                case 0 -> " ";
                case 1 -> "\t";
                default -> "";
            };
        }
    }
}
