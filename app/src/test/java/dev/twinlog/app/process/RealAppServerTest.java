package dev.twinlog.app.process;

import static dev.twinlog.testkit.Json.object;
import static dev.twinlog.testkit.agents.Attempt.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentHome;
import dev.twinlog.testkit.agents.InstalledAgents;
import dev.twinlog.testkit.agents.ModelServer;
import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import dev.twinlog.testkit.agents.codex.AccountServer;
import dev.twinlog.testkit.agents.codex.CodexHome;
import dev.twinlog.testkit.agents.codex.ControlClient;
import dev.twinlog.testkit.agents.codex.ControlProxy;
import dev.twinlog.testkit.agents.codex.OwnProcesses;
import dev.twinlog.testkit.agents.codex.ResponsesApi;
import dev.twinlog.testkit.agents.codex.SignIn;
import dev.twinlog.testkit.agents.codex.TerminalCodex;
import java.net.URI;
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

/// What Twinlog relies on in the real app-server, without Twinlog: when one of these fails, Codex has changed.
@Tag("agents")
@Tag("stream")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealAppServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Script SCRIPT = Script.empty()
            .with("held", answer(new Say.HeldWords("Half of the ", "held", "answer.")))
            .with(
                    "approved",
                    answer(new Say.Call(
                            "exec_command",
                            object(
                                    "cmd",
                                    "touch approved.txt",
                                    "sandbox_permissions",
                                    "require_escalated",
                                    "justification",
                                    "to write it"))),
                    answer(new Say.Words("You allowed it.")));

    @TempDir
    Path folder;

    private ModelServer model;
    private AccountServer accounts;
    private CodexHome home;

    @BeforeEach
    void make() throws Exception {
        model = ModelServer.start(SCRIPT, new ResponsesApi());
        accounts = AccountServer.start();
        var program = InstalledAgents.ofThisRun().codex();
        home = CodexHome.in(AgentHome.in(folder), program, model.address(), accounts, SignIn.CHATGPT);
    }

    @AfterEach
    void end() {
        TerminalCodex.endServers(home);
        model.close();
        accounts.close();
    }

    private static Predicate<Json> delta(String thread, String text) {
        return one -> one.at("method").text().equals("item/agentMessage/delta")
                && one.at("params", "threadId").text().equals(thread)
                && one.at("params", "delta").text().equals(text);
    }

    /// The thread of a terminal that is started after the client came.
    private String begun(ControlClient observer) throws Exception {
        return observer.await(one -> one.at("method").text().equals("thread/started")
                        && one.at("params", "thread", "ephemeral").value() == Boolean.FALSE)
                .at("params", "thread", "id")
                .text();
    }

    /// The thread of the terminal, which may have begun before the client came; not the one that makes up a title.
    private String running(ControlClient observer) throws Exception {
        return org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> {
                            for (var id : observer.loaded())
                                if (!told(observer, id, "ephemeral").isTrue()) return id;
                            return "";
                        },
                        id -> !id.isEmpty());
    }

    private static Json told(ControlClient observer, String thread, String... path) throws Exception {
        return observer.ask("thread/read", object("threadId", thread, "includeTurns", false))
                .at("thread")
                .at(path);
    }

    /// Its first clients are the user's own: whoever else comes must come later.
    @Test
    void a_plain_terminal_starts_a_server_on_which_another_client_hears_its_turns() throws Exception {
        try (var terminal = home.terminal("say [S:held]");
                var proxy = proxy();
                var observer = ControlClient.to(home.controlSocket(), "another")) {
            var thread = running(observer);
            model.gates().awaitReached("held", PATIENCE);
            assertThat(told(observer, thread, "status", "type").text()).isEqualTo("active");
            assertThat(observer.loaded()).contains(thread);
            assertThat(observer.ask("account/read", object())
                            .at("account", "type")
                            .text())
                    .isEqualTo("chatgpt");
            var resumed = observer.ask("thread/resume", object("threadId", thread, "excludeTurns", true));
            assertThat(resumed.at("thread", "turns").list()).isEmpty();
            model.gates().open("held");
            observer.await(delta(thread, "answer."));
            terminal.awaitScreen(screen -> screen.contains("Half of the answer."), PATIENCE);
            aHelperOfTheTerminalCannotBeResumed(observer, thread);
            assertThat(proxy.messages("codex-tui")).isNotEmpty();
            assertThat(OwnProcesses.appServers(home.agent().home())).hasSize(2);
        }
    }

    /// The terminal has a thread of its own find a title for the user's; it is announced like any other.
    private static void aHelperOfTheTerminalCannotBeResumed(ControlClient observer, String thread) throws Exception {
        var helper = observer.await(one -> one.at("method").text().equals("thread/started")
                        && one.at("params", "thread", "ephemeral").isTrue())
                .at("params", "thread", "id")
                .text();
        assertThat(helper).isNotEqualTo(thread);
        var refused = observer.answer("thread/resume", object("threadId", helper, "excludeTurns", true));
        assertThat(refused.at("error", "message").text()).startsWith("no rollout found");
    }

    private ControlProxy proxy() {
        return org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> ControlProxy.inFrontOf(home.controlSocket()), found -> true);
    }

    @Test
    void an_approval_waits_for_the_user_and_another_client_hears_that_it_is_decided() throws Exception {
        try (var first = home.terminal("say [S:held]")) {
            model.gates().awaitReached("held", PATIENCE);
            try (var observer = ControlClient.to(home.controlSocket(), "another");
                    var asking = home.terminal("do it [S:approved]", "-a", "on-request", "-s", "read-only")) {
                var thread = begun(observer);
                asking.awaitScreen(screen -> screen.contains("Yes, proceed"), PATIENCE);
                observer.ask("thread/resume", object("threadId", thread, "excludeTurns", true));
                var asked = observer.await("item/commandExecution/requestApproval");
                assertThat(asked.at("id").there()).isTrue();
                assertThat(home.agent().project().resolve("approved.txt")).doesNotExist();
                asking.press("y", "Yes, proceed");
                observer.await("serverRequest/resolved");
                asking.awaitScreen(screen -> screen.contains("You allowed it."), PATIENCE);
                assertThat(home.agent().project().resolve("approved.txt")).exists();
            }
            model.gates().open("held");
            first.awaitScreen(screen -> screen.contains("Half of the answer."), PATIENCE);
        }
    }

    @Test
    void a_child_does_not_notice_another_auth_json_and_signs_in_and_out_when_told_to() throws Exception {
        try (var server = home.appServer()) {
            assertThat(account(server)).isEqualTo("chatgpt");
            home.signIn(SignIn.SIGNED_OUT);
            assertThat(account(server)).isEqualTo("chatgpt");
        }
        try (var server = home.appServer()) {
            assertThat(account(server)).isEqualTo("null");
            var code = server.ask("account/login/start", object("type", "chatgptDeviceCode"));
            assertThat(code.at("userCode").text()).isEqualTo(AccountServer.USER_CODE);
            accounts.confirmCode();
            server.await(
                    "account/updated", params -> params.at("authMode").text().equals("chatgpt"));
            server.ask("account/logout", object());
            server.await("account/updated", params -> !params.at("authMode").there());
            var browser = server.ask("account/login/start", object("type", "chatgpt"));
            assertThat(accounts.confirmInBrowser(
                            URI.create(browser.at("authUrl").text())))
                    .isEqualTo(200);
            server.await(
                    "account/login/completed",
                    params -> params.at("loginId")
                            .text()
                            .equals(browser.at("loginId").text()));
            assertThat(account(server)).isEqualTo("chatgpt");
        }
    }

    private static String account(dev.twinlog.testkit.agents.codex.AppServer server) throws Exception {
        return server.ask("account/read", object()).at("account", "type").text();
    }

    @Test
    void with_a_broken_config_toml_a_child_shakes_hands_warns_and_knows_no_account() throws Exception {
        Files.writeString(home.config(), "this is = = broken\n" + Files.readString(home.config()));
        try (var server = home.appServer()) {
            server.await("configWarning", params -> params.at("details").text().contains("config.toml:1:6"));
            assertThatThrownBy(() -> account(server))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("-32603")
                    .hasMessageContaining("config.toml");
            server.ask("thread/loaded/list", object());
        }
    }
}
