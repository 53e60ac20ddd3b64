package dev.twinlog.testkit.agents.codex;

import static dev.twinlog.testkit.Json.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentProcess;
import dev.twinlog.testkit.agents.codex.FakeCodex.Account;
import dev.twinlog.testkit.agents.codex.FakeCodex.Conduct;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The fake Codex is a program like the real one, to whoever starts it.
@Timeout(60)
class FakeCodexTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String INITIALIZE =
            "{\"id\":\"a\",\"method\":\"initialize\",\"params\":{\"clientInfo\":{\"name\":\"tester\"}}}";

    @TempDir
    Path folder;

    private FakeCodex fake;

    @BeforeEach
    void write() throws Exception {
        fake = FakeCodex.in(folder);
    }

    @AfterEach
    void end() throws Exception {
        fake.close();
    }

    private AgentProcess start(String... arguments) throws Exception {
        var line = new java.util.ArrayList<>(List.of(fake.program().toString()));
        line.addAll(List.of(arguments));
        return AgentProcess.open(line, Map.of("PATH", "/usr/bin:/bin", "NAMED", "value"), folder);
    }

    private static Json answer(AgentProcess process, String id) throws Exception {
        return Json.read(process.awaitLine(
                PATIENCE, line -> Json.read(line).at("id").text().equals(id)));
    }

    @Test
    void it_tells_its_version() throws Exception {
        try (var process = start("--version")) {
            assertThat(process.awaitEnd(PATIENCE)).isZero();
            assertThat(process.out()).containsExactly("codex-cli " + FakeCodex.VERSION);
        }
    }

    @Test
    void an_update_is_another_file_and_another_version() throws Exception {
        var before = Files.getAttribute(fake.program(), "unix:ino");
        fake.update("0.170.0");
        try (var process = start("--version")) {
            process.awaitEnd(PATIENCE);
            assertThat(process.out()).containsExactly("codex-cli 0.170.0");
        }
        assertThat(Files.getAttribute(fake.program(), "unix:ino")).isNotEqualTo(before);
    }

    @Test
    void it_answers_the_handshake_and_tells_the_test_what_it_heard() throws Exception {
        try (var process = start("app-server")) {
            process.say(INITIALIZE);
            assertThat(answer(process, "a").at("result", "userAgent").text()).startsWith("tester/");
            process.say("{\"method\":\"initialized\"}");
            process.say("{\"id\":2,\"method\":\"account/read\",\"params\":{}}");
            assertThat(answer(process, "2").at("result", "account", "type").text())
                    .isEqualTo("chatgpt");

            var server = fake.awaitStart(1, PATIENCE);
            assertThat(server.process().pid()).isEqualTo(process.pid());
            assertThat(server.arguments()).containsExactly("app-server");
            assertThat(server.environment()).containsEntry("NAMED", "value");
            assertThat(server.methods()).containsExactly("initialize", "initialized", "account/read");
        }
    }

    @Test
    void who_is_signed_in_is_as_the_test_says() throws Exception {
        try (var process = start("app-server")) {
            fake.account(Account.API_KEY);
            process.say("{\"id\":1,\"method\":\"account/read\"}");
            assertThat(answer(process, "1").at("result", "account", "type").text())
                    .isEqualTo("apiKey");
            fake.account(Account.SIGNED_OUT);
            process.say("{\"id\":2,\"method\":\"account/read\"}");
            assertThat(answer(process, "2").at("result", "account").there()).isFalse();
            assertThat(answer(process, "2").at("result", "requiresOpenaiAuth").isTrue())
                    .isTrue();
            fake.account(Account.NOT_REQUIRED);
            process.say("{\"id\":3,\"method\":\"account/read\"}");
            assertThat(answer(process, "3").at("result", "requiresOpenaiAuth").value())
                    .isEqualTo(false);
        }
    }

    @Test
    void a_method_is_answered_as_the_test_says_or_not_at_all() throws Exception {
        fake.on("thread/read", request -> object("result", object("of", request.at("params", "threadId"))))
                .on("thread/list", request -> Map.of());
        try (var process = start("app-server")) {
            process.say("{\"id\":1,\"method\":\"thread/list\"}");
            process.say("{\"id\":2,\"method\":\"thread/read\",\"params\":{\"threadId\":\"t\"}}");
            assertThat(answer(process, "2").at("result", "of").text()).isEqualTo("t");
            assertThat(process.out()).hasSize(1);
        }
    }

    @Test
    void it_says_notifications_floods_and_bytes() throws Exception {
        try (var process = start("app-server")) {
            var server = fake.awaitStart(1, PATIENCE);
            server.tell("account/updated", object("authMode", "chatgpt"));
            server.flood(1000, "{\"method\":\"x\"}");
            server.sayBytes((byte) 'e', (byte) 'n', (byte) 'd', (byte) '\n');
            server.complain("a word");
            process.awaitLine(PATIENCE, "end"::equals);
            assertThat(process.out()).hasSize(1002);
            assertThat(process.out().getFirst()).contains("account/updated");
            server.exit(7);
            assertThat(process.awaitEnd(PATIENCE)).isEqualTo(7);
            assertThat(process.err()).containsExactly("a word");
        }
    }

    @Test
    void it_ends_with_its_standard_input_and_at_sigterm_with_code_0() throws Exception {
        try (var one = start("app-server");
                var other = start("app-server")) {
            one.hangUp();
            assertThat(one.awaitEnd(PATIENCE)).isZero();
            fake.awaitStart(2, PATIENCE);
            other.signal("TERM");
            assertThat(other.awaitEnd(PATIENCE)).isZero();
        }
    }

    @Test
    void a_stubborn_one_ends_only_when_killed() throws Exception {
        fake.conduct(Conduct.STUBBORN);
        try (var process = start("app-server")) {
            var server = fake.awaitStart(1, PATIENCE);
            process.signal("TERM");
            process.hangUp();
            server.awaitHungUp();
            server.say("still here");
            process.awaitLine(PATIENCE, "still here"::equals);
        }
    }

    @Test
    void it_exits_says_garbage_is_silent_and_deaf() throws Exception {
        fake.conduct(Conduct.EXITS);
        try (var process = start("app-server")) {
            assertThat(process.awaitEnd(PATIENCE)).isEqualTo(3);
            assertThat(process.err()).hasSize(1);
        }
        fake.conduct(Conduct.GARBAGE);
        try (var process = start("app-server")) {
            process.awaitLine(PATIENCE, line -> line.contains("no JSON"));
        }
        fake.conduct(Conduct.SILENT);
        try (var process = start("app-server")) {
            process.say(INITIALIZE);
            fake.awaitStart(2, PATIENCE).awaitHeard("initialize");
            fake.starts().getLast().say("only what the test says");
            process.awaitLine(PATIENCE, line -> true);
            assertThat(process.out()).containsExactly("only what the test says");
        }
        fake.conduct(Conduct.DEAF);
        try (var process = start("app-server")) {
            process.say(INITIALIZE);
            process.hangUp();
            var server = fake.awaitStart(3, PATIENCE);
            server.say("said");
            process.awaitLine(PATIENCE, "said"::equals);
            assertThat(server.heard()).isEmpty();
        }
    }

    @Test
    void a_grandchild_outlives_it_and_not_the_test() throws Exception {
        fake.conduct(Conduct.GRANDCHILD);
        ProcessHandle grandchild;
        try (var process = start("app-server")) {
            fake.awaitStart(1, PATIENCE);
            grandchild = ProcessHandle.of(process.pid())
                    .orElseThrow()
                    .children()
                    .findFirst()
                    .orElseThrow();
            process.hangUp();
            process.awaitEnd(PATIENCE);
            assertThat(grandchild.isAlive()).isTrue();
            assertThat(OwnProcesses.named(fake.program().toString())).contains(grandchild);
            fake.close();
            OwnProcesses.awaitGone(List.of(grandchild), PATIENCE);
        }
    }
}
