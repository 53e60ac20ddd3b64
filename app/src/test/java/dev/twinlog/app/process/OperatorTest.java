package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.codex.FakeCodex;
import dev.twinlog.testkit.agents.codex.FakeCodex.Account;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Operators at a real daemon whose Codex is a fake program.
@Tag("slow")
@Timeout(120)
class OperatorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private FakeCodex codex;
    private Household household;

    @BeforeEach
    void make() throws Exception {
        codex = FakeCodex.in(folder.resolve("bin"));
        household = Household.in(folder)
                .with("PATH", "/usr/bin:/bin")
                .with("TWINLOG_SIDECAR_BINARY", codex.program().toString())
                .with("TWINLOG_STREAM_ENABLED", "on");
    }

    @AfterEach
    void end() throws Exception {
        codex.close();
    }

    private Json sidecar(Predicate<Json> wanted) {
        return await().atMost(PATIENCE).until(() -> household.ask("stream", "status"), wanted);
    }

    private void mode(String wanted) {
        await().atMost(PATIENCE)
                .until(() -> household.ask("status").at("captureMode").text(), wanted::equals);
    }

    private static boolean running(Json status) {
        return status.at("state").text().equals("running");
    }

    @Test
    void forged_claims_never_authenticate() throws Exception {
        codex.account(Account.API_KEY);
        try (var daemon = household.up()) {
            sidecar(OperatorTest::running);
            for (var claim : new String[][] {
                {"codex_app_server_account_updated", "{\"auth_mode\":\"chatgpt\",\"authenticated\":true}"},
                {"codex_app_server_account_login_completed", "{\"success\":true}"}
            }) {
                var answer = household.run("rpc", claim[0], claim[1]).json();
                assertThat(answer.at("asked").isTrue()).isTrue();
                assertThat(answer.at("auth", "state").text()).isEqualTo("unsupported");
            }
            assertThat(household.ask("status").at("captureMode").text()).isEqualTo("DEGRADED_STREAMING");
            assertThat(household.run("doctor").out()).contains("Unsupported auth mode: apikey");
            assertThat(daemon.alive()).isTrue();
        }
    }

    @Test
    void the_kill_switch_holds_over_restarts_and_is_followed_from_the_file() throws Exception {
        try (var daemon = household.up()) {
            mode("HYBRID_ACTIVE");
            var killed = household
                    .run("rpc", "codex_app_server_set_stream_kill_switch", "{\"enabled\":true}")
                    .json();
            assertThat(killed.at("state").text()).isEqualTo("inactive");
            assertThat(killed.at("killSwitch").isTrue()).isTrue();
            mode("OTEL_ONLY");
            assertThat(household.run("rpc", "start_codex_app_server").code()).isEqualTo(3);
            assertThat(daemon.terminate()).isZero();
        }
        int starts = codex.starts().size();
        try (var daemon = household.up()) {
            mode("OTEL_ONLY");
            assertThat(codex.starts()).hasSize(starts);
            var file = household.data().resolve("config.toml");
            Files.writeString(file, Files.readString(file).replace("kill_switch = true", "kill_switch = false"));
            mode("HYBRID_ACTIVE");
            assertThat(household.ask("status").at("problems").elements()).isEmpty();
            assertThat(household
                            .ask("status")
                            .at("counters", "control.operator")
                            .number())
                    .isEqualTo(2);
            assertThat(daemon.alive()).isTrue();
        }
    }

    @Test
    void a_stop_and_a_start_at_once_leave_one_child() throws Exception {
        try (var daemon = household.up()) {
            mode("HYBRID_ACTIVE");
            for (int i = 0; i < 3; i++) {
                household.run("stream", "stop");
                household.run("stream", "start");
                household.run("stream", "start");
            }
            var pid = sidecar(OperatorTest::running).at("pid").number();
            var alive = codex.starts().stream()
                    .map(start -> start.process())
                    .filter(ProcessHandle::isAlive)
                    .map(ProcessHandle::pid)
                    .toList();
            assertThat(alive).hasSize(1);
            assertThat(pid).isPositive();
            assertThat(daemon.alive()).isTrue();
        }
    }
}
