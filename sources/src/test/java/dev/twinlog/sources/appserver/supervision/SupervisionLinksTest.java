package dev.twinlog.sources.appserver.supervision;

import static dev.twinlog.sources.appserver.supervision.Script.ATTACH;
import static dev.twinlog.sources.appserver.supervision.Script.AUTO;
import static dev.twinlog.sources.appserver.supervision.Script.CHATGPT;
import static dev.twinlog.sources.appserver.supervision.Script.SPAWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.sources.appserver.supervision.Act.Question;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Which link is made when, and who is signed in over it.
class SupervisionLinksTest {
    @Test
    void the_end_of_an_attached_link_is_not_spent() {
        var play = new Script(ATTACH).socket("s").up(CHATGPT);
        for (int i = 0; i < 8; i++)
            play.tell(new Signal.LinkClosed(play.all.generation(), "gone"))
                    .pass(9_000)
                    .up(CHATGPT);
        assertThat(play.all.spends().total()).isZero();
        assertThat(play.gate()).isEqualTo("open");
        assertThat(play.did(Act.Terminate.class) || play.did(Act.Kill.class)).isFalse();
    }

    @Test
    void without_a_server_attach_alone_says_that_it_is_missing() {
        var play = new Script(ATTACH).look();
        assertThat(play.gate()).isEqualTo("sidecar_missing");
        play.socket("s");
        assertThat(play.gate()).isEqualTo("starting");
        assertThat(play.pass(4_999).did(Act.Attach.class)).isFalse();
        assertThat(play.pass(1).did(Act.Attach.class)).isTrue();
    }

    @Test
    void auto_attaches_at_once_to_a_server_that_was_there_before() {
        assertThat(new Script(AUTO).socket("s").done()).containsExactly(new Act.Attach(1));
    }

    @Test
    void auto_moves_to_a_server_five_seconds_after_it_appeared_once_it_answers() {
        var play = new Script(AUTO).look().up(CHATGPT);
        play.done();
        play.socket("s").pass(4_999);
        assertThat(play.done()).isEmpty();
        assertThat(play.heard().pass(1).done()).contains(new Act.Probe("s"));
        play.tell(new Signal.Probed("s", true));
        assertThat(play.done()).contains(new Act.CloseLink(1));
        assertThat(play.gate()).isEqualTo("restarting");
        play.tell(new Signal.Ended(1, 0, 0, ""));
        assertThat(play.done()).contains(new Act.Attach(2));
        play.up(CHATGPT);
        assertThat(play.all.link()).isEqualTo(Link.ATTACH);
        assertThat(play.gate()).isEqualTo("open");
        assertThat(play.all.spends().total()).isZero();
    }

    @Test
    void auto_keeps_its_child_while_the_server_does_not_answer() {
        var play = new Script(AUTO).look().up(CHATGPT).socket("s").pass(5_000).heard();
        play.tell(new Signal.Probed("s", false));
        play.done();
        assertThat(play.pass(9_999).heard().did(Act.Probe.class)).isFalse();
        assertThat(play.pass(1).did(Act.Probe.class)).isTrue();
        assertThat(play.gate()).isEqualTo("open");
    }

    @Test
    void auto_goes_back_to_its_child_when_the_server_goes() {
        var play = new Script(AUTO).socket("s").up(CHATGPT).socket(null);
        play.tell(new Signal.LinkClosed(1, "gone")).pass(600);
        assertThat(play.all.link()).isEqualTo(Link.SPAWN);
        assertThat(play.up(CHATGPT).gate()).isEqualTo("open");
    }

    @Test
    void auto_takes_its_child_when_nobody_answers_at_the_socket() {
        var play = new Script(AUTO).socket("s").tell(new Signal.NotOpened(1, "refused"));
        assertThat(play.all.link()).isEqualTo(Link.SPAWN);
    }

    @Test
    void auto_leaves_a_deaf_server_alone_for_a_minute() {
        var play = new Script(AUTO).socket("s").tell(new Signal.Opened(1)).pass(11_000);
        assertThat(play.all.link()).isEqualTo(Link.SPAWN);
        play.up(CHATGPT).done();
        for (int i = 0; i < 9; i++) play.pass(5_000).heard();
        assertThat(play.did(Act.Probe.class)).isFalse();
        for (int i = 0; i < 3; i++) play.pass(5_000).heard();
        assertThat(play.did(Act.Probe.class)).isTrue();
    }

    @Test
    void a_restarted_server_is_waited_for_rather_than_replaced() {
        var play = new Script(AUTO).socket("s").up(CHATGPT);
        play.socket("t").tell(new Signal.LinkClosed(1, "gone"));
        play.done();
        assertThat(play.pass(4_900).done()).isEmpty();
        assertThat(play.pass(100).done()).containsExactly(new Act.Attach(2));
    }

    @Test
    void a_changed_auth_file_restarts_the_child_unspent() {
        var play = new Script(SPAWN).look().up(CHATGPT).pass(1_000).authFile("b");
        assertThat(play.gate()).isEqualTo("open");
        play.pass(1_000).look();
        assertThat(play.gate()).isEqualTo("restarting");
        play.tell(new Signal.Ended(1, 0, 0, ""));
        assertThat(play.all.generation()).isEqualTo(2);
        assertThat(play.all.spends().total()).isZero();
        play.up(CHATGPT).look().pass(1_000).look();
        assertThat(play.all.generation()).isEqualTo(2);
    }

    @Test
    void a_changed_auth_file_is_no_matter_of_the_users_server() {
        var play = new Script(ATTACH)
                .socket("s")
                .up(CHATGPT)
                .authFile("b")
                .pass(1_000)
                .look();
        assertThat(play.gate()).isEqualTo("open");
    }

    @Test
    void the_childs_own_sign_in_does_not_restart_it() {
        var play = new Script(SPAWN).look().up(new AuthSignal.NoAccount(true));
        play.tell(new Signal.AccountTold(1, new AuthSignal.LoginStarted("l1")));
        play.pass(1_000).authFile("b").pass(1_000).look();
        assertThat(play.gate()).isEqualTo("authenticating");
        play.tell(new Signal.AccountTold(1, new AuthSignal.LoginCompleted("l1", null)));
        assertThat(play.gate()).as("a hope, not a proof").isEqualTo("authenticating");
        play.tell(new Signal.AccountTold(1, CHATGPT))
                .pass(1_000)
                .look()
                .pass(1_000)
                .look();
        assertThat(play.gate()).isEqualTo("open");
        assertThat(play.all.generation()).isEqualTo(1);
    }

    /// Whoever gives up a sign-in here and signs in with Codex itself is heard, though the child still waits.
    @Test
    void a_sign_in_elsewhere_is_noticed_while_one_of_ours_waits() {
        var play = new Script(SPAWN).look().up(new AuthSignal.NoAccount(true));
        play.tell(new Signal.AccountTold(1, new AuthSignal.LoginStarted("l1")));
        play.pass(1_000).authFile("b").pass(1_000).look();
        assertThat(play.gate()).isEqualTo("authenticating");
        play.heard().pass(2_001);
        assertThat(play.gate()).isEqualTo("restarting");
        assertThat(play.all.spends().total()).isZero();
    }

    @Test
    void a_finished_sign_in_without_an_account_is_given_up_after_ten_seconds() {
        var play = new Script(SPAWN).look().up(new AuthSignal.NoAccount(true));
        play.done();
        play.tell(new Signal.AccountTold(1, new AuthSignal.LoginCompleted(null, null)));
        assertThat(play.asked(Question.ACCOUNT)).isEqualTo(1);
        play.pass(9_000).heard().pass(999);
        assertThat(play.gate()).isEqualTo("authenticating");
        play.pass(1);
        assertThat(play.gate()).isEqualTo("needs_login");
        assertThat(play.all.lastError()).isEqualTo(Auth.NOTHING_REPORTED);
    }

    @Test
    void as_long_as_nobody_is_signed_in_the_account_is_asked_for_each_half_minute() {
        var play = new Script(SPAWN).look().up(new AuthSignal.Unreadable("workspace routing discovery failed"));
        assertThat(play.all.gate(play.now))
                .isEqualTo(new StreamGate.Shut(ShutReason.NEEDS_LOGIN, "workspace routing discovery failed"));
        play.done();
        for (int i = 0; i < 12; i++) play.pass(5_000).heard();
        assertThat(play.asked(Question.ACCOUNT)).isEqualTo(2);
    }

    @Test
    void an_unsupported_mode_is_named() {
        var play = new Script(SPAWN).look().up(new AuthSignal.Account("apiKey"));
        assertThat(play.all.gate(play.now))
                .isEqualTo(new StreamGate.Shut(ShutReason.UNSUPPORTED_AUTH_MODE, "Unsupported auth mode: apikey"));
    }

    @Test
    void a_standstill_of_our_own_is_no_handshake_that_took_too_long() {
        var play = new Script(SPAWN).look().tell(new Signal.Opened(1));
        play.now = play.now.plus(Duration.ofSeconds(12));
        play.tell(new Signal.StoodStill(1)).pass(9_999);
        assertThat(play.all.spends().total()).isZero();
        play.pass(1);
        assertThat(play.all.spends().lastCause()).isEqualTo("handshake_timeout");
    }
}
