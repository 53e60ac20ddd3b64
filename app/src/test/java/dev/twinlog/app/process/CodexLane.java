package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.agents.AgentHome;
import dev.twinlog.testkit.agents.AgentProcess;
import dev.twinlog.testkit.agents.Exchange;
import dev.twinlog.testkit.agents.InstalledAgents;
import dev.twinlog.testkit.agents.ModelServer;
import dev.twinlog.testkit.agents.Script;
import dev.twinlog.testkit.agents.codex.CodexHome;
import dev.twinlog.testkit.agents.codex.ResponsesApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/// The real Codex, a model server that knows what it sent, and a Twinlog that captures while they talk.
final class CodexLane implements AutoCloseable {
    /// How long what was written may take to be told, on a busy machine.
    static final Duration TOLD_WITHIN = Duration.ofSeconds(20);

    private static final Duration EXEC = Duration.ofSeconds(60);

    private final ResponsesApi api = new ResponsesApi();
    private final ModelServer model;
    private final CodexHome codex;
    private final Household household;
    private final DaemonProcess daemon;
    private final LaneTail tail;

    CodexLane(Path folder, Script script) throws Exception {
        model = ModelServer.start(script, api);
        codex = CodexHome.in(
                AgentHome.in(folder.resolve("codex")),
                InstalledAgents.ofThisRun().codex(),
                model.address());
        household = new Household(codex.agent().home(), folder.resolve("data"));
        daemon = household.up();
        tail = LaneTail.of(household);
    }

    CodexHome codex() {
        return codex;
    }

    ModelServer model() {
        return model;
    }

    ResponsesApi api() {
        return api;
    }

    Household household() {
        return household;
    }

    /// A path in the project that Codex works in.
    Path project(String name) {
        return codex.agent().project().resolve(name);
    }

    /// Runs `codex exec` to its end, which must be this one.
    ///
    /// @return the thread
    String exec(int code, String prompt, String... options) throws Exception {
        try (var exec = codex.exec(prompt, options)) {
            var thread = CodexHome.thread(exec);
            ended(exec, code);
            return thread;
        }
    }

    static void ended(AgentProcess process, int code) throws Exception {
        assertThat(process.awaitEnd(EXEC)).as(process.told()).isEqualTo(code);
    }

    /// The narrative of a thread once it fits.
    LaneNarrative awaitTold(String thread, Consumer<LaneNarrative> fits) {
        await().atMost(TOLD_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> fits.accept(narrative(thread)));
        return narrative(thread);
    }

    /// What the live feed has told of a thread, once it fits.
    void awaitLive(String thread, Consumer<LaneNarrative> fits) {
        await().atMost(TOLD_WITHIN).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> fits.accept(live(thread)));
    }

    /// The narrative once the thread's last turn has ended with a status, held against what the model sent.
    LaneNarrative whole(String thread, String status) {
        var told = awaitTold(thread, now -> {
            assertThat(now.events("turn")).isNotEmpty();
            assertThat(now.events("turn").getLast().at("status").text()).isEqualTo(status);
            assertThat(now.requests()).isEqualTo(sent(thread).requests());
        });
        told.equal(sent(thread));
        // LIVE awaitLive(thread, now -> assertThat(now.latest()).isEqualTo(told.latest()));
        return told;
    }

    private SentByModel sent(String thread) {
        return SentByModel.to(thread, model.ledger(), api);
    }

    private LaneNarrative narrative(String thread) {
        var said = household.run("show", thread, "--json");
        assertThat(said.code()).as(said.err()).isZero();
        return new LaneNarrative(
                said.json().at("session"), said.json().at("events").list());
    }

    private LaneNarrative live(String thread) {
        return new LaneNarrative(new JsonText(null), tail.events("codex/" + thread));
    }

    /// Holds all that was told of tokens against all that the model sent.
    void settled() {
        var wanted = model.ledger().tokens(one -> one.state() == Exchange.State.COMPLETE);
        var total = household.ask("usage").at("agents", "codex", "total");
        wanted.forEach(
                (name, count) -> assertThat(total.at(name).number()).as(name).isEqualTo(count));
        assertThat(household.run("verify").code()).isZero();
        assertThat(household.ask("status").at("counters").names()).noneMatch(name -> name.startsWith("unknown."));
    }

    @Override
    public void close() throws IOException {
        tail.close();
        daemon.close();
        model.close();
    }
}
