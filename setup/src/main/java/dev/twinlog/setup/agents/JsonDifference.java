package dev.twinlog.setup.agents;

import dev.twinlog.setup.agents.JsonText.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What two JSON objects say differently: at the root, and one level below in `env`.
final class JsonDifference {
    private JsonDifference() {}

    /// The paths at which they differ.
    static Set<List<String>> paths(Value from, Value to) {
        var paths = new LinkedHashSet<List<String>>();
        for (var name : names(from, to)) {
            var path = List.of(name);
            if (name.equals(ClaudeConfig.ENV)) addEnv(from, to, paths);
            else if (!Objects.equals(plain(at(from, path)), plain(at(to, path)))) paths.add(path);
        }
        return paths;
    }

    private static void addEnv(Value from, Value to, Set<List<String>> paths) {
        for (var name : names(env(from), env(to))) {
            var path = List.of(ClaudeConfig.ENV, name);
            if (!Objects.equals(plain(at(from, path)), plain(at(to, path)))) paths.add(path);
        }
    }

    private static Set<String> names(Value from, Value to) {
        var names = new LinkedHashSet<String>();
        from.members().forEach(member -> names.add(member.name()));
        to.members().forEach(member -> names.add(member.name()));
        return names;
    }

    private static Value env(Value root) {
        var env = root.member(ClaudeConfig.ENV);
        return env == null ? new Value(0, 0, null, List.of()) : env.value();
    }

    /// The value at a path, or null.
    static @Nullable Value at(Value root, List<String> path) {
        var value = root;
        for (var name : path) {
            var member = value.member(name);
            if (member == null) return null;
            value = member.value();
        }
        return value;
    }

    /// What a value says, in a form in which JSON's null is another than nothing.
    static @Nullable Object plain(@Nullable Value value) {
        return value == null ? null : Collections.singletonList(value.plain());
    }

    /// The same as changes, as the texts write them.
    static List<Change> of(Value from, Value to) {
        var changes = new ArrayList<Change>();
        for (var path : paths(from, to))
            changes.add(new Change(String.join(".", path), written(at(from, path)), written(at(to, path))));
        return changes;
    }

    private static @Nullable String written(@Nullable Value value) {
        if (value == null) return null;
        return switch (value.plain()) {
            case String text -> JsonText.quoted(text);
            case JsonText.Digits(var digits) -> digits;
            case null -> "null";
            default -> value.plain().toString();
        };
    }

    /// What differs that may not: everything but these paths must be the same, in the same order.
    static List<String> outside(Value from, Value to, Set<List<String>> own) {
        var differing = new ArrayList<String>();
        var before = rest(from, own);
        var after = rest(to, own);
        if (!before.equals(after)) differing.add("a value");
        if (!order(before).equals(order(after))) differing.add("the order");
        return differing;
    }

    private static Map<String, @Nullable Object> rest(Value root, Set<List<String>> own) {
        var rest = new LinkedHashMap<String, @Nullable Object>();
        for (var member : root.members()) {
            if (own.contains(List.of(member.name())) && !member.name().equals(ClaudeConfig.ENV)) continue;
            if (!member.name().equals(ClaudeConfig.ENV))
                rest.put(member.name(), member.value().plain());
        }
        var env = new LinkedHashMap<String, @Nullable Object>();
        for (var member : env(root).members())
            if (!own.contains(List.of(ClaudeConfig.ENV, member.name())))
                env.put(member.name(), member.value().plain());
        rest.put(ClaudeConfig.ENV, env);
        return rest;
    }

    private static List<String> order(Map<String, @Nullable Object> rest) {
        var order = new ArrayList<String>(rest.keySet());
        if (rest.get(ClaudeConfig.ENV) instanceof Map<?, ?> env) env.keySet().forEach(name -> order.add("env." + name));
        return order;
    }
}
