package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.Version;
import dev.twinlog.app.Wiring;
import dev.twinlog.setup.Nearest;
import dev.twinlog.setup.SettingsProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/// The command line.
public final class Cli {
    private static final Map<String, Function<Surroundings, Object>> COMMANDS = commands();

    private final Surroundings surroundings;

    private Cli(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// A command line for a process.
    ///
    /// @param shown which of `out` and `err` are terminals: `out`, `err`, `out,err` or nothing
    /// @param clock with the zone in which people are told times
    public static Cli of(
            Wiring wiring, Map<String, String> environment, String shown, PrintStream out, PrintStream err, Clock clock) {
        var terminal = Terminal.of(environment, shown, out, err, clock);
        return new Cli(new Surroundings(environment, System.getProperty("os.name", ""), terminal, wiring));
    }

    private static Map<String, Function<Surroundings, Object>> commands() {
        var commands = new LinkedHashMap<String, Function<Surroundings, Object>>();
        commands.put("up", UpCommand::new);
        commands.put("sync", SyncCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("sessions", SessionsCommand::new);
        commands.put("show", ShowCommand::new);
        commands.put("search", SearchCommand::new);
        commands.put("usage", UsageCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("rebuild", RebuildCommand::new);
        commands.put("restore", RestoreCommand::new);
        return commands;
    }

    /// The names of all commands, in the order of the help.
    public static List<String> names() {
        return List.copyOf(COMMANDS.keySet());
    }

    /// Runs a command and gives its exit code: 0 done, 1 a check said no, 2 wrong usage, 3 could not be done.
    public int run(String... arguments) {
        var line = line(arguments);
        int code = line.execute(arguments);
        surroundings.terminal().out().flush();
        surroundings.terminal().err().flush();
        return code;
    }

    /// The parser for these arguments. Reading the options of a command by reflection takes time, so only the command
    /// that is named is read; all of them when none is, for help and suggestions.
    private CommandLine line(String[] arguments) {
        var line = new CommandLine(new TwinlogCommand());
        var named = arguments.length > 0 ? arguments[0] : "";
        COMMANDS.forEach((name, command) -> {
            if (name.equals(named) || !COMMANDS.containsKey(named)) line.addSubcommand(command.apply(surroundings));
        });
        line.getCommandSpec().version("twinlog " + Version.text());
        var terminal = surroundings.terminal();
        return line.setOut(new PrintWriter(terminal.out(), true))
                .setErr(new PrintWriter(terminal.err(), true))
                .setUsageHelpWidth(Math.max(80, Math.min(100, terminal.columns())))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler((failure, _, _) -> failed(failure));
    }

    private int wrongUsage(CommandLine.ParameterException problem, String[] arguments) {
        var command = problem.getCommandLine().getCommandSpec().qualifiedName(" ");
        boolean unknownCommand = command.equals("twinlog") && arguments.length > 0 && !arguments[0].startsWith("-");
        var message = unknownCommand
                ? "there is no command '" + arguments[0] + "'" + Nearest.hint(arguments[0], COMMANDS.keySet())
                : String.valueOf(problem.getMessage());
        say(message);
        surroundings.terminal().err().println("See `" + command + " --help`.");
        return ExitCodes.WRONG_USAGE;
    }

    private int failed(Exception failure) {
        return switch (failure) {
            case Refusal refusal -> refused(refusal);
            case SettingsProblem problem -> notDone(String.valueOf(problem.getMessage()));
            case java.net.ConnectException _ -> notDone("the daemon does not answer; try again, or see `twinlog status`");
            case IOException broken -> notDone(broken.getClass().getSimpleName() + ": " + broken.getMessage());
            default -> bug(failure);
        };
    }

    private int refused(Refusal refusal) {
        say(String.valueOf(refusal.getMessage()));
        return switch (refusal.reason()) {
            case WRONG_QUESTION -> ExitCodes.WRONG_USAGE;
            case NOT_FOUND, UNABLE -> ExitCodes.NOT_DONE;
        };
    }

    private int notDone(String message) {
        say(message);
        return ExitCodes.NOT_DONE;
    }

    private int bug(Exception failure) {
        say("this is a bug, please report it with what follows:");
        failure.printStackTrace(surroundings.terminal().err());
        return ExitCodes.NOT_DONE;
    }

    private void say(String message) {
        surroundings.terminal().err().println("twinlog: " + Cells.line(message));
    }
}
