package dev.twinlog.app.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What orders to the app-server are answered with.
class SidecarOperationsTest {
    @TempDir
    Path home;

    private Desk desk;

    @BeforeEach
    void sit() throws Exception {
        desk = Desk.in(home);
    }

    @Test
    void a_kill_switch_that_is_off_is_answered_when_the_gate_follows() throws Exception {
        desk.sidecar.hesitating();
        desk.call("codex_app_server_set_stream_kill_switch", "enabled", "true");
        var off = desk.call("codex_app_server_set_stream_kill_switch", "enabled", "false");
        assertThat(off.at("killSwitch").isTrue()).isFalse();
        assertThat(off.at("reason").text()).isEqualTo("stopped");
    }

    @Test
    void a_sign_out_says_that_all_of_codex_is_signed_out() throws Exception {
        assertThat(desk.call("codex_app_server_account_logout").at("did").text())
                .contains("Codex is signed out on this machine");
    }
}
