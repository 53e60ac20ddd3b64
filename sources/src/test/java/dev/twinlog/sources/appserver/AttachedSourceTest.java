package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.sources.appserver.Sidecar.LoginKind;
import dev.twinlog.sources.appserver.Sidecar.Refused;
import dev.twinlog.sources.appserver.SidecarHealth.LiveThread;
import dev.twinlog.sources.appserver.SidecarSettings.LinkChoice;
import java.io.IOException;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shell of supervision on the user's server: a WebSocket on a real Unix socket.
class AttachedSourceTest {
    private static final String ACTIVE =
            "{\"method\":\"thread/status/changed\",\"params\":{\"threadId\":\"t1\",\"status\":{\"type\":\"active\"}}}";
    private static final String ASKS =
            "{\"id\":0,\"method\":\"item/commandExecution/requestApproval\",\"params\":{\"threadId\":\"t1\","
                    + "\"itemId\":\"call_1\",\"command\":\"touch x hunter2\"}}";

    @TempDir
    Path folder;

    private SidecarStage stage;
    private FakeServer server;

    @BeforeEach
    void set() throws Exception {
        stage = new SidecarStage(folder).codex(SidecarStage.CODEX);
        stage.link = LinkChoice.ATTACH;
    }

    @AfterEach
    void clear() throws IOException {
        stage.close();
        if (server != null) server.close();
    }

    @Test
    void a_server_that_was_there_before_us_is_attached_to_at_once() throws Exception {
        serve();
        stage.open();
        var health = stage.awaitOpen();
        assertThat(health.link()).isEqualTo(Link.ATTACH);
        assertThat(health.reach()).isEqualTo("shared");
        assertThat(health.pid()).isNull();
        assertThat(server.heard.getFirst()).contains("\"twinlog-observer\"");
        assertThat(stage.facts("sidecar_started").getFirst().values()).containsEntry("link", "attach");
        assertThat(stage.frames).allMatch(frame -> frame.link() == Link.ATTACH);
    }

    @Test
    void a_thread_that_becomes_active_is_heard_and_its_approval_shown_but_never_answered() throws Exception {
        serve();
        stage.open();
        stage.awaitOpen();
        server.results.put("thread/loaded/list", "{\"data\":[\"t1\"],\"nextCursor\":null}");
        server.say(ACTIVE);
        stage.await("heard", now -> now.threads().contains(new LiveThread("t1", true, false)));
        server.say(ASKS);
        var health = stage.await("shown", now -> !now.approvals().isEmpty());
        var approval = health.approvals().getFirst();
        assertThat(approval.threadId()).isEqualTo("t1");
        assertThat(approval.itemId()).isEqualTo("call_1");
        assertThat(approval.summary()).contains("touch x").doesNotContain("hunter2");
        server.say("{\"method\":\"serverRequest/resolved\",\"params\":{\"threadId\":\"t1\",\"requestId\":0}}");
        stage.await("resolved", now -> now.approvals().isEmpty());
        stage.source().close();
        assertThat(server.told("thread/resume")).isEqualTo(1);
        assertThat(server.heard).noneMatch(message -> message.contains("\"result\"") || message.contains("\"error\""));
        assertThat(server.heard)
                .allMatch(
                        message -> message.matches(
                                ".*\"method\":\"(initialize|initialized|account/read|thread/loaded/list|thread/resume|thread/unsubscribe)\".*"));
    }

    @Test
    void sign_in_and_out_are_refused_with_the_advice_to_use_codex() throws Exception {
        serve();
        stage.open();
        stage.awaitOpen();
        assertThatThrownBy(() -> stage.source().login(LoginKind.BROWSER))
                .isInstanceOf(Refused.class)
                .hasMessage(Errands.USE_CODEX);
        assertThatThrownBy(() -> stage.source().logout()).hasMessage(Errands.USE_CODEX);
        assertThat(server.told("account/logout") + server.told("account/login/start"))
                .isZero();
    }

    @Test
    void without_a_server_it_says_so() throws Exception {
        stage.open();
        stage.awaitShut("sidecar_missing");
    }

    @Test
    void the_end_of_the_server_is_not_spent_and_its_successor_attached_to() throws Exception {
        serve();
        stage.open();
        stage.awaitOpen();
        server.close();
        stage.awaitShut("sidecar_missing");
        serve();
        var health = stage.awaitOpen();
        assertThat(health.generation()).isEqualTo(2);
        assertThat(health.restarts().total()).isZero();
        assertThat(stage.facts("sidecar_ended").getFirst().values())
                .containsEntry("wanted", "false")
                .containsEntry("cause", "link_closed");
    }

    @Test
    void kill_switch_hangs_up_and_leaves_the_server_alone() throws Exception {
        serve();
        stage.open();
        stage.awaitOpen();
        stage.source().killSwitch(true);
        stage.await("inactive", now -> now.link() == null);
        assertThat(server.told("thread/unsubscribe")).isZero();
        stage.source().killSwitch(false);
        assertThat(stage.awaitOpen().generation()).isEqualTo(2);
    }

    @Test
    void auto_moves_from_its_child_to_a_server_that_appears_and_back() throws Exception {
        stage.link = LinkChoice.AUTO;
        stage.open();
        long pid = stage.awaitOpen().pid();
        serve();
        var attached = stage.await("attached", now -> now.gateOpen() && now.link() == Link.ATTACH);
        assertThat(SidecarStage.alive(pid)).isFalse();
        server.close();
        var back = stage.await("own child", now -> now.gateOpen() && now.link() == Link.SPAWN);
        assertThat(back.generation()).isEqualTo(3);
        assertThat(attached.restarts().total() + back.restarts().total()).isZero();
    }

    @Test
    void auto_takes_its_child_while_a_dead_socket_lies_about() throws Exception {
        stage.link = LinkChoice.AUTO;
        serve();
        var left = folder.resolve(".codex/app-server-control/app-server-control.sock");
        var kept = folder.resolve("kept.sock");
        java.nio.file.Files.move(left, kept);
        server.close();
        java.nio.file.Files.move(kept, left);
        stage.open();
        assertThat(stage.awaitOpen().link()).isEqualTo(Link.SPAWN);
        Awaitility.await().until(() -> stage.source().health().counters().containsKey("attach.refused"));
    }

    private void serve() throws Exception {
        server = new FakeServer(stage.codexHome);
    }
}
