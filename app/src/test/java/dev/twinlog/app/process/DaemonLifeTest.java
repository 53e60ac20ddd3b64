package dev.twinlog.app.process;

import static dev.twinlog.app.process.Household.answer;
import static dev.twinlog.app.process.Household.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.twinlog.app.DaemonLock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is promised of a daemon's start and end, of commands beside it, and of how commands end.
@Tag("slow")
class DaemonLifeTest {
    private static final String SESSION = "11111111-2222-4333-8444-555555555555";
    private static final String LATER = "22222222-2222-4333-8444-555555555555";

    @TempDir
    Path folder;

    private Household household;

    @BeforeEach
    void settle() throws Exception {
        household = Household.in(folder);
        household.append(SESSION, prompt(SESSION, 1, "first question"), answer(SESSION, 1, "first answer"));
    }

    @Test
    void ready_names_the_process_and_its_addresses() throws Exception {
        try (var daemon = household.up()) {
            assertThat(daemon.ready().at("pid").number()).isEqualTo(daemon.pid());
            assertThat(daemon.ready().at("addresses", "page").text())
                    .matches("http://127\\.0\\.0\\.1:[0-9]+/\\?token=[A-Za-z0-9_-]+");
            for (var door : List.of("otlpHttp", "otlpGrpc"))
                assertThat(daemon.ready().at("addresses", door).text()).matches("http://127\\.0\\.0\\.1:[0-9]+");
            assertThat(daemon.terminate()).isZero();
            assertThat(daemon.errors()).contains(" INFO ").doesNotContain(" WARN ");
        }
    }

    @Test
    void when_telemetry_was_last_heard_outlives_the_daemon() throws Exception {
        var before = Instant.now();
        try (var daemon = household.up()) {
            int door = URI.create(daemon.ready().at("addresses", "otlpHttp").text())
                    .getPort();
            var ending = new CountDownLatch(1);
            var agent = new TelemetryClient(door, "22222222-2222-4333-8444-555555555555", ending);
            var sender = Thread.ofVirtual().start(agent);
            await("an acknowledgement").until(() -> !agent.acknowledged().isEmpty());
            ending.countDown();
            sender.join();
            await("it is settled")
                    .until(() -> household.ask("status").at("lastHeard").there());
            daemon.terminate();
        }
        var stored = household.ask("status").at("lastHeard", "claude", "otlp").text();
        assertThat(Instant.parse(stored)).isBetween(before.minusMillis(1), Instant.now());
        assertThat(household.run("doctor").out())
                .contains("telemetry was last heard ")
                .doesNotContain("Z\n");
        try (var _ = household.up()) {
            assertThat(household.ask("status").at("lastHeard", "claude", "otlp").text())
                    .isEqualTo(stored);
        }
        household.run("rebuild");
        assertThat(household.ask("status").at("lastHeard", "claude", "otlp").text())
                .isEqualTo(stored);
    }

    @Test
    void sigterm_ends_it_in_order_with_lock_and_port_free() throws Exception {
        try (var daemon = household.up()) {
            int port = URI.create(daemon.ready().at("addresses", "page").text()).getPort();
            assertThat(daemon.terminate()).isZero();
            assertThatCode(() -> DaemonLock.take(household.data()).close()).doesNotThrowAnyException();
            assertThatCode(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close())
                    .doesNotThrowAnyException();
        }
        assertThat(household.ask("sessions").elements()).hasSize(1);
    }

    @Test
    void sigterm_before_it_is_ready_is_an_order_too() throws Exception {
        for (int time = 0; time < 3; time++) {
            var process = household.starting();
            await("its lock").until(() -> Files.exists(household.data().resolve("lock")));
            process.toHandle().destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ends in time").isTrue();
            var said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as(said).isZero();
            assertThatCode(() -> DaemonLock.take(household.data()).close()).doesNotThrowAnyException();
            Files.delete(household.data().resolve("lock"));
        }
        household.run("sync");
        assertThat(household.ask("sessions").elements()).hasSize(1);
    }

    @Test
    void an_answer_after_an_append_holds_what_was_appended() throws Exception {
        try (var daemon = household.up()) {
            assertThat(daemon.alive()).isTrue();
            household.run("sync");
            for (int number = 2; number <= 20; number++) {
                household.append(SESSION, answer(SESSION, number, "answer number" + number));
                var written = Instant.now();
                var usage = household.ask("usage");
                assertThat(usage.at("agents", "claude", "total", "outputTokens").number())
                        .as("after line " + number)
                        .isEqualTo(10L * number);
                assertThat(Instant.parse(usage.at("asOf").text()).plusMillis(1)).isAfterOrEqualTo(written);
                assertThat(household.ask("search", "number" + number).elements())
                        .hasSize(1);
            }
        }
    }

    @Test
    void a_second_daemon_refuses_and_names_the_first() throws Exception {
        try (var daemon = household.up()) {
            var second = household.process("up", "--page-port", "0");
            assertThat(second.code()).isEqualTo(3);
            assertThat(second.out()).isEmpty();
            assertThat(second.err())
                    .contains("process " + daemon.pid())
                    .contains(household.data().toString())
                    .contains("TWINLOG_HOME");
            assertThat(daemon.alive()).isTrue();
            assertThat(household.ask("sessions").elements()).hasSize(1);
        }
    }

    @Test
    void sync_beside_a_daemon_goes_through_it() throws Exception {
        try (var daemon = household.up()) {
            household.append(SESSION, answer(SESSION, 2, "second answer"));
            var sync = household.process("sync", "--json");
            assertThat(sync.code()).as(sync.err()).isZero();
            assertThat(household
                            .ask("sessions")
                            .elements()
                            .getFirst()
                            .at("messages")
                            .number())
                    .isEqualTo(2);
            assertThat(daemon.alive()).isTrue();
        }
    }

    @Test
    void verifications_at_once_do_not_disturb_each_other() throws Exception {
        try (var daemon = household.up()) {
            household.run("sync");
            var asked = new ArrayList<Future<Said>>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 6; i++) asked.add(threads.submit(() -> household.run("verify", "--json")));
            }
            for (var each : asked)
                assertThat(each.get().code()).as(each.get().err()).isZero();
            assertThat(daemon.alive()).isTrue();
        }
    }

    @Test
    void sigterm_ends_it_also_while_it_is_asked() throws Exception {
        for (int round = 0; round < 5; round++) {
            try (var daemon = household.up();
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++)
                    threads.execute(() -> {
                        while (daemon.alive()) household.run("status", "--json");
                    });
                household.run("status");
                assertThat(daemon.terminate()).isZero();
            }
        }
    }

    @Test
    void exit_codes_tell_how_a_command_ended() throws Exception {
        assertThat(household.process("sync").code()).isZero();
        assertThat(household.process("sessions", "--json").code()).isZero();
        assertThat(household.process("sessions", "--no-such-option").code()).isEqualTo(2);
        assertThat(household.process("no-such-command").code()).isEqualTo(2);
        assertThat(household.process("usage", "--since", "not a time").code()).isEqualTo(2);
        var unknown = household.process("show", "no-such-session");
        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.err()).contains("no-such-session").contains("twinlog sessions");
    }

    @Test
    void with_no_daemon_status_says_so() throws Exception {
        var before = household.run("status", "--json");
        assertThat(before.code())
                .as("before anything was ever captured: " + before.err())
                .isZero();
        assertThat(before.json().at("captureMode").text()).isEqualTo("FAILURE");
        assertThat(before.json().at("reasons").text()).contains("not_running");
        household.run("sync");
        assertThat(household.ask("status").at("reasons").text()).contains("not_running");
    }

    @Test
    void ingest_that_is_off_captures_nothing_and_is_a_failure() throws Exception {
        household.with("TWINLOG_INGEST_AUTO_INGEST_ENABLED", "false");
        try (var daemon = household.up()) {
            var status = household.ask("status");
            assertThat(status.at("captureMode").text()).isEqualTo("FAILURE");
            assertThat(status.at("reasons").text()).contains("ingest_off");
            assertThat(household.ask("sessions").elements()).isEmpty();
            var sync = household.run("sync");
            assertThat(sync.code()).isEqualTo(3);
            assertThat(sync.err())
                    .contains("ingest.auto_ingest_enabled is false")
                    .doesNotContain("floor");
            assertThat(daemon.terminate()).isZero();
        }
        household.with("TWINLOG_INGEST_AUTO_INGEST_ENABLED", "true");
        household.run("sync");
        assertThat(household.ask("sessions").elements()).hasSize(1);
    }

    @Test
    void ingest_that_is_switched_off_while_it_runs_is_a_failure_until_it_is_on_again() throws Exception {
        try (var daemon = household.up()) {
            await().until(() -> household.ask("sessions").elements().size() == 1);
            var off = household
                    .run("rpc", "set_ingest_config", "{\"autoIngestEnabled\": false}")
                    .json();
            assertThat(off.at("needsRestart").elements()).isEmpty();
            awaitMode("FAILURE", "[ingest_off]");
            household.append(LATER, prompt(LATER, 1, "said while nothing was captured"));
            assertThat(household
                            .run("config", "set", "ingest.auto_ingest_enabled", "true")
                            .err())
                    .doesNotContain("restart");
            awaitMode("OTEL_ONLY", "[]");
            await().until(() -> household.ask("sessions").elements().size() == 2);
            assertThat(daemon.terminate()).isZero();
        }
    }

    private void awaitMode(String mode, String reasons) {
        await().untilAsserted(() -> {
            var status = household.ask("status");
            assertThat(status.at("captureMode").text()).isEqualTo(mode);
            assertThat(status.at("reasons").value()).hasToString(reasons);
        });
    }

    @Test
    void settings_that_changed_or_broke_while_it_runs_are_told() throws Exception {
        try (var daemon = household.up()) {
            assertThat(household.ask("status").at("problems").elements()).isEmpty();
            var file = household.data().resolve("config.toml");
            java.nio.file.Files.writeString(file, "[disk]\nfloor = 1\n");
            assertThat(household.run("status").out()).contains(file + " has changed", "disk.floor");
            java.nio.file.Files.writeString(file, "[disk\n");
            assertThat(household.ask("status").at("problems").text()).contains(file + ":1", "no TOML");
            assertThat(daemon.alive()).isTrue();
        }
    }

    @Test
    void changes_of_mode_survive_a_rebuild() throws Exception {
        for (var ingest : List.of("false", "true")) {
            household.with("TWINLOG_INGEST_AUTO_INGEST_ENABLED", ingest);
            long before = modes();
            try (var daemon = household.up()) {
                await().until(() -> modes() > before);
                assertThat(daemon.terminate()).isZero();
            }
        }
        long told = modes();
        assertThat(told).isGreaterThanOrEqualTo(2);
        assertThat(household.run("rebuild").code()).isZero();
        assertThat(modes()).isEqualTo(told);
    }

    private long modes() {
        return household.ask("status").at("counters", "control.mode").number();
    }

    @Test
    void files_of_others_are_not_opened_to_others() throws Exception {
        household.run("sync");
        try (var all = Files.walk(household.data())) {
            for (var path : all.toList()) isPrivate(path);
        }
        try (var daemon = household.up()) {
            isPrivate(household.data().resolve("daemon"));
            assertThat(daemon.terminate()).isZero();
        }
    }

    private static void isPrivate(Path path) throws Exception {
        assertThat(Files.getPosixFilePermissions(path).toString())
                .as(path.toString())
                .doesNotContain("GROUP", "OTHERS");
    }
}
