package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.doctor.Examination;
import dev.twinlog.app.operations.SetupAnswer;
import dev.twinlog.model.Agent;
import dev.twinlog.setup.FileTrouble;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.OtlpToken;
import dev.twinlog.setup.SettingsProblem;
import dev.twinlog.setup.agents.EndpointBase;
import dev.twinlog.setup.agents.EndpointBase.BadEndpointException;
import dev.twinlog.setup.agents.Objection;
import dev.twinlog.setup.agents.Setup;
import dev.twinlog.setup.agents.Setup.Action;
import dev.twinlog.setup.agents.Setup.Outcome;
import dev.twinlog.setup.agents.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `twinlog setup`: has the agents send their telemetry to Twinlog, and takes it back.
final class SetupCommand implements Command {
    private static final String AGENT = "AGENT";
    private static final String ENDPOINT = "--endpoint";
    private static final String CLEANUP_DAYS = "--cleanup-days";
    private static final Spec.Option JSON = Spec.Option.flag("--json", "Print the answer as JSON.");
    private static final Spec.Positional WHICH = Spec.Positional.optional(
                    AGENT, "claude or codex; without, those that are on this machine.")
            .of(Arrays.stream(Agent.values()).map(Agent::wire).toList());
    private static final List<Spec.Option> WANTED = List.of(
            Spec.Option.of(ENDPOINT, "BASE", "Where telemetry goes, as http://127.0.0.1:4318; this Twinlog without."),
            Spec.Option.flag(
                    "--replace",
                    "Replace another exporter, and send prompts though that is off; undo brings both back."),
            Spec.Option.flag("--allow-insecure", "Let http go to another machine, in clear."),
            Spec.Option.flag("--metrics", "Have Codex send metrics too."),
            Spec.Option.of(CLEANUP_DAYS, "N", "Have Claude Code keep transcripts for so many days at least."),
            JSON);

    /// More is no number of days that anybody means.
    private static final int DAYS_MAX = 36_500;

    /// Stands for a token that is made when it is written.
    private static final String TOKEN_TO_COME = "new token";

    private static final Spec SPEC = new Spec(
            "setup",
            "Have the agents send their telemetry to Twinlog, and take it back.",
            List.of(),
            List.of(),
            List.of(
                    below("plan", "Show what apply would write; nothing is touched.", WANTED, "setup plan"),
                    below(
                            "apply",
                            "Show it, and write it into the agents' settings.",
                            WANTED,
                            "setup apply claude --cleanup-days 3650"),
                    below(
                            "undo",
                            "Take out what apply wrote, and put back what it replaced.",
                            List.of(JSON),
                            "setup undo codex")),
            List.of(
                    "",
                    "apply asks no question, on a terminal or not: plan shows the same before, and undo takes it back.",
                    "Without a name agents that are not on this machine (no folder, no program on the PATH) are left out.",
                    "Agents read their settings when they start. All else in their files stays byte for byte, and a dated",
                    "copy is kept. `twinlog doctor` tells whether telemetry arrives.",
                    "",
                    "Ends with 1 when plan finds what apply would refuse, and with 3 when something was refused.",
                    "",
                    "Examples:",
                    "  twinlog setup plan",
                    "  twinlog setup apply",
                    "  twinlog setup undo"));

    private static Spec below(String name, String description, List<Spec.Option> options, String example) {
        return new Spec(name, description, options, List.of(WHICH), List.of("", "Example:", "  twinlog " + example));
    }

    /// What becomes of one agent's file.
    private interface Deed {
        Outcome of(Setup setup, Agent agent) throws IOException;
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) throws Exception {
        return switch (arguments.subcommand()) {
            case "plan" -> {
                var wanted = wanted(arguments, surroundings, tokenOrPlaceholder(surroundings.folders()));
                int code = run(arguments, surroundings, wanted.endpoint(), (setup, agent) -> setup.plan(agent, wanted));
                yield code == ExitCodes.DONE ? code : ExitCodes.NO;
            }
            case "apply" -> {
                wanted(arguments, surroundings, TOKEN_TO_COME);
                var wanted = wanted(arguments, surroundings, token(surroundings.folders()));
                yield run(arguments, surroundings, wanted.endpoint(), (setup, agent) -> setup.apply(agent, wanted));
            }
            default -> run(arguments, surroundings, null, Setup::undo);
        };
    }

    private static int run(Arguments arguments, Surroundings surroundings, @Nullable EndpointBase endpoint, Deed deed)
            throws Refusal, SettingsProblem {
        var setup = new Setup(surroundings.folders(), surroundings.terminal().clock());
        var verb = Verb.of(arguments.subcommand());
        var outcomes = new ArrayList<Outcome>();
        for (var agent : agents(arguments)) {
            boolean asked =
                    verb == Verb.UNDO || arguments.has(AGENT) || isHere(agent, setup, surroundings.environment());
            var outcome = outcome(setup, agent, deed);
            outcomes.add(asked ? outcome : unasked(outcome));
        }
        var shown = verb == Verb.UNDO ? withoutIdle(outcomes) : outcomes;
        if (arguments.has("--json"))
            surroundings.terminal().out().println(new SetupAnswer(endpoint, verb != Verb.PLAN, shown).toJson());
        else new SetupText(surroundings.terminal(), verb, options(arguments)).show(shown);
        return shown.stream().anyMatch(one -> one.action() == Action.REFUSED) ? ExitCodes.NOT_DONE : ExitCodes.DONE;
    }

    /// What is asked for, in the words of the answer.
    enum Verb {
        PLAN,
        APPLY,
        UNDO;

        String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static Verb of(String subcommand) {
            return valueOf(subcommand.toUpperCase(java.util.Locale.ROOT));
        }
    }

    private static List<Agent> agents(Arguments arguments) throws Refusal {
        var name = arguments.get(AGENT);
        if (name == null) return List.of(Agent.values());
        for (var agent : Agent.values()) if (agent.wire().equals(name)) return List.of(agent);
        throw wrong(AGENT + " must be claude or codex, not '" + name + "'");
    }

    /// An agent is on this machine when its folder or its program is.
    private static boolean isHere(Agent agent, Setup setup, Map<String, String> environment) {
        var folder = setup.file(agent).getParent();
        return folder != null && Files.isDirectory(folder) || Examination.program(agent.wire(), environment) != null;
    }

    /// An agent that is set up all the same, so that it is heard from its first day on.
    private static Outcome unasked(Outcome outcome) {
        var name = outcome.agent().wire();
        var other = Stream.of(Agent.values())
                .filter(agent -> agent != outcome.agent())
                .map(Agent::wire)
                .collect(Collectors.joining());
        return outcome.with(
                "`" + name + "` was not found (no folder " + outcome.file().getParent()
                        + ", none on the PATH): this is for when it comes; name `" + other + "` alone to leave it out");
    }

    /// The options of a plan as its apply needs them.
    private static String options(Arguments arguments) {
        var words = new StringBuilder();
        for (var option : WANTED) {
            var name = option.name();
            if (option.equals(JSON) || !arguments.has(name)) continue;
            words.append(' ').append(name);
            if (option.label() != null) words.append(' ').append(arguments.get(name));
        }
        return words.toString();
    }

    /// Trouble with one agent's file is no reason to leave the other one out.
    private static Outcome outcome(Setup setup, Agent agent, Deed deed) {
        try {
            return deed.of(setup, agent);
        } catch (IOException e) {
            var why = new Objection(Objection.Rule.UNFIT, FileTrouble.words(e));
            return new Outcome(
                    agent, setup.file(agent), Action.REFUSED, List.of(), List.of(), List.of(why), List.of(), null);
        }
    }

    /// When one agent has nothing to undo, and the other one has, only that is told.
    private static List<Outcome> withoutIdle(List<Outcome> outcomes) {
        var busy = outcomes.stream()
                .filter(one -> one.action() != Action.NOTHING || !one.notes().isEmpty())
                .toList();
        return busy.isEmpty() ? outcomes : busy;
    }

    private static Wanted wanted(Arguments arguments, Surroundings surroundings, String token) throws Exception {
        return new Wanted(
                endpoint(arguments, surroundings),
                token,
                arguments.has("--metrics"),
                days(arguments),
                arguments.has("--replace"),
                Set.of());
    }

    private static EndpointBase endpoint(Arguments arguments, Surroundings surroundings) throws Exception {
        var given = arguments.get(ENDPOINT);
        try {
            return EndpointBase.of(
                    given == null ? "http://127.0.0.1:" + port(surroundings) : given,
                    arguments.has("--allow-insecure"));
        } catch (BadEndpointException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /// Where the daemon listens, else where it would.
    private static int port(Surroundings surroundings) throws Exception {
        var status = RunningDaemon.status(surroundings);
        var door = status == null ? null : RunningDaemon.otlpHttp(status);
        if (door != null) return EndpointBase.of(door, true).port();
        int port = surroundings.settings().otlpHttpPort();
        if (port == 0)
            throw new Refusal(
                    Refusal.Reason.UNABLE,
                    "otlp-http-port is 0, so the port is known only while Twinlog runs: start it with `twinlog up`, set"
                            + " the port, or say " + ENDPOINT);
        return port;
    }

    private static @Nullable Integer days(Arguments arguments) throws Refusal {
        var text = arguments.get(CLEANUP_DAYS);
        if (text == null) return null;
        try {
            int days = Integer.parseInt(text);
            if (days >= 1 && days <= DAYS_MAX) return days;
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong(CLEANUP_DAYS + " must be a number of days from 1 to " + DAYS_MAX + ", not '" + text + "'");
    }

    private static Refusal wrong(String message) {
        return new Refusal(Refusal.Reason.WRONG_QUESTION, message);
    }

    private static String tokenOrPlaceholder(Folders folders) throws IOException {
        return OtlpToken.read(folders.data()).map(OtlpToken::reveal).orElse(TOKEN_TO_COME);
    }

    private static String token(Folders folders) throws IOException {
        Setup.makeData(folders);
        return OtlpToken.of(folders.data(), new SecureRandom()).reveal();
    }
}
