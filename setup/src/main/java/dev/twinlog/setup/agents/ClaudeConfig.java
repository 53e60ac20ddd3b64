package dev.twinlog.setup.agents;

import dev.twinlog.setup.OtlpToken;
import dev.twinlog.setup.agents.JsonText.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Claude Code's `settings.json`: variables in its `env` block, and for how long transcripts are kept.
/// Measured with 2.1.329: the block alone switches telemetry on, its values must be texts, it is stronger
/// than the process' environment, and a signal's own endpoint is stronger than the general one.
final class ClaudeConfig implements AgentConfig {
    static final String ENV = "env";
    static final String CLEANUP = "cleanupPeriodDays";

    /// What Claude Code does when nobody says anything else.
    static final int CLEANUP_DAYS_USUAL = 30;

    /// Who keeps transcripts for less is offered more.
    static final int CLEANUP_DAYS_OFFER = 90;

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
    private static final List<String> SIGNALS = List.of("logs", "traces", "metrics");

    /// What of a person's words is sent: switched off on purpose, it stays so.
    private static final Map<String, String> PRIVATE = Map.of(
            "OTEL_LOG_USER_PROMPTS", "prompts and answers",
            "OTEL_LOG_TOOL_DETAILS", "what tools are called with");

    private static final List<String> OFF = List.of("0", "false", "no", "off");
    private static final List<String> NO_EXPORTER = List.of("", "none");

    private final String file;

    /// @param file as people are told it
    ClaudeConfig(String file) {
        this.file = file;
    }

    /// The variables that are written, in this order.
    static Map<String, String> variables(Wanted wanted) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("CLAUDE_CODE_ENABLE_TELEMETRY", "1");
        variables.put("CLAUDE_CODE_ENHANCED_TELEMETRY_BETA", "1");
        variables.put("OTEL_LOGS_EXPORTER", "otlp");
        variables.put("OTEL_TRACES_EXPORTER", "otlp");
        variables.put("OTEL_METRICS_EXPORTER", "otlp");
        variables.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        variables.put(ENDPOINT, wanted.endpoint().text());
        variables.put(HEADERS, OtlpToken.HEADER + "=" + wanted.token());
        variables.put("OTEL_LOG_USER_PROMPTS", "1");
        variables.put("OTEL_LOG_TOOL_DETAILS", "1");
        variables.put("OTEL_LOGS_EXPORT_INTERVAL", "1000");
        variables.put("OTEL_TRACES_EXPORT_INTERVAL", "1000");
        variables.put("OTEL_METRIC_EXPORT_INTERVAL", "10000");
        variables.put("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "cumulative");
        variables.put("CLAUDE_CODE_OTEL_CONTENT_MAX_LENGTH", "1000000");
        return variables;
    }

    /// The same without what the user has declined to send.
    private static Map<String, String> variables(Wanted wanted, Value root) {
        var variables = variables(wanted);
        variables.keySet().removeAll(declined(root, wanted));
        return variables;
    }

    private static Set<String> declined(Value root, Wanted wanted) {
        if (wanted.replace()) return Set.of();
        var env = env(root);
        return PRIVATE.keySet().stream()
                .filter(name -> isOff(env.get(name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOff(@Nullable Object value) {
        var word = value instanceof JsonText.Digits(var digits) ? digits : String.valueOf(value);
        return OFF.contains(word.toLowerCase(Locale.ROOT));
    }

    /// Variables of one signal, which would be stronger than ours.
    static List<String> stronger() {
        return ClaudeVariables.ofOneSignal();
    }

    @Override
    public Plan plan(@Nullable String text, @Nullable String original, Wanted wanted) {
        var now = filled(text);
        var parsed = JsonText.parse(file, now);
        if (parsed instanceof Parsed.Wrong(var why)) return Plan.refused(text, why);
        var root = Objects.requireNonNull(parsed.orNull());
        var unfit = unfit(root);
        if (unfit != null) return Plan.refused(text, unfit);
        var notes = notes(root, wanted);
        if (isTold(root, wanted) && text != null) return Plan.unchanged(text, notes);
        var objection = wanted.replace() ? null : otherExporter(root, wanted);
        if (objection != null) return Plan.refused(text, objection);
        var after = written(filled(original), wanted, variables(wanted, root));
        var made = JsonText.parse(file, after).orNull();
        if (made == null
                || !isTold(made, wanted)
                || !JsonDifference.outside(root, made, own(root, made)).isEmpty()) return Plan.refused(text, unsafe());
        return new Plan(original, text, after, JsonDifference.of(root, made), List.of(), notes);
    }

    /// An empty file says as little as none.
    private static String filled(@Nullable String text) {
        return text == null || text.isBlank() ? "{}\n" : text;
    }

    private @Nullable Objection unfit(Value root) {
        if (!root.isObject()) return unfit("it is no JSON object");
        var env = root.member(ENV);
        return env == null || env.value().isObject() ? null : unfit("its `env` is no object");
    }

    private Objection unfit(String what) {
        return new Objection(
                Objection.Rule.UNFIT, file + ": " + what + ", so Claude Code cannot read it either: mend it first");
    }

    private static boolean isTold(Value root, Wanted wanted) {
        var env = env(root);
        boolean told = variables(wanted, root).entrySet().stream()
                .allMatch(variable -> variable.getValue().equals(env.get(variable.getKey())));
        return told && stronger().stream().noneMatch(env::containsKey) && !isToRaise(root, wanted);
    }

    private static Map<String, @Nullable Object> env(Value root) {
        var env = new LinkedHashMap<String, @Nullable Object>();
        var member = root.member(ENV);
        if (member != null)
            for (var inner : member.value().members())
                env.put(inner.name(), inner.value().plain());
        return env;
    }

    private static boolean isToRaise(Value root, Wanted wanted) {
        return wanted.cleanupDays() != null && !(cleanup(root) >= wanted.cleanupDays());
    }

    /// Days that transcripts are kept; the usual ones when nothing is said, not a number when it makes no
    /// sense.
    private static double cleanup(Value root) {
        var member = root.member(CLEANUP);
        if (member == null) return CLEANUP_DAYS_USUAL;
        return member.value().plain() instanceof JsonText.Digits(var digits) ? Double.parseDouble(digits) : Double.NaN;
    }

    private static List<String> notes(Value root, Wanted wanted) {
        var notes = new ArrayList<String>();
        for (var name : declined(root, wanted))
            notes.add(
                    "env." + name + " switches off " + PRIVATE.get(name) + ", and stays: of those Twinlog has what the"
                            + " transcripts tell, and nothing where there is none; --replace switches them on");
        notes.addAll(keeping(root, wanted));
        return notes;
    }

    private static List<String> keeping(Value root, Wanted wanted) {
        double days = cleanup(root);
        if (wanted.cleanupDays() == null)
            return days >= CLEANUP_DAYS_OFFER
                    ? List.of()
                    : List.of("Claude Code deletes transcripts " + words(days) + " after their last change;"
                            + " --cleanup-days 3650 has it keep them for ten years");
        return isToRaise(root, wanted)
                ? List.of()
                : List.of(CLEANUP + " stays as it is: it is " + words(days) + " already");
    }

    private static String words(double days) {
        return Double.isNaN(days) ? "some time" : Math.round(days) == 1 ? "1 day" : Math.round(days) + " days";
    }

    private @Nullable Objection otherExporter(Value root, Wanted wanted) {
        var env = env(root);
        for (var name : stronger()) if (env.containsKey(name)) return other(name, env.get(name));
        var endpoint = env.get(ENDPOINT);
        if (endpoint != null && !wanted.isOurs(withoutSlash(endpoint))) return other(ENDPOINT, endpoint);
        if (endpoint == null && env.get(HEADERS) != null && !ClaudeVariables.onlyOurs(env.get(HEADERS)))
            return other(HEADERS, env.get(HEADERS));
        for (var signal : SIGNALS) {
            var name = exporter(signal);
            var exporter = env.get(name);
            boolean free =
                    exporter == null || NO_EXPORTER.contains(exporter) || exporter.equals("otlp") && endpoint != null;
            if (!free) return other(name, exporter);
        }
        return null;
    }

    private static String withoutSlash(Object endpoint) {
        var text = endpoint.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static String exporter(String signal) {
        return "OTEL_" + signal.toUpperCase(Locale.ROOT) + "_EXPORTER";
    }

    private Objection other(String name, @Nullable Object value) {
        var shown = name.endsWith("_HEADERS") ? "there" : "\"" + value + "\"";
        return new Objection(
                Objection.Rule.OTHER_EXPORTER,
                file + " sends telemetry elsewhere already: env." + name + " is " + shown
                        + ". --replace puts Twinlog in its place; `twinlog setup undo` brings it back");
    }

    private static String written(String text, Wanted wanted, Map<String, String> variables) {
        var after = text;
        for (var name : stronger()) after = JsonEdit.remove(after, List.of(ENV, name));
        var root = Objects.requireNonNull(JsonText.parse("", after).orNull());
        if (root.member(ENV) == null) after = JsonEdit.set(after, List.of(ENV), "{}");
        var env = env(root);
        for (var variable : variables.entrySet())
            if (!variable.getValue().equals(env.get(variable.getKey())))
                after = JsonEdit.set(after, List.of(ENV, variable.getKey()), JsonText.quoted(variable.getValue()));
        var days = wanted.cleanupDays();
        return days != null && isToRaise(root, wanted)
                ? JsonEdit.set(after, List.of(CLEANUP), Integer.toString(days))
                : after;
    }

    private Objection unsafe() {
        return new Objection(
                Objection.Rule.UNSAFE_EDIT,
                file + " is written in a way that cannot be edited safely: it was left as it is; write the variables"
                        + " into its `env` by hand, as docs/setup.md shows");
    }

    /// The paths that are ours to change, of two texts.
    private static Set<List<String>> own(Value... roots) {
        var own = new LinkedHashSet<List<String>>();
        own.add(List.of(CLEANUP));
        stronger().forEach(name -> own.add(List.of(ENV, name)));
        ownVariables().forEach(name -> own.add(List.of(ENV, name)));
        if (Arrays.stream(roots).anyMatch(root -> root.member(ENV) == null)) own.add(List.of(ENV));
        return own;
    }

    private static Set<String> ownVariables() {
        try {
            return variables(new Wanted(EndpointBase.of("http://127.0.0.1", false), "", false, null, false, Set.of()))
                    .keySet();
        } catch (EndpointBase.BadEndpointException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public Undone undone(@Nullable String before, String after, String now, boolean force) {
        if (now.equals(after)) return new Undone.Restored(before, List.of());
        var parsed = JsonText.parse(file, filled(now));
        if (parsed instanceof Parsed.Wrong(var why)) return new Undone.Refused(why);
        var root = Objects.requireNonNull(parsed.orNull());
        var unfit = unfit(root);
        var was = JsonText.parse(file, filled(before)).orNull();
        var ours = JsonText.parse(file, after).orNull();
        if (unfit != null || was == null || ours == null) return new Undone.Refused(unfit == null ? unsafe() : unfit);
        return takenOut(new Texts(filled(before), was, ours, filled(now), root), before == null);
    }

    /// Three states of the file: before us, ours, and now.
    private record Texts(String before, Value was, Value ours, String now, Value is) {}

    private Undone takenOut(Texts texts, boolean made) {
        var text = texts.now;
        var notes = new ArrayList<String>();
        for (var change : JsonDifference.paths(texts.was, texts.ours)) {
            var is = JsonDifference.at(texts.is, change);
            var mine = JsonDifference.at(texts.ours, change);
            if (isOurs(change, is, mine)) text = back(text, change, texts);
            else if (is != null) notes.add(String.join(".", change) + " was changed since, and stays");
        }
        boolean envIsOurs = texts.was.member(ENV) == null;
        var left = Objects.requireNonNull(JsonText.parse("", text).orNull());
        var env = left.member(ENV);
        if (envIsOurs && env != null && env.value().members().isEmpty()) text = JsonEdit.remove(text, List.of(ENV));
        var end = JsonText.parse(file, text).orNull();
        if (end == null
                || !JsonDifference.outside(texts.is, end, own(texts.is, end)).isEmpty())
            return new Undone.Refused(unsafe());
        return new Undone.Restored(made && end.members().isEmpty() ? null : text, notes);
    }

    /// Whether a member is as we wrote it; another token in it is still nobody's but ours.
    private static boolean isOurs(List<String> path, @Nullable Value is, @Nullable Value mine) {
        if (Objects.equals(JsonDifference.plain(is), JsonDifference.plain(mine))) return true;
        return is != null && path.equals(List.of(ENV, HEADERS)) && ClaudeVariables.onlyOurs(is.plain());
    }

    /// Puts one member back as it was before us.
    private static String back(String text, List<String> path, Texts texts) {
        var was = JsonDifference.at(texts.was, path);
        if (was == null) return JsonEdit.remove(text, path);
        var root = Objects.requireNonNull(JsonText.parse("", text).orNull());
        boolean isUnderEnv = path.size() > 1;
        var set = isUnderEnv && root.member(ENV) == null ? JsonEdit.set(text, List.of(ENV), "{}") : text;
        return JsonEdit.set(set, path, texts.before.substring(was.start(), was.end()));
    }

    @Override
    public Telemetry telemetry(@Nullable String text) {
        var parsed = JsonText.parse(file, filled(text));
        if (parsed instanceof Parsed.Wrong(var why)) return new Telemetry(why.words(), Map.of(), null);
        var root = Objects.requireNonNull(parsed.orNull());
        var unfit = unfit(root);
        if (unfit != null) return new Telemetry(unfit.words(), Map.of(), null);
        return ClaudeVariables.telemetry(env(root));
    }

    @Override
    public List<String> secrets(@Nullable String text) {
        var root = JsonText.parse(file, filled(text)).orNull();
        if (root == null) return List.of();
        return env(root).entrySet().stream()
                .filter(variable -> variable.getKey().endsWith("_HEADERS"))
                .flatMap(variable ->
                        Arrays.stream(String.valueOf(variable.getValue()).split(",", -1)))
                .map(header -> header.substring(header.indexOf('=') + 1).strip())
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
