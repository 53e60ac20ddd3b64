package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.supervision.AuthSignal;
import dev.twinlog.sources.appserver.supervision.ThreadWatch.Sign;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Messages as Codex 0.169.0 sends them.
class SaidTest {
    @Test
    void answers_to_account_read() {
        assertThat(read("{\"account\":{\"type\":\"chatgpt\",\"planType\":\"plus\"},\"requiresOpenaiAuth\":true}"))
                .isEqualTo(new AuthSignal.Account("chatgpt"));
        assertThat(read("{\"account\":{\"type\":\"apiKey\"},\"requiresOpenaiAuth\":true}"))
                .isEqualTo(new AuthSignal.Account("apiKey"));
        assertThat(read("{\"account\":null,\"userId\":null,\"requiresOpenaiAuth\":true,\"workspaceRouting\":null}"))
                .isEqualTo(new AuthSignal.NoAccount(true));
        assertThat(read("{\"account\":null,\"requiresOpenaiAuth\":false}")).isEqualTo(new AuthSignal.NoAccount(false));
        assertThat(read("{}")).isEqualTo(new AuthSignal.NoAccount(true));
        assertThat(read("{\"account\":{}}")).isInstanceOf(AuthSignal.Unreadable.class);
    }

    @Test
    void notifications_of_the_account() {
        assertThat(account("account/updated", "{\"authMode\":\"chatgpt\",\"planType\":\"plus\"}"))
                .isEqualTo(new AuthSignal.Account("chatgpt"));
        assertThat(account("account/updated", "{\"authMode\":null,\"planType\":null}"))
                .isEqualTo(new AuthSignal.Vanished());
        assertThat(account("account/login/completed", "{\"loginId\":\"l1\",\"success\":true,\"error\":null}"))
                .isEqualTo(new AuthSignal.LoginCompleted("l1", null));
        assertThat(account("account/login/completed", "{\"loginId\":null,\"success\":false,\"error\":\"no\"}"))
                .isEqualTo(new AuthSignal.LoginCompleted(null, "no"));
        assertThat(account("account/rateLimits/updated", "{}")).isNull();
    }

    @Test
    void a_field_named_authenticated_authenticates_nobody() {
        assertThat(read("{\"account\":null,\"authenticated\":true}")).isEqualTo(new AuthSignal.NoAccount(true));
        assertThat(account("account/login/completed", "{\"authenticated\":true}"))
                .isEqualTo(new AuthSignal.LoginCompleted(null, "the sign-in failed"));
    }

    @Test
    void notifications_of_threads() {
        assertThat(thread("thread/started", "{\"thread\":{\"id\":\"t\",\"status\":{\"type\":\"idle\"}}}"))
                .isEqualTo(new Sign.Started("t", false, false));
        assertThat(thread(
                        "thread/started",
                        "{\"thread\":{\"id\":\"t\",\"ephemeral\":true,\"status\":{\"type\":\"active\"}}}"))
                .isEqualTo(new Sign.Started("t", true, true));
        assertThat(thread(
                        "thread/status/changed",
                        "{\"threadId\":\"t\",\"status\":{\"type\":\"active\",\"activeFlags\":[]}}"))
                .isEqualTo(new Sign.Status("t", true));
        assertThat(thread("turn/completed", "{\"threadId\":\"t\",\"turn\":{}}")).isEqualTo(new Sign.TurnOver("t"));
        assertThat(thread("thread/closed", "{\"threadId\":\"t\"}")).isEqualTo(new Sign.Closed("t"));
        assertThat(thread("serverRequest/resolved", "{\"threadId\":\"t\",\"requestId\":0}"))
                .isEqualTo(new Sign.Resolved("0"));
        assertThat(thread("serverRequest/resolved", "{\"threadId\":\"t\",\"requestId\":\"\\u0061\"}"))
                .isEqualTo(new Sign.Resolved("\"a\""));
        assertThat(thread("thread/status/changed", "{\"threadId\":7}")).isNull();
    }

    @Test
    void lists_of_threads() {
        assertThat(Said.listed(3, RawJson.of("{\"data\":[\"a\",7,\"b\"],\"nextCursor\":\"c\"}")))
                .isEqualTo(new Sign.Listed(3, List.of("a", "b"), "c"));
        assertThat(Said.listed(0, RawJson.of("{\"data\":null}"))).isEqualTo(new Sign.Listed(0, List.of(), null));
    }

    @Test
    void only_a_warning_about_a_file_is_about_broken_settings() {
        assertThat(
                        Said.brokenConfig(
                                "configWarning",
                                RawJson.of(
                                        "{\"summary\":\"Invalid configuration; using defaults.\",\"details\":\"1:6\",\"path\":\"/x\"}")))
                .isEqualTo("Invalid configuration; using defaults. 1:6");
        assertThat(Said.brokenConfig("configWarning", RawJson.of("{\"summary\":\"no bubblewrap\"}")))
                .isNull();
    }

    private static AuthSignal read(String json) {
        return Said.account(RawJson.of(json));
    }

    private static AuthSignal account(String method, String params) {
        return Said.account(method, RawJson.of(params));
    }

    private static Sign thread(String method, String params) {
        return Said.thread(method, RawJson.of(params));
    }
}
