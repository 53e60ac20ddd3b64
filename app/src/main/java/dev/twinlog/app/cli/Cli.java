package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.Version;
import dev.twinlog.app.Wiring;
import dev.twinlog.setup.FileTrouble;
import dev.twinlog.setup.Nearest;
import dev.twinlog.setup.SettingsProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketException;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.function.Supplier;

/// The command line.
public final class Cli {
    private static final Map<String, Supplier<Command>> COMMANDS = commands();

    /// How to ask for the version; the grammar has the same options, for the help.
    private static final List<String> VERSION = List.of("--version", "-V");

    private final Surroundings surroundings;

    private Cli(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// A command line for a process.
    ///
    /// @param shown which of `out` and `err` are terminals: `out`, `err`, `out,err` or nothing
    /// @param zone  in which people are told times
    public static Cli of(
            Wiring wiring,
            Map<String, String> environment,
            String shown,
            PrintStream out,
            PrintStream err,
            Clock clock,
            TimeZone zone) {
        var terminal = Terminal.of(environment, shown, out, err, clock, zone);
        return new Cli(new Surroundings(environment, System.getProperty("os.name", ""), terminal, wiring));
    }

    private static Map<String, Supplier<Command>> commands() {
        var commands = new LinkedHashMap<String, Supplier<Command>>();
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
        commands.put("tail", TailCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("decisions", DecisionsCommand::new);
        commands.put("gaps", GapsCommand::new);
        commands.put("export", ExportCommand::new);
        commands.put("setup", SetupCommand::new);
        commands.put("stream", StreamCommand::new);
        commands.put("fallback", FallbackCommand::new);
        commands.put("recover", RecoverCommand::new);
        commands.put("rpc", RpcCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("config", ConfigCommand::new);
        commands.put("completion", CompletionCommand::new);
        commands.put("prices", PricesCommand::new);
        commands.put("man", ManCommand::new);
        return commands;
    }

    /// The names of all commands, in the order of the help.
    static List<String> names() {
        return List.copyOf(COMMANDS.keySet());
    }

    /// The grammars of all commands, in the order of the help.
    static List<Spec> specs() {
        return COMMANDS.values().stream().map(command -> command.get().spec()).toList();
    }

    /// Runs a command and gives its exit code: 0 done, 1 a check said no, 2 wrong usage, 3 could not be done.
    public int run(String... words) {
        int code = dispatch(words);
        surroundings.terminal().out().flush();
        surroundings.terminal().err().flush();
        return code;
    }

    private int dispatch(String[] words) {
        if (words.length == 1 && VERSION.contains(words[0])) return version();
        if (words.length > 0 && words[0].equals("help")) return dispatch(asked(words));
        if (words.length > 1 && words[0].equals("--")) return dispatch(Arrays.copyOfRange(words, 1, words.length));
        var named = words.length == 0 ? null : COMMANDS.get(words[0]);
        if (named != null) {
            var command = named.get();
            var plain = Arguments.plain(command.spec(), words);
            if (plain.isPresent()) return execute(command, plain.get());
        } else if (words.length > 0 && !words[0].startsWith("-")) {
            return wrongUsage(
                    "there is no command '" + words[0] + "'" + Nearest.hint(words[0], COMMANDS.keySet()), "twinlog");
        }
        return new Grammar(specs(), surroundings.terminal())
                .run(words, (name, arguments) -> execute(named(name), arguments), this::wrongUsage);
    }

    /// `help` and `help COMMAND` as the option that they mean.
    private static String[] asked(String[] words) {
        return words.length == 1 ? new String[] {"--help"} : new String[] {words[1], "--help"};
    }

    /// Without picocli, whose classes are too old for the archive of loaded ones: they would take half of the time.
    private int version() {
        surroundings.terminal().out().println(Version.line());
        return ExitCodes.DONE;
    }

    private static Command named(String name) {
        return Objects.requireNonNull(COMMANDS.get(name), name).get();
    }

    private int wrongUsage(String message, String command) {
        say(message);
        surroundings.terminal().err().println("See `" + command + " --help`.");
        return ExitCodes.WRONG_USAGE;
    }

    private int execute(Command command, Arguments arguments) {
        try {
            return command.run(arguments, surroundings);
        } catch (Refusal refusal) {
            return refused(refusal);
        } catch (SettingsProblem problem) {
            return notDone(String.valueOf(problem.getMessage()));
        } catch (SocketException e) {
            return notDone(
                    "the daemon does not answer: it is stopping, or others hold all its connections; try again in a few seconds");
        } catch (IOException broken) {
            return notDone(FileTrouble.words(broken));
        } catch (Exception bug) {
            say("this is a bug, please report it with what follows:");
            bug.printStackTrace(surroundings.terminal().err());
            return ExitCodes.NOT_DONE;
        }
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

    private void say(String message) {
        surroundings.terminal().say(message);
    }
}
