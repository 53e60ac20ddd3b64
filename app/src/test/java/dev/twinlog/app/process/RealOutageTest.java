package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentHome;
import dev.twinlog.testkit.agents.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// While nobody listens the real Claude Code goes on, and its telemetry is lost: the ledger says so, the transcript
/// fills
/// what is missing, and the sums stay exact.
@Tag("agents")
@Tag("witnesses")
class RealOutageTest {
    @TempDir
    Path folder;

    @Test
    void a_killed_daemon_finds_in_the_transcript_what_telemetry_lost() throws Exception {
        var household = Household.in(folder.resolve("twinlog"))
                .with("TWINLOG_OTLP_HTTP_PORT", FreePort.any())
                .with("TWINLOG_OTLP_GRPC_PORT", FreePort.any());
        var home = AgentHome.in(folder.resolve("agent"));
        Files.createDirectories(household.data());
        Files.writeString(
                household.data().resolve("config.toml"),
                "[watch_paths]\nclaude = [\"" + home.home().resolve(".claude/projects") + "\"]\ncodex_logs = []\n");
        var script = Script.empty()
                .with("heard", ClaudeScene.answer(ClaudeScene.words("It is heard.")))
                .with("lost", ClaudeScene.answer(ClaudeScene.words("It is lost on one side.")));
        var session = Claude.session();
        try (var claude = Claude.in(home, script, () -> {})) {
            try (var daemon = household.up()) {
                var said = household.at(home.home()).run("setup", "apply", "claude");
                assertThat(said.code()).as(said.out() + said.err()).isZero();
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
                await().atMost(AgentLane.PATIENCE)
                        .pollInterval(Duration.ofMillis(100))
                        .untilAsserted(() -> assertThat(gaps(household, session))
                                .anyMatch(gap -> gap.at("kind").text().equals("receiver_down"))
                                .noneMatch(gap -> gap.at("state").text().equals("open")));
                assertThat(daemon.terminate()).isZero();
            }
        }
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
