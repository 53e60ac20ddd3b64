package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.Json;
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
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The real Codex in a home of its own, a model server that knows what it sent, and what Twinlog tells of
/// them.
final class CodexLane implements AutoCloseable {
    private static final String AGENT = "codex";
    /// The end of a key that is a place in a turn.
    private static final Pattern PLACE = Pattern.compile("#\\d+$");

    private final AgentLane lane;
    private final ResponsesApi api = new ResponsesApi();
    private final ModelServer model;
    private final CodexHome codex;

    CodexLane(AgentLane lane, Script script) throws IOException {
        this.lane = lane;
        model = ModelServer.start(script, api);
        var home = lane.home();
        codex = CodexHome.in(home, InstalledAgents.ofThisRun().codex(), model.address());
        lane.setUp(home, "codex");
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
        assertThat(process.awaitEnd(AgentLane.PATIENCE)).as(process.told()).isEqualTo(code);
    }

    /// Waits until `twinlog tail` tells of an event of this kind and status, and returns it as it was told.
    Json awaitTailed(String thread, String kind, String status) throws Exception {
        return lane.feed()
                .await(
                        thread,
                        event -> event.at("kind").text().equals(kind)
                                && event.at("status").text().equals(status),
                        AgentLane.PATIENCE);
    }

    /// Waits until the narrative of a thread fits.
    CodexNarrative awaitTold(String thread, Consumer<CodexNarrative> fits) {
        await(thread)
                .atMost(AgentLane.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> fits.accept(CodexNarrative.of(lane.shown(thread))));
        return CodexNarrative.of(lane.shown(thread));
    }

    /// The narrative once the thread's last turn has ended with a status and every request is told: held
    /// against what the model sent, in what it says, what it counts, and what `twinlog tail` said of it.
    CodexNarrative whole(String thread, String status) {
        var sent = SentByModel.to(thread, model.ledger(), api);
        var told = awaitTold(thread, now -> {
            assertThat(now.statuses("turn")).endsWith(status);
            assertThat(now.requests()).isEqualTo(sent.requests());
        });
        told.equal(sent);
        var tokens = sent.tokens();
        assertThat(Account.usage(lane, AGENT, "total", thread, tokens.keySet())).isEqualTo(tokens);
        assertTailed(thread);
        assertThat(told.session().at("version").text())
                .isEqualTo(InstalledAgents.ofThisRun().codexVersion());
        return told;
    }

    /// `twinlog tail` told last of each event what `show` tells. Legacy history tells of a message first
    /// without its id: where tail was quicker than the next line, it told of it under its place in the turn
    /// before.
    private void assertTailed(String thread) {
        await(thread)
                .atMost(AgentLane.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    var shown = TailFeed.latest(lane.shown(thread));
                    var tailed = lane.feed().latest(thread);
                    tailed.keySet().removeIf(key -> PLACE.matcher(key).find() && !shown.containsKey(key));
                    assertThat(tailed).isEqualTo(shown);
                });
    }

    /// What is open, healed or explained in the ledger of a thread.
    List<Json> gaps(String thread) {
        return lane.twinlog().ask("gaps", "--session", thread, "--state", "all").elements();
    }

    /// A thread's share of subagents is all that it used.
    void assertSubagent(String thread) {
        var tokens = SentByModel.to(thread, model.ledger(), api).tokens();
        assertThat(Account.usage(lane, AGENT, "subagents", thread, tokens.keySet()))
                .isEqualTo(tokens);
    }

    /// All threads together used what the model sent whole, and no record was of an unknown type.
    void settled() {
        Predicate<Exchange> whole = one -> one.state() == Exchange.State.COMPLETE;
        var sent = model.ledger().tokens(whole);
        var used = new TreeMap<String, Long>();
        model.ledger().all(whole).stream()
                .map(one -> api.asker(one).thread())
                .distinct()
                .map(thread -> Account.usage(lane, AGENT, "total", thread, sent.keySet()))
                .forEach(tokens -> tokens.forEach((name, count) -> used.merge(name, count, Long::sum)));
        assertThat(used).isEqualTo(sent);
        assertThat(lane.twinlog().ask("status").at("counters").names())
                .noneMatch(name -> name.startsWith("unknown." + AGENT));
    }

    @Override
    public void close() {
        model.close();
    }
}
