package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentHome;
import dev.twinlog.testkit.agents.AgentProcess;
import dev.twinlog.testkit.agents.Attempt;
import dev.twinlog.testkit.agents.InstalledAgents;
import dev.twinlog.testkit.agents.ModelServer;
import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import dev.twinlog.testkit.agents.codex.CodexHome;
import dev.twinlog.testkit.agents.codex.ResponsesApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// While nobody listens the real agents go on, and their telemetry is lost: the ledger says so, the transcript fills
/// what is missing, and the sums stay exact.
@Tag("agents")
@Tag("witnesses")
class RealOutageTest {
    @TempDir
    Path folder;

    @Test
    void a_killed_daemon_finds_in_the_transcript_what_telemetry_lost() throws Exception {
        var home = AgentHome.in(folder.resolve("agent"));
        var household = household(home);
        var script = Script.empty()
                .with("heard", ClaudeScene.answer(ClaudeScene.words("It is heard.")))
                .with("lost", ClaudeScene.answer(ClaudeScene.words("It is lost on one side.")));
        var session = Claude.session();
        try (var claude = Claude.in(home, script, () -> {})) {
            try (var daemon = household.up()) {
                setUp(household, home, "claude");
                claude.run("[S:heard] first", "--session-id", session);
                await().atMost(AgentLane.PATIENCE)
                        .pollInterval(Duration.ofMillis(100))
                        .untilAsserted(
                                () -> assertThat(witnesses(household, session)).contains("otlp"));
                daemon.kill();
            }
            claude.run("[S:lost] second", "--resume", session);
            try (var daemon = household.up()) {
                household.ask("sync");
                var sent = Account.sent(claude.ledger(), ClaudeScene.CONVERSATION);
                assertThat(Account.told(household.ask("show", session))).isEqualTo(sent);
                assertThat(witnesses(household, session)).containsExactly("otlp", "transcript");
                awaitOutageHealed(household, session);
                assertThat(daemon.terminate()).isZero();
            }
        }
    }

    @Test
    void the_same_with_codex() throws Exception {
        var home = AgentHome.in(folder.resolve("agent"));
        var household = household(home);
        var script = Script.empty()
                .with("heard", Attempt.answer(new Say.Words("It is heard.")))
                .with("lost", Attempt.answer(new Say.Words("It is lost on one side.")));
        var api = new ResponsesApi();
        try (var model = ModelServer.start(script, api)) {
            var codex = CodexHome.in(home, InstalledAgents.ofThisRun().codex(), model.address());
            String thread;
            try (var daemon = household.up()) {
                setUp(household, home, "codex");
                thread = turn(codex.exec("[S:heard] first"));
                await().atMost(AgentLane.PATIENCE)
                        .pollInterval(Duration.ofMillis(100))
                        .untilAsserted(() -> assertThat(household
                                        .run("export", "--raw-attributes")
                                        .out())
                                .contains(thread)
                                .contains("response.completed"));
                daemon.kill();
            }
            turn(codex.resume(thread, "[S:lost] second"));
            try (var daemon = household.up()) {
                household.ask("sync");
                var sent = SentByModel.to(thread, model.ledger(), api);
                var told = CodexNarrative.of(household.ask("show", thread));
                told.equal(sent);
                assertThat(told.requests()).isEqualTo(sent.requests()).hasSize(2);
                awaitOutageHealed(household, thread);
                assertThat(daemon.terminate()).isZero();
            }
        }
    }

    private static String turn(AgentProcess codex) throws Exception {
        try (codex) {
            var thread = CodexHome.thread(codex);
            CodexLane.ended(codex, 0);
            return thread;
        }
    }

    /// Twinlog that watches the transcripts of a home, and listens on ports that stay the same when it is started
    /// again.
    private Household household(AgentHome home) throws IOException {
        var household = Household.in(folder.resolve("twinlog"))
                .with("TWINLOG_OTLP_HTTP_PORT", FreePort.any())
                .with("TWINLOG_OTLP_GRPC_PORT", FreePort.any());
        Files.createDirectories(household.data());
        Files.writeString(household.data().resolve("config.toml"), """
                [watch_paths]
                claude = ["%s"]
                codex_logs = ["%s"]
                """.formatted(
                        home.home().resolve(".claude/projects"), home.home().resolve(".codex/sessions")));
        return household;
    }

    private static void setUp(Household household, AgentHome home, String agent) {
        var said = household.at(home.home()).run("setup", "apply", agent);
        assertThat(said.code()).as(said.out() + said.err()).isZero();
    }

    private static void awaitOutageHealed(Household household, String session) {
        await().atMost(AgentLane.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(gaps(household, session))
                        .anyMatch(gap -> gap.at("kind").text().equals("receiver_down"))
                        .noneMatch(gap -> gap.at("state").text().equals("open")));
    }

    /// Who told the tokens of each request, in their order.
    private static List<String> witnesses(Household household, String session) {
        var said = household.run("show", session, "--json");
        if (said.code() != 0) return List.of();
        return Account.events(said.json(), "model_request").stream()
                .map(request -> request.at("fields", "outputTokens", "witness").text())
                .toList();
    }

    private static List<Json> gaps(Household household, String session) {
        return household.ask("gaps", "--session", session, "--state", "all").elements();
    }
}
