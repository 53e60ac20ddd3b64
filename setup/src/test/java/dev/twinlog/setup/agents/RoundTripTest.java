package dev.twinlog.setup.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tomlj.Toml;

/// Files that a seed makes up, set up and taken back: everything that is not ours must be the same, in
/// value and byte for byte. A failure names the seed of its file.
class RoundTripTest {
    private static final int FILES = 1_000;

    static LongStream seeds() {
        return LongStream.range(0, 4);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void all_of_a_codex_file_but_otel_stays(long seed) {
        for (int i = 0; i < FILES; i++) {
            long own = seed * FILES + i;
            checkToml("seed " + own, new TomlDraft(new Random(own)));
        }
    }

    private static void checkToml(String seed, TomlDraft draft) {
        var text = draft.text();
        assertThat(Toml.parse(text).errors()).as("%s\n%s", seed, text).isEmpty();
        var codex = new CodexConfig("config.toml");
        var wanted = Texts.replacing();
        var plan = codex.plan(text, text, wanted);
        assertThat(plan.objections()).as("%s\n%s", seed, text).isEmpty();
        var after = plan.after();
        assertThat(outside(after)).as("%s\n%s\n->\n%s", seed, text, after).isEqualTo(outside(text));
        assertThat(Toml.parse(after).getString("otel.exporter.otlp-http.endpoint"))
                .isEqualTo("http://127.0.0.1:4318/v1/logs");
        assertThat(marks(after)).as("%s\n%s\n->\n%s", seed, text, after).isEqualTo(draft.marks);
        assertThat(without(after, block(after)))
                .as("%s\n%s\n->\n%s", seed, text, after)
                .isEqualTo(without(draft.bare(), ""));
        assertThat(codex.plan(after, text, wanted).after()).as(seed).isEqualTo(after);
        assertThat(codex.undone(text, after, after, false)).as(seed).isEqualTo(new Undone.Restored(text, List.of()));
        checkEdited(seed, codex, text, after, draft.newline);
    }

    /// Somebody adds a table and a key at the beginning: an undo keeps both.
    private static void checkEdited(String seed, CodexConfig codex, String text, String after, String newline) {
        var edited = "added = 1" + newline + after + newline + "[added-too]" + newline + "x = 1";
        var undone = codex.undone(text, after, edited, false);
        assertThat(undone).as("%s\n%s", seed, text).isInstanceOf(Undone.Restored.class);
        var restored = TomlTree.parse("", ((Undone.Restored) undone).text()).orNull();
        var expected = new LinkedHashMap<>(TomlTree.parse("", text).orNull());
        expected.put("added", 1L);
        expected.put("added-too", Map.of("x", 1L));
        assertThat(restored).as("%s\n%s", seed, text).isEqualTo(expected);
    }

    private static Map<String, Object> outside(String text) {
        var tree = new LinkedHashMap<>(TomlTree.parse("", text).orNull());
        tree.remove("otel");
        return tree;
    }

    /// Our table, with the blank line above one that was put at the end.
    private static String block(String text) {
        int at = text.indexOf("[otel]" + newline(text) + "# Written by");
        var last = "metrics_exporter = \"none\"" + newline(text);
        return text.substring(at, text.indexOf(last, at) + last.length());
    }

    private static String newline(String text) {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    private static String without(String text, String block) {
        return text.replace(block, "").stripTrailing();
    }

    /// The comments that are numbered.
    private static List<String> marks(String text) {
        var marks = new ArrayList<String>();
        var matcher = java.util.regex.Pattern.compile("#keep\\d+").matcher(text);
        while (matcher.find()) marks.add(matcher.group());
        return marks;
    }

    /// A Codex file: tables of others around the forms that `otel` can have.
    private static final class TomlDraft {
        private static final List<String> NAMES = List.of(
                "mcp_servers",
                "\"/home/u/c#app\"",
                "'[otel]'",
                "\"a.b\"",
                "otel2",
                "\"o t\"",
                "notel",
                "\"\\u00fc]\"",
                "tui");

        private final Random random;
        private final String newline;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder bare = new StringBuilder();
        private final List<String> marks = new ArrayList<>();
        private int number;

        TomlDraft(Random random) {
            this.random = random;
            newline = random.nextInt(3) == 0 ? "\r\n" : "\n";
            root();
            tables();
            if (random.nextInt(4) == 0) trim();
        }

        String text() {
            return text.toString();
        }

        /// The file without `otel`.
        String bare() {
            return bare.toString();
        }

        private void trim() {
            var all = text.toString();
            text.setLength(all.stripTrailing().length());
        }

        private void both(String piece) {
            text.append(piece);
            bare.append(piece);
        }

        private void root() {
            int form = random.nextInt(6);
            for (int i = random.nextInt(4); i > 0; i--) pair();
            if (form == 0) text.append(otelDotted());
            if (form == 1) text.append(otelInline());
            for (int i = random.nextInt(3); i > 0; i--) pair();
            inRoot = form < 2;
        }

        private boolean inRoot;

        private String otelDotted() {
            var lines = new StringBuilder();
            lines.append(otelName())
                    .append(" . log_user_prompt = ")
                    .append(random.nextBoolean())
                    .append(newline);
            if (random.nextBoolean())
                lines.append(pad())
                        .append(otelName())
                        .append(".span_attributes.\"x#y\" = ")
                        .append(value(1))
                        .append(newline);
            return lines.toString();
        }

        private String otelInline() {
            return otelName() + " = { exporter = \"none\", span_attributes = { k = " + value(1) + " } } # gone"
                    + newline;
        }

        private String otelName() {
            return switch (random.nextInt(4)) {
                case 0 -> "\"otel\"";
                case 1 -> "'otel'";
                case 2 -> "\"\\u006ftel\"";
                default -> "otel";
            };
        }

        private void tables() {
            int others = random.nextInt(4);
            int otelAt = inRoot ? -1 : random.nextInt(others + 2);
            for (int i = 0; i <= others; i++) {
                if (i == otelAt) text.append(otelTables());
                noise();
                table(i);
            }
        }

        /// In a file whose tables are not beside each other, `otel` may be spread.
        private String otelTables() {
            var tables = new StringBuilder();
            if (random.nextBoolean()) {
                tables.append(pad())
                        .append("[")
                        .append(pad())
                        .append(otelName())
                        .append(pad())
                        .append("]");
                tables.append(random.nextBoolean() ? " # gone [x]" : "").append(newline);
                if (random.nextBoolean())
                    tables.append("environment = \"e\" # gone").append(newline);
                if (random.nextBoolean())
                    tables.append(newline)
                            .append("# gone")
                            .append(newline)
                            .append("a = ")
                            .append(value(0))
                            .append(newline);
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                boolean array = random.nextBoolean();
                tables.append(array ? "[[" : "[")
                        .append(otelName())
                        .append(" . \"n")
                        .append(number++)
                        .append("#\"");
                tables.append(array ? "]]" : "]")
                        .append(newline)
                        .append("v = ")
                        .append(value(0))
                        .append(newline);
            }
            return tables.toString();
        }

        private void table(int i) {
            boolean array = random.nextInt(3) == 0;
            var name = NAMES.get(random.nextInt(NAMES.size()));
            both((array ? "[[" : "[") + pad() + "t" + i + "." + name + (random.nextBoolean() ? ".otel" : "") + pad()
                    + (array ? "]]" : "]") + end());
            for (int k = random.nextInt(4); k > 0; k--) pair();
        }

        private void pair() {
            noise();
            both(pad() + "k" + number++ + pad() + "=" + pad() + value(0) + end());
        }

        private void noise() {
            if (random.nextInt(4) == 0) both(newline);
            if (random.nextInt(3) == 0) both(pad() + mark() + newline);
        }

        private String end() {
            return pad() + (random.nextInt(3) == 0 ? mark() : "") + newline;
        }

        private String mark() {
            var mark = "#keep" + number++;
            marks.add(mark);
            return mark + " ü [otel] ] } \" '";
        }

        private String pad() {
            return switch (random.nextInt(5)) {
                case 0 -> " ";
                case 1 -> "\t ";
                default -> "";
            };
        }

        private String value(int depth) {
            return switch (random.nextInt(depth > 1 ? 8 : 10)) {
                case 0 -> Long.toString(random.nextLong());
                case 1 -> "1.0";
                case 2 -> "\"ü \\\" # [otel] \\\\\"";
                case 3 -> "'[otel] # \\'";
                case 4 -> "2026-01-31T12:00:00Z";
                case 5 ->
                    "\"\"\"" + newline + "[otel]" + newline + "exporter = 1 # \\\"\"\" \"\"" + newline + "\"\"\"\"\"";
                case 6 -> "'''" + newline + "[otel.x]" + newline + "otel.y = ''" + newline + "'''";
                case 7 -> "false";
                case 8 ->
                    "[" + newline + value(depth + 1) + ", # [otel]" + newline + " " + value(depth + 1) + "," + newline
                            + "]";
                default -> "{ otel = " + value(depth + 1) + ", \"]\" = [ ] }";
            };
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void all_of_a_claude_file_but_our_variables_stays(long seed) {
        for (int i = 0; i < FILES; i++) {
            long own = seed * FILES + i;
            checkJson("seed " + own, new JsonDraft(new Random(own)).text);
        }
    }

    private static void checkJson(String seed, String text) {
        var claude = new ClaudeConfig("settings.json");
        var wanted = Texts.replacing();
        var root = JsonText.parse("", text);
        assertThat(root).as("%s\n%s", seed, text).isInstanceOf(Parsed.Right.class);
        var plan = claude.plan(text, text, wanted);
        assertThat(plan.objections()).as("%s\n%s", seed, text).isEmpty();
        var after = plan.after();
        var made = JsonText.parse("", after);
        assertThat(foreign(made)).as("%s\n%s\n->\n%s", seed, text, after).isEqualTo(foreign(root));
        assertThat(JsonDifference.at(made.orNull(), List.of("env", "OTEL_LOGS_EXPORTER"))
                        .plain())
                .isEqualTo("otlp");
        assertThat(isThinned(after, text, root))
                .as("%s\n%s\n->\n%s", seed, text, after)
                .isTrue();
        assertThat(claude.plan(after, text, wanted).after()).as(seed).isEqualTo(after);
        assertThat(claude.undone(text, after, after, false)).as(seed).isEqualTo(new Undone.Restored(text, List.of()));
        var edited = after.replaceFirst("\\{", "{\"added\": [1], ");
        var undone = claude.undone(text, after, edited, false);
        assertThat(undone).as("%s\n%s", seed, text).isInstanceOf(Undone.Restored.class);
        var restored = JsonText.parse("", ((Undone.Restored) undone).text());
        assertThat(values(restored)).as("%s\n%s", seed, text).isEqualTo(values(JsonText.parse("", text)));
    }

    /// Values but those that were added.
    private static Map<String, @Nullable Object> values(Parsed<JsonText.Value> parsed) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (var member : parsed.orNull().members())
            if (!member.name().equals("added"))
                values.put(member.name(), member.value().plain());
        return values;
    }

    private static Map<String, @Nullable Object> foreign(Parsed<JsonText.Value> parsed) {
        var values = values(parsed);
        var env = new LinkedHashMap<Object, @Nullable Object>();
        if (values.remove("env") instanceof Map<?, ?> block) env.putAll(block);
        env.keySet().removeIf(name -> name.toString().matches("OTEL_.*|CLAUDE_CODE_.*"));
        values.put("env", env);
        return values;
    }

    /// Whether every byte of the text is in the other, in its order, but those of our own variables.
    private static boolean isThinned(String after, String text, Parsed<JsonText.Value> root) {
        var kept = new StringBuilder();
        int from = 0;
        var env = root.orNull().member("env");
        if (env != null)
            for (var member : env.value().members()) {
                if (!member.name().matches("OTEL_.*|CLAUDE_CODE_.*")) continue;
                kept.append(text, from, member.start());
                from = member.value().end();
            }
        kept.append(text, from, text.length());
        int at = 0;
        for (int i = 0; i < kept.length(); i++) {
            char c = kept.charAt(i);
            if (Character.isWhitespace(c) || c == ',') continue;
            at = after.indexOf(c, at) + 1;
            if (at == 0) return false;
        }
        return true;
    }

    /// A settings file in some style.
    private static final class JsonDraft {
        private static final List<String> OWN = List.of(
                "OTEL_LOG_USER_PROMPTS",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
                "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
                "OTEL_METRICS_EXPORTER",
                "CLAUDE_CODE_ENABLE_TELEMETRY");

        private final Random random;
        private final String newline;
        private final String unit;
        private final String colon;
        private final String text;
        private int number;

        JsonDraft(Random random) {
            this.random = random;
            newline = List.of("\n", "\r\n", "", " ").get(random.nextInt(4));
            unit = newline.isBlank() ? "" : List.of("  ", "\t", "    ", "").get(random.nextInt(4));
            colon = List.of(": ", ":", " : ", ":\t").get(random.nextInt(4));
            var members = new ArrayList<String>();
            for (int i = random.nextInt(4); i > 0; i--) members.add(name() + colon + value(1));
            if (random.nextInt(3) > 0) members.add(random.nextInt(members.size() + 1), "\"env\"" + colon + env());
            text = object(members, 0) + List.of("", newline, "\n\n").get(random.nextInt(3));
        }

        private String env() {
            var members = new ArrayList<String>();
            for (var name : OWN)
                if (random.nextInt(4) == 0) members.add("\"" + name + "\"" + colon + "\"x" + number++ + "\"");
            for (int i = random.nextInt(3); i > 0; i--)
                members.add(random.nextInt(members.size() + 1), name() + colon + "\"a=b # \\u00fc\\\"}\"");
            return object(members, 1);
        }

        private String object(List<String> members, int depth) {
            if (members.isEmpty()) return "{" + (random.nextBoolean() ? newline : "") + "}";
            var inner = newline + unit.repeat(depth + 1);
            return "{" + inner + String.join(pad() + "," + inner, members) + newline + unit.repeat(depth) + "}";
        }

        private String name() {
            return "\"n" + number++
                    + List.of("", "\\\"", "\\u00e9", "ü\uD83D\uDE00", "\\\\").get(random.nextInt(5)) + "\"";
        }

        private String pad() {
            return random.nextInt(5) == 0 ? " " : "";
        }

        private String value(int depth) {
            return switch (random.nextInt(depth > 3 ? 6 : 8)) {
                case 0 -> "1.50";
                case 1 -> "-12345678901234567890e3";
                case 2 -> "null";
                case 3 -> "true";
                case 4 -> "\"{\\\"env\\\": {}} // \\\\\"";
                case 5 -> "\"\\ud83d\\ude00 ü\"";
                case 6 -> "[" + pad() + value(depth + 1) + pad() + "," + value(depth + 1) + "]";
                default ->
                    object(List.of("\"env\"" + colon + value(depth + 1), name() + colon + value(depth + 1)), depth);
            };
        }
    }
}
