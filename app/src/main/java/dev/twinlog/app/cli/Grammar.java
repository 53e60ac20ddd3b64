package dev.twinlog.app.cli;

import dev.twinlog.app.Version;
import dev.twinlog.setup.Nearest;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// The command line as picocli knows it: help, version, and what is wrong with wrong arguments.
final class Grammar {
    private static final int HELP_CELLS_MIN = 80;
    private static final int HELP_CELLS_MAX = 100;
    private static final List<String> FOOTER = List.of(
            "",
            "`twinlog up` captures and answers; the other commands ask it, or read the store when it is not running.",
            "Each has --help, and those that answer have --json.",
            "",
            "Ends with 0 done, 1 a check said no, 2 wrong usage, 3 could not be done (the reason is on stderr).");

    private final CommandLine line;

    Grammar(List<Spec> specs, Terminal terminal) {
        int cells = Math.clamp(terminal.screenColumns(), HELP_CELLS_MIN, HELP_CELLS_MAX);
        var root = spec(
                        "twinlog",
                        "Records what coding agents (Claude Code, OpenAI Codex) did on this machine.",
                        Footer.of(FOOTER, cells))
                .version(Version.line());
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
        root.usageMessage().synopsisSubcommandLabel("COMMAND");
        line = new CommandLine(root);
        for (var spec : specs) line.addSubcommand(spec.name(), command(spec, cells));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(cells)
                .setColorScheme(colours(terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    }

    /// Bold and no colours: picocli's own yellow cannot be read on a light background.
    private static CommandLine.Help.ColorScheme colours(CommandLine.Help.Ansi ansi) {
        return new CommandLine.Help.ColorScheme.Builder(ansi)
                .commands(CommandLine.Help.Ansi.Style.bold)
                .options(CommandLine.Help.Ansi.Style.bold)
                .parameters(CommandLine.Help.Ansi.Style.bold)
                .build();
    }

    private static CommandSpec spec(String name, String description, List<String> footer) {
        var spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description).footer(footer.toArray(String[]::new));
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
        return spec;
    }

    private static CommandLine command(Spec spec, int cells) {
        var command = spec(spec.name(), spec.description(), Footer.of(spec.footer(), cells));
        for (var option : spec.options()) command.addOption(option(option));
        for (int i = 0; i < spec.positionals().size(); i++) {
            command.addPositional(positional(spec.positionals().get(i), i));
        }
        var line = new CommandLine(command);
        if (!spec.subcommands().isEmpty()) command.usageMessage().synopsisSubcommandLabel("COMMAND");
        for (var below : spec.subcommands()) line.addSubcommand(below.name(), command(below, cells));
        return line;
    }

    private static PositionalParamSpec positional(Spec.Positional positional, int index) {
        var builder = PositionalParamSpec.builder()
                .paramLabel(positional.label())
                .description(positional.doc())
                .required(positional.required())
                .index(positional.repeated() ? index + "..*" : Integer.toString(index))
                .arity(
                        positional.required()
                                ? positional.repeated() ? "1..*" : "1"
                                : positional.repeated() ? "0..*" : "0..1");
        return positional.repeated()
                ? builder.type(List.class).auxiliaryTypes(String.class).build()
                : builder.type(String.class).build();
    }

    private static OptionSpec option(Spec.Option option) {
        var builder =
                OptionSpec.builder(option.name()).description(option.doc()).required(option.required());
        if (option.label() == null) return builder.type(boolean.class).build();
        builder.paramLabel(option.label()).arity("1");
        return option.repeated()
                ? builder.type(List.class).auxiliaryTypes(String.class).build()
                : builder.type(String.class).build();
    }

    /// Prints help or version if that is asked for, runs the command if the arguments are right, else says
    /// what is wrong.
    int run(String[] words, BiFunction<String, Arguments, Integer> command, WrongUsage wrong) {
        try {
            var parsed = line.parseArgs(words);
            var printed = Optional.ofNullable(CommandLine.executeHelpRequest(parsed));
            if (printed.isPresent()) return printed.get();
            var sub = parsed.subcommand();
            if (sub == null) return wrong.say("which command? `twinlog --help` lists them", "twinlog");
            var below = sub.subcommand();
            var name = sub.commandSpec().name();
            if (below != null)
                return command.apply(name, arguments(below, below.commandSpec().name()));
            if (sub.commandSpec().subcommands().isEmpty()) return command.apply(name, arguments(sub, ""));
            return wrong.say(which(name, sub.commandSpec()), "twinlog " + name);
        } catch (CommandLine.ParameterException e) {
            var name = e.getCommandLine().getCommandSpec().qualifiedName(" ");
            return wrong.say(tooMany(e).orElse(e.getMessage() + quotes(e)), name);
        }
    }

    /// Of words that no command takes, what is wrong; nothing for other mistakes.
    private static Optional<String> tooMany(CommandLine.ParameterException e) {
        if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) return Optional.empty();
        var words = unmatched.getUnmatched();
        var command = e.getCommandLine().getCommandSpec();
        var option = words.stream().filter(word -> word.startsWith("-")).findFirst();
        if (option.isPresent()) return Optional.of(unknownOption(command, option.get()));
        if (!quotes(e).isEmpty()) return Optional.empty();
        var below = command.subcommands().keySet();
        if (!below.isEmpty())
            return Optional.of(command.name() + " has no command '" + words.getFirst() + "'"
                    + Nearest.hint(words.getFirst(), below)
                    + (Nearest.of(words.getFirst(), below).isEmpty() ? "; it" : " It")
                    + " has " + String.join(", ", below));
        var taken = command.positionalParameters().stream()
                .map(PositionalParamSpec::paramLabel)
                .toList();
        var takes = taken.isEmpty() ? "no argument without a name" : "only " + String.join(" and ", taken);
        return Optional.of(command.name() + " takes " + takes + ", so '" + String.join(" ", words) + "' is too much");
    }

    private static String unknownOption(CommandSpec command, String word) {
        int equals = word.indexOf('=');
        var name = equals < 0 ? word : word.substring(0, equals);
        return command.name() + " has no option '" + name + "'"
                + Nearest.hint(name, command.optionsMap().keySet());
    }

    /// What to do with the words of a text, of which a shell made more than one argument; else nothing.
    private static String quotes(CommandLine.ParameterException e) {
        var parsed = e.getCommandLine().getParseResult();
        if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched) || parsed == null) return "";
        boolean words = unmatched.getUnmatched().stream().noneMatch(word -> word.startsWith("-"));
        var label = SearchCommand.TEXT;
        var text = parsed.matchedPositionals().stream()
                .filter(positional -> positional.paramLabel().equals(label))
                .map(positional -> String.valueOf(positional.<Object>getValue()))
                .findFirst();
        if (!words || text.isEmpty()) return "";
        return "; put the text in quotes: \"" + text.get() + " " + String.join(" ", unmatched.getUnmatched()) + "\"";
    }

    /// Tells the user that the arguments are wrong, and gives the exit code.
    interface WrongUsage {
        int say(String message, String command);
    }

    private static String which(String name, CommandSpec command) {
        return "which of its commands? " + name + " has "
                + String.join(", ", command.subcommands().keySet());
    }

    private static Arguments arguments(ParseResult parsed, String subcommand) {
        Map<String, List<String>> values = new HashMap<>();
        for (var option : parsed.matchedOptions()) {
            boolean isSwitch = option.arity().max() == 0;
            values.put(option.longestName(), isSwitch ? List.of("") : texts(option.getValue()));
        }
        for (var positional : parsed.matchedPositionals()) {
            values.put(positional.paramLabel(), texts(positional.getValue()));
        }
        return new Arguments(subcommand, values);
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }
}
