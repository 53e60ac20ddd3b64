package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.operations.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `twinlog stream`: Codex' live stream, and the app-server that it comes from.
final class StreamCommand implements Command {
    private static final Spec.Option JSON = Spec.Option.flag("--json", "Print the answer as JSON.");
    private static final String DEVICE = "--device";
    private static final String SWITCH = "on|off";

    /// For how long a sign-in is waited for.
    static final Duration LOGIN_PATIENCE = Duration.ofMinutes(10);

    private static final Duration LOGIN_LOOKS = Duration.ofMillis(500);

    private static final Spec SPEC = new Spec(
            "stream",
            "Codex' live stream, and the app-server that it comes from.",
            List.of(),
            List.of(),
            List.of(
                    below("status", "Say how it is heard, and what to do when it is not.", List.of(JSON), List.of()),
                    below("start", "Start the app-server; leaves a crash loop.", List.of(JSON), List.of()),
                    below(
                            "stop",
                            "Stop it until it is started by hand, or Twinlog starts anew.",
                            List.of(JSON),
                            List.of()),
                    below(
                            "login",
                            "Sign in with ChatGPT: shows the URL, and waits until it is done.",
                            List.of(
                                    Spec.Option.flag(DEVICE, "By a code that is typed in on another machine."),
                                    Spec.Option.flag("--json", "Print the URL as JSON, and do not wait.")),
                            List.of()),
                    below(
                            "logout",
                            "Sign Codex out on this machine, the whole of it: its sign-in in CODEX_HOME goes.",
                            List.of(JSON),
                            List.of()),
                    below(
                            "kill",
                            "Turn the kill switch, which stays so over restarts.",
                            List.of(JSON),
                            List.of(new Spec.Positional(
                                            SWITCH, "on: the stream is off at once; off: it may start again.")
                                    .of(List.of("on", "off")))),
                    below(
                            "threads",
                            "List the live threads, heard or not, and what waits for you.",
                            List.of(JSON),
                            List.of())),
            List.of(
                    "",
                    "The app-server is the one that your own Codex runs, while there is one, else a child of Twinlog's",
                    "own, which no thread of yours runs on. Pending approvals are shown, never answered.",
                    "",
                    "The child has its sign-in where your Codex has it: `login` signs Codex in, and `logout` signs the whole",
                    "of it out on this machine. To be rid of the stream, `kill on` is enough.",
                    "",
                    "Examples:",
                    "  twinlog stream status",
                    "  twinlog stream login --device",
                    "  twinlog stream kill on"));

    private static Spec below(
            String name, String description, List<Spec.Option> options, List<Spec.Positional> positionals) {
        var example = "  twinlog stream " + name + (positionals.isEmpty() ? "" : " on");
        return new Spec(name, description, options, positionals, List.of("", "Example:", example));
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) throws Exception {
        var shown = new Shown(surroundings.terminal(), arguments.has(JSON.name()));
        if (arguments.subcommand().equals("kill") && !surroundings.isServed()) {
            boolean on = isOn(arguments.needed(SWITCH));
            KillSwitchLine.write(surroundings, on);
            shown.written(on);
            return ExitCodes.DONE;
        }
        var rpc = surroundings.rpc();
        switch (arguments.subcommand()) {
            case "status" -> shown.status(rpc.call(Operation.GET_CODEX_APP_SERVER_STATUS, Map.of()));
            case "start" -> shown.changed(rpc.call(Operation.START_CODEX_APP_SERVER, Map.of()));
            case "stop" -> shown.changed(rpc.call(Operation.STOP_CODEX_APP_SERVER, Map.of()));
            case "logout" -> shown.signedOut(rpc.call(Operation.CODEX_APP_SERVER_ACCOUNT_LOGOUT, Map.of()));
            case "kill" -> shown.changed(kill(rpc, arguments.needed(SWITCH)));
            case "threads" -> shown.threads(threads(rpc));
            default -> {
                return login(rpc, arguments.has(DEVICE), shown);
            }
        }
        return ExitCodes.DONE;
    }

    /// What is shown of an answer: itself, or words.
    private record Shown(Terminal terminal, boolean json) {
        void status(Map<String, @Nullable Object> answer) {
            if (json) print(answer);
            else new SidecarText(terminal).status(answer);
        }

        void changed(Map<String, @Nullable Object> answer) {
            if (json) print(answer);
            else new SidecarText(terminal).brief(answer);
        }

        void signedOut(Map<String, @Nullable Object> answer) {
            if (json) print(answer);
            else new SidecarText(terminal).signedOut(answer);
        }

        void threads(Map<String, @Nullable Object> answer) {
            if (json) print(answer);
            else new SidecarText(terminal).threads(answer);
        }

        /// Of a kill switch that nobody follows now.
        void written(boolean on) {
            if (json) print(Map.of("killSwitch", on, "running", false));
            else
                terminal.out()
                        .println("The kill switch is " + (on ? "on" : "off") + " in config.toml, from the next start"
                                + " on: no daemon runs now.");
        }

        void print(Map<String, @Nullable Object> answer) {
            terminal.out().println(JsonTree.text(answer));
        }
    }

    private static Map<String, @Nullable Object> kill(RpcClient rpc, String which) throws Refusal, IOException {
        return rpc.call(Operation.CODEX_APP_SERVER_SET_STREAM_KILL_SWITCH, Map.of("enabled", isOn(which)));
    }

    private static boolean isOn(String which) throws Refusal {
        boolean on = which.equals("on");
        if (!on && !which.equals("off"))
            throw new Refusal(Refusal.Reason.WRONG_QUESTION, "kill takes on or off, not '" + which + "'");
        return on;
    }

    /// Those that the app-server knows, and those that only the other witnesses do.
    private static Map<String, @Nullable Object> threads(RpcClient rpc) throws Refusal, IOException {
        var sidecar = rpc.call(Operation.GET_CODEX_APP_SERVER_STATUS, Map.of());
        var status = rpc.call(Operation.GET_CAPTURE_RELIABILITY_STATUS, Map.of());
        var known = status.get("stream") instanceof Map<?, ?> stream ? stream.get("threads") : null;
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("reach", sidecar.get("reach"));
        answer.put("heard", known instanceof Map<?, ?> threads ? threads.get("heard") : List.of());
        answer.put("notHeard", known instanceof Map<?, ?> threads ? threads.get("notHeard") : List.of());
        answer.put("approvals", sidecar.get("approvals"));
        return answer;
    }

    private static int login(RpcClient rpc, boolean byCode, Shown shown) throws Exception {
        var type = byCode ? "chatgptDeviceCode" : "chatgpt";
        var login = rpc.call(Operation.CODEX_APP_SERVER_ACCOUNT_LOGIN_START, Map.of("type", type));
        if (shown.json) {
            shown.print(login);
            return ExitCodes.DONE;
        }
        new SidecarText(shown.terminal).login(login);
        var status = awaitLogin(rpc);
        if (!"authenticated".equals(SidecarText.text(status, "auth", "state"))) {
            var error = SidecarText.text(status, "auth", "error");
            throw new Refusal(
                    Refusal.Reason.UNABLE,
                    "not signed in" + (error.isEmpty() ? "" : ": " + error) + "; `twinlog stream login` begins anew");
        }
        shown.terminal.out().println("Signed in (" + SidecarText.text(status, "auth", "mode") + ").");
        return ExitCodes.DONE;
    }

    /// Until the app-server itself says how it went; who has had enough of waiting ends the command.
    private static Map<String, @Nullable Object> awaitLogin(RpcClient rpc) throws Exception {
        long end = System.nanoTime() + LOGIN_PATIENCE.toNanos();
        var status = rpc.call(Operation.GET_CODEX_APP_SERVER_STATUS, Map.of());
        while ("authenticating".equals(SidecarText.text(status, "auth", "state")) && System.nanoTime() < end) {
            Thread.sleep(LOGIN_LOOKS);
            status = rpc.call(Operation.GET_CODEX_APP_SERVER_STATUS, Map.of());
        }
        return status;
    }
}
