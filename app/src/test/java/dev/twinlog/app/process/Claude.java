package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.agents.AgentHome;
import dev.twinlog.testkit.agents.AgentProcess;
import dev.twinlog.testkit.agents.AnthropicApi;
import dev.twinlog.testkit.agents.InstalledAgents;
import dev.twinlog.testkit.agents.Ledger;
import dev.twinlog.testkit.agents.ModelServer;
import dev.twinlog.testkit.agents.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// The real Claude Code in a home of its own, with a model server of its own.
final class Claude implements AutoCloseable {
    private final InstalledAgents agents = InstalledAgents.ofThisRun();
    private final AgentHome home;
    private final ModelServer model;
    private final Runnable setUp;
    private final Map<String, String> environment;
    private final List<AgentProcess> started = new ArrayList<>();

    private Claude(AgentHome home, ModelServer model, Runnable setUp) {
        this.home = home;
        this.setUp = setUp;
        this.model = model;
        environment = new TreeMap<>(home.environment());
        environment.put("ANTHROPIC_API_KEY", "sk-ant-made-up-000");
        environment.put("ANTHROPIC_BASE_URL", model.address().toString());
        for (var quiet : List.of(
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
                "DISABLE_AUTOUPDATER",
                "DISABLE_TELEMETRY",
                "DISABLE_ERROR_REPORTING")) environment.put(quiet, "1");
    }

    /// @param setUp done before each start
    static Claude in(AgentHome home, Script script, Runnable setUp) throws IOException {
        return new Claude(home, ModelServer.start(script, new AnthropicApi()), setUp);
    }

    Claude with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// A session id that nobody has had yet.
    static String session() {
        return UUID.randomUUID().toString();
    }

    AgentHome home() {
        return home;
    }

    ModelServer model() {
        return model;
    }

    Ledger ledger() {
        return model.ledger();
    }

    String version() {
        return agents.claudeVersion();
    }

    /// Where it keeps the transcript of a session of its project.
    Path transcript(String session) {
        return projects().resolve(folder()).resolve(session + ".jsonl");
    }

    Path projects() {
        return home.home().resolve(".claude/projects");
    }

    private String folder() {
        return home.project().toString().replaceAll("[^a-zA-Z0-9]", "-");
    }

    void settings(String json) throws IOException {
        Files.createDirectories(home.home().resolve(".claude"));
        Files.writeString(home.home().resolve(".claude/settings.json"), json);
    }

    /// Starts it with a prompt, to end by itself once it is answered.
    AgentProcess start(String prompt, String... options) throws IOException {
        setUp.run();
        var command = new ArrayList<>(List.of(agents.claude().toString(), "-p", prompt));
        command.addAll(List.of("--output-format", "stream-json", "--verbose", "--include-partial-messages"));
        command.addAll(List.of(options));
        var process = AgentProcess.start(command, environment, home.project());
        started.add(process);
        return process;
    }

    /// Runs it to its end, which must be a good one.
    AgentProcess run(String prompt, String... options) throws Exception {
        return ended(start(prompt, options));
    }

    /// Waits for the good end of a process.
    static AgentProcess ended(AgentProcess process) throws Exception {
        assertThat(process.awaitEnd(AgentLane.PATIENCE)).as(process.told()).isZero();
        return process;
    }

    @Override
    public void close() {
        started.forEach(AgentProcess::close);
        model.close();
    }
}
