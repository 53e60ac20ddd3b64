package dev.twinlog.app.cli;

import dev.twinlog.app.DaemonLock;
import dev.twinlog.app.Refusal;
import dev.twinlog.setup.Chosen;
import dev.twinlog.setup.SettingKeys;
import dev.twinlog.setup.SettingsBook;
import dev.twinlog.setup.SettingsProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `twinlog config`: the settings, and where they come from.
final class ConfigCommand implements Command {
    private static final String KEY = "KEY";
    private static final String VALUE = "VALUE";
    private static final Spec.Positional KEY_NEEDED = new Spec.Positional(KEY, "The setting's key, as `disk.floor`.");
    private static final List<Spec.Option> JSON = List.of(Spec.Option.flag("--json", "Print the answer as JSON."));

    private static final Spec SPEC = new Spec(
            "config",
            "Show and change the settings.",
            List.of(),
            List.of(),
            List.of(
                    below("list", "List all settings with their values.", JSON, List.of(), "config list"),
                    below("get", "Print the value that holds.", JSON, List.of(KEY_NEEDED), "config get page-port"),
                    below(
                            "set",
                            "Write a setting into config.toml; all else in it stays as it is.",
                            List.of(),
                            List.of(
                                    KEY_NEEDED,
                                    new Spec.Positional(VALUE, "The value; for a list of folders each by itself.")
                                            .many()),
                            "config set disk.floor 1GiB"),
                    below(
                            "unset",
                            "Take a setting out of config.toml, so that its default holds.",
                            List.of(),
                            List.of(KEY_NEEDED),
                            "config unset disk.floor"),
                    below("path", "Print where config.toml is, or would be.", JSON, List.of(), "config path"),
                    below(
                            "explain",
                            "Tell where each value comes from, and what it means.",
                            JSON,
                            List.of(Spec.Positional.optional(KEY, "One setting; all without.")),
                            "config explain raw.keep")),
            List.of(
                    "",
                    "A variable such as TWINLOG_DISK_FLOOR overrides the file, and the file the default. The daemon reads",
                    "them when it starts.",
                    "",
                    "Examples:",
                    "  twinlog config set retention.days 90",
                    "  twinlog config explain retention.days"));

    private static Spec below(
            String name,
            String description,
            List<Spec.Option> options,
            List<Spec.Positional> positionals,
            String example) {
        return new Spec(name, description, options, positionals, List.of("", "Example:", "  twinlog " + example));
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) throws Exception {
        var book = new SettingsBook(surroundings.folders(), surroundings.environment());
        var shown =
                new ConfigText(surroundings.terminal(), surroundings.folders().settingsFile());
        boolean json = arguments.has("--json");
        switch (arguments.subcommand()) {
            case "list" -> shown.list(book.all(), json);
            case "get" -> shown.value(book.get(key(arguments)), json);
            case "path" -> shown.path(json);
            case "explain" -> shown.explain(arguments.has(KEY) ? List.of(book.get(key(arguments))) : book.all(), json);
            case "set" -> {
                var key = key(arguments);
                set(key, ConfigWarnings.written(key, arguments.all(VALUE)), book, surroundings);
            }
            default -> unset(key(arguments), book, surroundings);
        }
        return ExitCodes.DONE;
    }

    /// The mistake of a user, and not one of the file.
    private static SettingKeys key(Arguments arguments) throws Refusal {
        try {
            return SettingsBook.key(arguments.needed(KEY));
        } catch (SettingsProblem unknown) {
            throw wrong(unknown);
        }
    }

    private static Refusal wrong(SettingsProblem problem) {
        return new Refusal(Refusal.Reason.WRONG_QUESTION, String.valueOf(problem.getMessage()), problem);
    }

    private static void set(SettingKeys key, List<String> words, SettingsBook book, Surroundings surroundings)
            throws Exception {
        try {
            book.checked(key, words);
        } catch (SettingsProblem senseless) {
            throw wrong(senseless);
        }
        boolean changed = book.set(key, words);
        told(key, changed ? "is now written in " : "was already so in ", changed, book, surroundings);
        for (var warning : ConfigWarnings.of(key, words))
            surroundings.terminal().say(warning);
    }

    private static void unset(SettingKeys key, SettingsBook book, Surroundings surroundings) throws Exception {
        boolean changed = book.unset(key);
        told(key, changed ? "is no longer written in " : "was not written in ", changed, book, surroundings);
    }

    private static void told(
            SettingKeys key, String what, boolean changed, SettingsBook book, Surroundings surroundings)
            throws Exception {
        var terminal = surroundings.terminal();
        var file = surroundings.folders().settingsFile();
        terminal.out().println(Cells.line(key.key() + " " + what + file));
        if (surroundings.environment().containsKey(key.variable()))
            terminal.say("the variable " + key.variable() + " overrides it here");
        var problem = book.problem();
        if (problem != null) terminal.say("something else is still wrong: " + problem);
        if (!changed) return;
        if (key.isFollowed()) {
            terminal.say("a running Twinlog follows it within seconds");
            return;
        }
        var holder = DaemonLock.holder(surroundings.folders().data());
        terminal.say(
                holder.isPresent()
                        ? "restart Twinlog (process " + holder.get().pid()
                                + ", Ctrl-C or SIGTERM, then `twinlog up`) for it to take effect"
                        : "it takes effect when Twinlog starts");
    }

    /// How settings are shown.
    private record ConfigText(Terminal terminal, Path file) {
        void list(List<Chosen> all, boolean json) {
            if (json) {
                print(all.stream().map(this::facts).toList());
                return;
            }
            var table = new Table(
                    terminal,
                    List.of(
                            Table.Column.text("KEY", 12, 28, 1),
                            Table.Column.text("VALUE", 10, 60, 2),
                            Table.Column.text("FROM", 7, 40, 3)));
            table.head();
            for (var one : all) {
                table.row(List.of(one.key().key(), one.text().replace("\n", " "), from(one)));
            }
        }

        void value(Chosen chosen, boolean json) {
            if (json) print(facts(chosen));
            else chosen.text().lines().forEach(line -> terminal.out().println(Cells.line(line)));
        }

        void path(boolean json) {
            if (json) print(Map.of("path", file.toString(), "exists", Files.exists(file)));
            else terminal.out().println(Cells.line(file.toString()));
        }

        void explain(List<Chosen> all, boolean json) {
            if (json) {
                if (all.size() == 1) print(facts(all.getFirst()));
                else list(all, true);
                return;
            }
            for (int i = 0; i < all.size(); i++) explain(all.get(i), i > 0);
        }

        private void explain(Chosen one, boolean gap) {
            if (gap) terminal.out().println();
            terminal.out()
                    .println(terminal.styled(Terminal.Style.STRONG, one.key().key()));
            fact("value", one.text());
            fact("from", from(one));
            if (one.from() == Chosen.From.ENVIRONMENT && one.line() != null) fact("overrides", file + ":" + one.line());
            fact("default", one.usualText());
            fact("type", one.key().shape());
            fact("variable", one.key().variable());
            for (var line : Cells.wrapped(one.key().doc(), terminal.room(2)))
                terminal.out().println("  " + line);
        }

        private void fact(String name, String value) {
            var lines = Cells.broken(value, terminal.room(12));
            for (int i = 0; i < lines.size(); i++) {
                var label = Cells.fit(i == 0 ? name : "", 10, false);
                terminal.out().println("  " + terminal.styled(Terminal.Style.FAINT, label) + lines.get(i));
            }
        }

        private String from(Chosen one) {
            return switch (one.from()) {
                case DEFAULT -> "default";
                case FILE -> file + ":" + one.line();
                case ENVIRONMENT -> one.key().variable();
            };
        }

        private Map<String, Object> facts(Chosen one) {
            var facts = new LinkedHashMap<String, Object>();
            facts.put("key", one.key().key());
            facts.put("value", one.value());
            facts.put("source", one.from().name().toLowerCase(Locale.ROOT));
            var line = one.line();
            if (line != null) {
                facts.put("file", file.toString());
                facts.put("line", (long) line);
            }
            facts.put("variable", one.key().variable());
            facts.put("default", one.usual());
            facts.put("type", one.key().shape());
            facts.put("doc", one.key().doc());
            return facts;
        }

        private void print(Object value) {
            terminal.out().println(JsonTree.text(value));
        }
    }
}
