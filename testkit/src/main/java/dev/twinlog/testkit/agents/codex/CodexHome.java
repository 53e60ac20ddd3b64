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
import java.util.concurrent.TimeoutException;

/// A home in which the real Codex is set up to talk to a model of ours, and the ways to run it there.
///
/// @param program the native program of Codex
public record CodexHome(AgentHome agent, Path program) {
    /// How long Codex may take to begin a thread or an answer, on a busy machine.
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Sets up a home whose provider is the model at this address. What is retried: a request once, a
    /// stream twice.
    public static CodexHome in(AgentHome agent, Path program, URI model) throws IOException {
        var folder = Files.createDirectories(agent.home().resolve(".codex"));
        Files.writeString(folder.resolve("config.toml"), """
                model = "gpt-5.5"
                model_provider = "lane"
                approval_policy = "never"
                sandbox_mode = "danger-full-access"
                check_for_update_on_startup = false

                [model_providers.lane]
                name = "lane"
                base_url = "%s/v1"
                wire_api = "responses"
                requires_openai_auth = false
                request_max_retries = 1
                stream_max_retries = 2
                supports_websockets = false

                [otel]
                metrics_exporter = "none"

                [analytics]
                enabled = false

                [projects."%s"]
                trust_level = "trusted"
                """.formatted(model, agent.project()));
        return new CodexHome(agent, program);
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
        return AgentProcess.start(line, agent.environment(), agent.project());
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
        return AppServer.on(AgentProcess.open(line, agent.environment(), agent.project()));
    }
}
