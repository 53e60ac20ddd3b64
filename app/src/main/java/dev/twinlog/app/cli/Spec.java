package dev.twinlog.app.cli;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a command is called with: its help, its grammar, its completions and its part of the man page in one.
///
/// @param subcommands one of which must follow the name; none: the command is called by its name alone
record Spec(
        String name,
        String description,
        List<Option> options,
        List<Positional> positionals,
        List<Spec> subcommands,
        List<String> footer) {
    /// @param name     with its dashes
    /// @param label    of its value; null: a switch
    /// @param required whether the command makes no sense without it
    /// @param repeated whether it may be given more than once
    /// @param value    what its value may be
    record Option(
            String name, @Nullable String label, String doc, boolean required, boolean repeated, Completion value) {
        Option(String name, @Nullable String label, String doc, boolean required) {
            this(name, label, doc, required, false, Completion.ofLabel(label));
        }

        static Option of(String name, String label, String doc) {
            return new Option(name, label, doc, false);
        }

        static Option flag(String name, String doc) {
            return new Option(name, null, doc, false);
        }

        /// One whose value is one of a few words.
        static Option choice(String name, String label, List<String> words, String doc) {
            return new Option(name, label, doc, false, false, new Completion.Words(words));
        }

        /// The same, as often as wanted.
        Option many() {
            return new Option(name, label, doc, required, true, value);
        }
    }

    /// An argument without a name.
    ///
    /// @param required an optional one comes behind the required ones
    /// @param repeated takes all arguments that are left; the last one only
    record Positional(String label, String doc, boolean required, boolean repeated, Completion value) {
        Positional(String label, String doc) {
            this(label, doc, true, false, Completion.ofLabel(label));
        }

        /// One that may be left out.
        static Positional optional(String label, String doc) {
            return new Positional(label, doc, false, false, Completion.ofLabel(label));
        }

        /// The same, as often as wanted.
        Positional many() {
            return new Positional(label, doc, required, true, value);
        }

        /// The same, one of a few words.
        Positional of(List<String> words) {
            return new Positional(label, doc, required, repeated, new Completion.Words(words));
        }

        /// As the help writes it: `ID`, `[ID]`, `[ID...]`.
        String shown() {
            var many = repeated ? label + "..." : label;
            return required ? many : "[" + many + "]";
        }
    }

    Spec(String name, String description, List<Option> options, List<Positional> positionals, List<String> footer) {
        this(name, description, options, positionals, List.of(), footer);
    }

    Spec {
        options = List.copyOf(options);
        positionals = List.copyOf(positionals);
        subcommands = List.copyOf(subcommands);
        footer = List.copyOf(footer);
    }

    /// The option of a name, or null.
    @Nullable
    Option option(String name) {
        for (var option : options) if (option.name.equals(name)) return option;
        return null;
    }

    /// The subcommand of a name, or null.
    @Nullable
    Spec subcommand(String name) {
        for (var subcommand : subcommands) if (subcommand.name.equals(name)) return subcommand;
        return null;
    }

    /// The positional that the n-th argument without a name is, counted from 0, or null when there is none.
    @Nullable
    Positional positional(int n) {
        if (n < positionals.size()) return positionals.get(n);
        return !positionals.isEmpty() && positionals.getLast().repeated ? positionals.getLast() : null;
    }

    /// Whether so many arguments without a name are enough.
    boolean enough(int given) {
        return given >= positionals.stream().filter(Positional::required).count();
    }

    /// This and all that is below it, each with the words before its name.
    Stream<Called> all(String before) {
        var path = before.isEmpty() ? name : before + " " + name;
        return Stream.concat(
                Stream.of(new Called(path, this)), subcommands.stream().flatMap(below -> below.all(path)));
    }

    /// @param path the words that call it, as `config get`
    record Called(String path, Spec spec) {}
}
