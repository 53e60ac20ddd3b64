package dev.twinlog.app.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a command is called with: its help and its grammar in one.
record Spec(String name, String description, List<Option> options, List<Positional> positionals, List<String> footer) {
    /// @param name     with its dashes
    /// @param label    of its value; null: a switch
    /// @param required whether the command makes no sense without it
    record Option(String name, @Nullable String label, String doc, boolean required) {
        static Option of(String name, String label, String doc) {
            return new Option(name, label, doc, false);
        }

        static Option flag(String name, String doc) {
            return new Option(name, null, doc, false);
        }
    }

    /// An argument without a name; those that may be left out come last.
    record Positional(String label, String doc, boolean required) {
        Positional(String label, String doc) {
            this(label, doc, true);
        }
    }

    Spec {
        options = List.copyOf(options);
        positionals = List.copyOf(positionals);
        footer = List.copyOf(footer);
    }

    /// The option of a name, or null.
    @Nullable
    Option option(String name) {
        for (var option : options) if (option.name.equals(name)) return option;
        return null;
    }
}
