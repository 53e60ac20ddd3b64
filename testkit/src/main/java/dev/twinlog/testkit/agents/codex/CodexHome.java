package dev.twinlog.testkit.agents.codex;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentHome;
import dev.twinlog.testkit.agents.AgentProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A home in which the real Codex is set up to talk to a model of ours, and the ways to run it there.
///
/// @param program the native program of Codex
/// @param accounts where its accounts are asked for; null when it needs none
public record CodexHome(
        AgentHome agent, Path program, @Nullable AccountServer accounts) {
    /// How long Codex may take to begin a thread or an answer, on a busy machine.
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Sets up a home whose provider is the model at this address. What is retried: a request once, a
    /// stream twice. What a terminal would ask at its first start is answered.
    public static CodexHome in(AgentHome agent, Path program, URI model) throws IOException {
        return made(agent, program, model, null, SignIn.NOT_REQUIRED);
    }

    /// The same with a provider that needs an account.
    public static CodexHome in(AgentHome agent, Path program, URI model, AccountServer accounts, SignIn signIn)
            throws IOException {
        return made(agent, program, model, accounts, signIn);
    }

    private static CodexHome made(
            AgentHome agent, Path program, URI model, @Nullable AccountServer accounts, SignIn signIn)
            throws IOException {
        var home = new CodexHome(agent, program, accounts);
        Files.createDirectories(home.folder());
        var backend = accounts == null ? "" : "chatgpt_base_url = \"" + accounts.address() + "/backend-api/\"\n";
        Files.writeString(
                home.config(), backend + """
                model = "gpt-5.5"
                model_provider = "lane"
                approval_policy = "never"
                sandbox_mode = "danger-full-access"
                check_for_update_on_startup = false

                [model_providers.lane]
                name = "lane"
                base_url = "%s/v1"
                wire_api = "responses"
                requires_openai_auth = %s
                request_max_retries = 1
                stream_max_retries = 2
                supports_websockets = false

                [otel]
                metrics_exporter = "none"

                [analytics]
                enabled = false

                [projects."%s"]
                trust_level = "trusted"

                [tui]
                screen_reader_detection_done = true

                [notice.model_migrations]
                "gpt-5.5" = "gpt-6-sol"
                """.formatted(model, signIn != SignIn.NOT_REQUIRED, agent.project()));
        signIn.write(home.folder());
        return home;
    }

    /// Codex' own folder.
    public Path folder() {
        return agent.home().resolve(".codex");
    }

    /// Its settings.
    public Path config() {
        return folder().resolve("config.toml");
    }

    /// The socket of the server that the user's terminals share.
    public Path controlSocket() {
        return folder().resolve("app-server-control/app-server-control.sock");
    }

    /// Signs in or out as another process of Codex would: a running one does not notice.
    public void signIn(SignIn now) throws IOException {
        now.write(folder());
    }

    /// The environment that Codex is run with.
    public Map<String, String> environment() {
        var all = new TreeMap<>(agent.environment());
        if (accounts != null) all.putAll(accounts.environment());
        return all;
    }

    /// Starts Codex in a terminal, with a prompt.
    ///
    /// @param options of the command, such as `-c` and a setting
    public TerminalCodex terminal(String prompt, String... options) throws IOException {
        var line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(options));
        line.addAll(List.of("--no-alt-screen", prompt));
        return TerminalCodex.start(this, line);
    }

    /// Starts `codex exec` with a prompt.
    ///
    /// @param options of the command, such as `-c` and a setting
    public AgentProcess exec(String prompt, String... options) throws IOException {
        return run(List.of("exec"), prompt, options);
    }

    /// Starts `codex exec resume` of a thread with a prompt.
    public AgentProcess resume(String thread, String prompt, String... options) throws IOException {
        return run(List.of("exec", "resume", thread), prompt, options);
    }

    private AgentProcess run(List<String> command, String prompt, String... options) throws IOException {
        var line = new ArrayList<>(List.of(program.toString()));
        line.addAll(command);
        line.addAll(List.of("--skip-git-repo-check", "--json"));
        line.addAll(List.of(options));
        line.add(prompt);
        return AgentProcess.start(line, environment(), agent.project());
    }

    /// The thread that a run of `codex exec` says that it began or went on with.
    public static String thread(AgentProcess exec) throws InterruptedException, TimeoutException {
        var line = exec.awaitLine(PATIENCE, each -> each.contains("\"thread.started\""));
        return Json.read(line).at("thread_id").text();
    }

    /// Starts `codex app-server` over stdio, with its handshake done.
    ///
    /// @param options of the command, such as `-c` and a setting
    public AppServer appServer(String... options) throws IOException, InterruptedException, TimeoutException {
        var line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(options));
        line.add("app-server");
        return AppServer.on(AgentProcess.open(line, environment(), agent.project()));
    }
}
