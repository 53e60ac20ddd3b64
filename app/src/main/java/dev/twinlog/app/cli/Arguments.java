package dev.twinlog.app.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The arguments of a command: values by the option's name or the positional's label; a switch has an empty
/// value.
///
/// @param subcommand the name of the one that was called; empty: the command has none
/// @param values     in the order in which they were given
record Arguments(String subcommand, Map<String, List<String>> values) {
    Arguments {
        values = Map.copyOf(values);
    }

    /// The value, of several the last, or null.
    @Nullable
    String get(String name) {
        var all = values.get(name);
        return all == null ? null : all.getLast();
    }

    /// Every value of what may be repeated.
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// The value of what the grammar requires.
    String needed(String name) {
        var value = get(name);
        if (value == null) throw new IllegalStateException("the grammar requires " + name);
        return value;
    }

    /// Reads arguments that are plainly right: known options, whole, and each once unless it may be repeated. Empty
    /// for all others, which picocli then explains. It saves the start of picocli, whose old class files
    /// cannot be archived: docs/decisions/0003-picocli-only-for-words.md.
    static Optional<Arguments> plain(Spec command, String[] words) {
        var subcommand = words.length > 1 ? command.subcommand(words[1]) : null;
        if (subcommand != null) return new Reading(subcommand, subcommand.name()).read(words, 2);
        return command.subcommands().isEmpty() ? new Reading(command, "").read(words, 1) : Optional.empty();
    }

    /// One reading, from the first word to the last.
    private static final class Reading {
        private final Spec spec;
        private final String subcommand;
        private final Map<String, List<String>> values = new HashMap<>();
        private int positionals;

        Reading(Spec spec, String subcommand) {
            this.spec = spec;
            this.subcommand = subcommand;
        }

        Optional<Arguments> read(String[] words, int first) {
            for (int i = first; i >= 0 && i < words.length; ) {
                i = words[i].startsWith("-") ? option(words, i) : positional(words, i);
                if (i < 0) return Optional.empty();
            }
            return whole() ? Optional.of(new Arguments(subcommand, values)) : Optional.empty();
        }

        /// The index of the next word, or -1 when this one is not plainly right.
        private int option(String[] words, int i) {
            var word = words[i];
            int equals = word.indexOf('=');
            var option = spec.option(equals < 0 ? word : word.substring(0, equals));
            if (option == null || values.containsKey(option.name()) && !option.repeated()) return -1;
            if (option.label() == null) return equals >= 0 ? -1 : put(option.name(), "", i + 1);
            if (equals >= 0) return put(option.name(), word.substring(equals + 1), i + 1);
            boolean follows = i + 1 < words.length && !words[i + 1].startsWith("-");
            return follows ? put(option.name(), words[i + 1], i + 2) : -1;
        }

        private int positional(String[] words, int i) {
            var positional = spec.positional(positionals++);
            return positional == null ? -1 : put(positional.label(), words[i], i + 1);
        }

        private int put(String name, String value, int next) {
            values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            return next;
        }

        private boolean whole() {
            return spec.enough(positionals)
                    && spec.options().stream()
                            .allMatch(option -> !option.required() || values.containsKey(option.name()));
        }
    }
}
