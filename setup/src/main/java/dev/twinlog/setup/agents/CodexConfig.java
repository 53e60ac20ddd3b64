package dev.twinlog.setup.agents;

import dev.twinlog.setup.OtlpToken;
import dev.twinlog.setup.TomlTop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Codex' `config.toml`: one table `[otel]`, written whole. Its keys, measured with codex-cli 0.169.0:
/// the endpoint of `otlp-http` is taken as it is, without the signal's path being added; a protocol that
/// it does not know breaks the whole file; metrics go to the vendor unless they are told elsewhere.
final class CodexConfig implements AgentConfig {
    static final String TABLE = "otel";
    private static final String ENVIRONMENT = "environment";
    private static final String NONE = "none";
    private static final Map<String, String> SIGNALS = signals();

    /// What of a person's words is sent: switched off on purpose, it stays so.
    private static final Map<String, String> PRIVATE = words();

    private final String file;

    /// @param file as people are told it
    CodexConfig(String file) {
        this.file = file;
    }

    private static Map<String, String> words() {
        var words = new LinkedHashMap<String, String>();
        words.put("log_user_prompt", "prompts");
        words.put("log_agent_responses", "answers");
        return words;
    }

    private static Map<String, String> signals() {
        var signals = new LinkedHashMap<String, String>();
        signals.put("logs", "exporter");
        signals.put("traces", "trace_exporter");
        signals.put("metrics", "metrics_exporter");
        return signals;
    }

    @Override
    public Plan plan(@Nullable String text, @Nullable String original, Wanted wanted) {
        var now = text == null ? "" : text;
        var parsed = TomlTree.parse(file, now);
        if (parsed instanceof Parsed.Wrong(var why)) return Plan.refused(text, why);
        var tree = Objects.requireNonNull(parsed.orNull());
        var told = tree.get(TABLE);
        var declined = declined(told, wanted);
        var notes = declined.stream().map(CodexConfig::note).toList();
        var block = block(environment(told), declined, wanted, TomlTop.newline(now));
        if (block.values().equals(told)) return Plan.unchanged(now, notes);
        var objection = wanted.replace() ? null : otherExporter(told, wanted);
        if (objection != null) return Plan.refused(text, objection);
        var after = TomlTop.cut(original == null ? "" : original, TABLE).with(block.text());
        if (!says(after, tree, block.values())) return Plan.refused(text, unsafe());
        return new Plan(original, text, after, changes(told, block.values()), List.of(), notes);
    }

    private static @Nullable String environment(@Nullable Object told) {
        return told instanceof Map<?, ?> table && table.get(ENVIRONMENT) instanceof String name ? name : null;
    }

    /// What of a person's words the user has declined to send.
    private static List<String> declined(@Nullable Object told, Wanted wanted) {
        if (wanted.replace() || !(told instanceof Map<?, ?> table)) return List.of();
        return PRIVATE.keySet().stream()
                .filter(key -> Boolean.FALSE.equals(table.get(key)))
                .toList();
    }

    private static String note(String key) {
        return TABLE + "." + key + " = false switches off " + PRIVATE.get(key)
                + ", and stays: of those Twinlog has what"
                + " the transcripts tell, and nothing where there is none; --replace switches them on";
    }

    /// The table as text and as what it says.
    private record Block(String text, Map<String, Object> values) {}

    private static Block block(@Nullable String environment, List<String> declined, Wanted wanted, String newline) {
        var pairs = new LinkedHashMap<String, Object>();
        if (environment != null) pairs.put(ENVIRONMENT, environment);
        PRIVATE.keySet().forEach(key -> pairs.put(key, !declined.contains(key)));
        SIGNALS.forEach((signal, key) ->
                pairs.put(key, signal.equals("metrics") && !wanted.metrics() ? NONE : exporter(signal, wanted)));
        var text = new StringBuilder("[" + TABLE + "]" + newline
                + "# Written by `twinlog setup apply`; `twinlog setup undo` puts back what was here." + newline);
        pairs.forEach((key, value) ->
                text.append(key).append(" = ").append(TomlTree.literal(value)).append(newline));
        return new Block(text.toString(), pairs);
    }

    private static Map<String, Object> exporter(String signal, Wanted wanted) {
        var http = new LinkedHashMap<String, Object>();
        http.put("endpoint", wanted.endpoint().signal(signal));
        http.put("protocol", "binary");
        http.put("headers", Map.of(OtlpToken.HEADER, wanted.token()));
        return Map.of("otlp-http", http);
    }

    private @Nullable Objection otherExporter(@Nullable Object told, Wanted wanted) {
        if (told == null) return null;
        if (!(told instanceof Map<?, ?> table)) return other("`" + TABLE + "` is no table there");
        for (var signal : SIGNALS.entrySet()) {
            var exporter = table.get(signal.getValue());
            if (exporter == null || exporter.equals(NONE)) continue;
            if (!wanted.isOurs(base(signal.getKey(), exporter)))
                return other(TABLE + "." + signal.getValue() + " is " + TomlTree.literal(TomlTree.masked(exporter)));
        }
        return null;
    }

    private Objection other(String what) {
        return new Objection(
                Objection.Rule.OTHER_EXPORTER,
                file + " sends telemetry elsewhere already: " + what
                        + ". --replace puts Twinlog in its place; `twinlog setup undo` brings it back");
    }

    /// The base of an exporter over HTTP for a signal, or null when it is another.
    private static @Nullable String base(String signal, Object exporter) {
        var path = "/v1/" + signal;
        return exporter instanceof Map<?, ?> kinds
                        && kinds.size() == 1
                        && kinds.get("otlp-http") instanceof Map<?, ?> http
                        && http.get("endpoint") instanceof String endpoint
                        && endpoint.endsWith(path)
                ? endpoint.substring(0, endpoint.length() - path.length())
                : null;
    }

    /// Whether a text says of the table what is wanted, and of everything else the same as before.
    private boolean says(String text, Map<String, Object> before, @Nullable Object table) {
        var after = TomlTree.parse(file, text).orNull();
        return after != null
                && Objects.equals(after.get(TABLE), table)
                && without(after).equals(without(before));
    }

    private static Map<String, Object> without(Map<String, Object> tree) {
        var rest = new LinkedHashMap<>(tree);
        rest.remove(TABLE);
        return rest;
    }

    private Objection unsafe() {
        return new Objection(
                Objection.Rule.UNSAFE_EDIT,
                file + " is written in a way that cannot be edited safely: it was left as it is; write [" + TABLE
                        + "] into it by hand, as docs/setup.md shows");
    }

    private static List<Change> changes(@Nullable Object from, @Nullable Object to) {
        var old = table(from);
        var made = table(to);
        var keys = new TreeSet<String>();
        keys.addAll(old.keySet());
        keys.addAll(made.keySet());
        var changes = new ArrayList<Change>();
        for (var key : keys) {
            if (Objects.equals(old.get(key), made.get(key))) continue;
            changes.add(new Change(TABLE + "." + key, literal(old.get(key)), literal(made.get(key))));
        }
        return changes;
    }

    private static Map<String, Object> table(@Nullable Object value) {
        var table = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> map) map.forEach((key, inner) -> table.put((String) key, inner));
        else if (value != null) table.put("", value);
        return table;
    }

    private static @Nullable String literal(@Nullable Object value) {
        return value == null ? null : TomlTree.literal(value);
    }

    @Override
    public Undone undone(@Nullable String before, String after, String now, boolean force) {
        if (now.equals(after)) return new Undone.Restored(before, List.of());
        var parsed = TomlTree.parse(file, now);
        if (parsed instanceof Parsed.Wrong(var why)) return new Undone.Refused(why);
        var tree = Objects.requireNonNull(parsed.orNull());
        var was = TomlTree.parse(file, before == null ? "" : before).orNull();
        var ours = TomlTree.parse(file, after).orNull();
        if (was == null || ours == null) return new Undone.Refused(unsafe());
        var told = tree.get(TABLE);
        if (told != null && !isOurs(told, ours.get(TABLE)) && !(force && sameEndpoint(told, ours.get(TABLE))))
            return new Undone.Refused(changedSince(told, ours.get(TABLE)));
        var text = TomlTop.cut(now, TABLE).with(TomlTop.cut(before == null ? "" : before, TABLE));
        if (!says(text, tree, was.get(TABLE))) return new Undone.Refused(unsafe());
        return new Undone.Restored(before == null && text.isBlank() ? null : text, List.of());
    }

    /// Whether a table is as we wrote it; another token in it is still nobody's but ours.
    private static boolean isOurs(Object told, @Nullable Object ours) {
        return ours != null && TomlTree.masked(told).equals(TomlTree.masked(ours));
    }

    private static boolean sameEndpoint(Object told, @Nullable Object ours) {
        return Objects.equals(table(told).get("exporter"), table(ours).get("exporter"));
    }

    private Objection changedSince(Object told, @Nullable Object ours) {
        var keys = changes(ours, told).stream().map(Change::key).toList();
        return new Objection(
                Objection.Rule.CHANGED_SINCE,
                file + ": " + String.join(", ", keys) + " was changed since Twinlog wrote it, so that it cannot be told"
                        + " what is whose. Take [" + TABLE + "] out by hand, or run `twinlog setup apply` first");
    }

    @Override
    public Telemetry telemetry(@Nullable String text) {
        var parsed = TomlTree.parse(file, text == null ? "" : text);
        if (parsed instanceof Parsed.Wrong(var why)) return new Telemetry(why.words(), Map.of(), null);
        var table = table(Objects.requireNonNull(parsed.orNull()).get(TABLE));
        var bases = new LinkedHashMap<String, String>();
        SIGNALS.forEach((signal, key) -> {
            var exporter = table.get(key);
            if (exporter instanceof String word) bases.put(signal, word);
            else if (exporter != null) bases.put(signal, where(signal, exporter));
        });
        return new Telemetry(null, bases, token(table.get("exporter")));
    }

    /// The base of an exporter for a signal, else in words where it leads; `?`: it does not tell.
    private static String where(String signal, Object exporter) {
        var base = base(signal, exporter);
        if (base != null) return base;
        if (exporter instanceof Map<?, ?> kinds)
            for (var kind : kinds.entrySet())
                if (kind.getValue() instanceof Map<?, ?> inner && inner.get("endpoint") instanceof String endpoint)
                    return kind.getKey() + " to " + endpoint;
        return "?";
    }

    private static @Nullable String token(@Nullable Object exporter) {
        return exporter instanceof Map<?, ?> kinds
                        && kinds.get("otlp-http") instanceof Map<?, ?> http
                        && http.get("headers") instanceof Map<?, ?> headers
                        && headers.get(OtlpToken.HEADER) instanceof String token
                ? token
                : null;
    }

    @Override
    public List<String> secrets(@Nullable String text) {
        var tree = TomlTree.parse(file, text == null ? "" : text).orNull();
        return tree == null ? List.of() : TomlTree.headers(tree.get(TABLE));
    }
}
