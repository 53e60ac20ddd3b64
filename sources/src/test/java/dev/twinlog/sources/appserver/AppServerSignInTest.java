package dev.twinlog.sources.appserver;

import static dev.twinlog.sources.appserver.SidecarStage.CODEX;
import static dev.twinlog.sources.appserver.SidecarStage.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.sources.appserver.Sidecar.LoginKind;
import dev.twinlog.sources.appserver.Sidecar.Refused;
import dev.twinlog.sources.appserver.supervision.AuthState;
import java.io.IOException;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is signed in, as the app-server tells it, with real children.
class AppServerSignInTest {
    @TempDir
    Path folder;

    private SidecarStage stage;

    @BeforeEach
    void set() throws IOException {
        stage = new SidecarStage(folder).codex(CODEX);
    }

    @AfterEach
    void clear() {
        stage.close();
    }

    @Test
    void a_changed_auth_file_restarts_the_child_unspent() throws Exception {
        stage.with(".codex/auth.json", "{}").open();
        stage.awaitOpen();
        stage.with(".codex/auth.json", "{\"auth_mode\":\"chatgpt\"}");
        var health = stage.await("restarted", now -> now.gateOpen() && now.generation() == 2);
        assertThat(health.restarts().total()).isZero();
        assertThat(stage.facts("sidecar_ended").getFirst().values()).containsEntry("cause", "auth_changed");
    }

    @Test
    void accounts_that_do_not_open_the_gate() throws Exception {
        stage.with("account", "{\"account\":{\"type\":\"apiKey\"},\"requiresOpenaiAuth\":true}")
                .open();
        var health = stage.awaitShut("unsupported_auth_mode");
        assertThat(health.auth()).isEqualTo(new AuthState.Unsupported("apikey"));
        assertThat(health.gate().toString()).contains("Unsupported auth mode: apikey");
    }

    @Test
    void a_sign_in_waits_for_the_report_of_an_account() throws Exception {
        var url = "https://auth.openai.com/oauth/authorize?client_id=x&state=" + "s".repeat(3_000);
        stage.with("account", "{\"account\":null,\"requiresOpenaiAuth\":true}")
                .with("login", "{\"type\":\"chatgpt\",\"loginId\":\"l1\",\"authUrl\":\"" + url + "\"}")
                .open();
        stage.awaitShut("needs_login");
        var login = stage.source().login(LoginKind.BROWSER);
        assertThat(login.url()).isEqualTo(url);
        assertThat(login.loginId()).isEqualTo("l1");
        stage.awaitShut("authenticating");
        assertThat(stage.heard())
                .anyMatch(line -> line.contains("\"account/login/start\"") && line.contains("\"chatgpt\""));
        assertThat(stage.kept()).as("journaled").noneMatch(frame -> frame.contains("authUrl"));
        assertThat(stage.source().health().counters()).containsEntry("frames_withheld", 1L);
    }

    @Test
    void a_sign_in_by_code_is_done_when_the_account_is_reported() throws Exception {
        stage.with("account", "{\"account\":null,\"requiresOpenaiAuth\":true}")
                .with(
                        "login",
                        "{\"type\":\"chatgptDeviceCode\",\"loginId\":\"l1\",\"userCode\":\"LAB-CODE\","
                                + "\"verificationUrl\":\"http://127.0.0.1:18711/codex/device\"}")
                .with("after-login", """
                        {"method":"account/login/completed","params":{"loginId":"l1","success":true,"error":null}}
                        {"method":"account/updated","params":{"authMode":"chatgpt","planType":"plus"}}
                        """)
                .with("signed-in", "{\"account\":{\"type\":\"chatgpt\"},\"requiresOpenaiAuth\":true}")
                .open();
        stage.awaitShut("needs_login");
        assertThat(stage.source().login(LoginKind.DEVICE_CODE).userCode()).isEqualTo("LAB-CODE");
        stage.awaitOpen();
        assertThatThrownBy(() -> stage.source().login(LoginKind.BROWSER)).hasMessage(Errands.SIGNED_IN);
    }

    @Test
    void a_sign_in_that_leads_elsewhere_is_cancelled() throws Exception {
        stage.with("account", "{\"account\":null,\"requiresOpenaiAuth\":true}")
                .with(
                        "login",
                        "{\"type\":\"chatgpt\",\"loginId\":\"l1\",\"authUrl\":\"https://evil.example/?code=hunter2\"}")
                .open();
        stage.awaitShut("needs_login");
        assertThatThrownBy(() -> stage.source().login(LoginKind.BROWSER))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("https://evil.example,")
                .hasMessageContaining("sidecar.login_hosts");
        Awaitility.await().until(() -> stage.heard().stream().anyMatch(line -> line.contains("account/login/cancel")));
        assertThat(reason(stage.source().health())).isEqualTo("needs_login");
    }

    @Test
    void signed_out_it_says_so() throws Exception {
        stage.open();
        stage.awaitOpen();
        stage.source().logout();
        stage.awaitShut("logged_out");
    }
}
