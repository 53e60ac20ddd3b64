package dev.twinlog.app.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The arguments of a command: values by the option's name or the positional's label; a switch has an empty
/// value.
record Arguments(Map<String, String> values) {
    Arguments {
        values = Map.copyOf(values);
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// The value of what the grammar requires.
    String needed(String name) {
        var value = values.get(name);
        if (value == null) throw new IllegalStateException("the grammar requires " + name);
        return value;
    }

    /// Reads arguments that are plainly right: known options, each once, whole. Empty for all
    /// others, which picocli then explains. It saves the start of picocli, whose old class files
    /// cannot be archived: docs/decisions/0003-picocli-only-for-words.md.
    static Optional<Arguments> plain(Spec spec, String[] words) {
        var values = new HashMap<String, String>();
        int positionals = 0;
        for (int i = 1; i < words.length; i++) {
            var word = words[i];
            if (word.startsWith("-")) {
                int equals = word.indexOf('=');
                var option = spec.option(equals < 0 ? word : word.substring(0, equals));
                if (option == null || values.containsKey(option.name())) return Optional.empty();
                if (option.label() == null) {
                    if (equals >= 0) return Optional.empty();
                    values.put(option.name(), "");
                } else if (equals >= 0) {
                    values.put(option.name(), word.substring(equals + 1));
                } else {
                    if (++i == words.length || words[i].startsWith("-")) return Optional.empty();
                    values.put(option.name(), words[i]);
                }
            } else {
                if (positionals == spec.positionals().size()) return Optional.empty();
                values.put(spec.positionals().get(positionals++).label(), word);
            }
        }
        boolean whole = spec.positionals().stream().skip(positionals).noneMatch(Spec.Positional::required)
                && spec.options().stream().allMatch(option -> !option.required() || values.containsKey(option.name()));
        return whole ? Optional.of(new Arguments(values)) : Optional.empty();
    }
}
