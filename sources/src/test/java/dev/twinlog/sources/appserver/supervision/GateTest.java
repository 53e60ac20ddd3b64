package dev.twinlog.sources.appserver.supervision;

import static dev.twinlog.sources.appserver.supervision.Script.CHATGPT;
import static dev.twinlog.sources.appserver.supervision.Script.SPAWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.supervision.StreamGate.NotExpected;
import dev.twinlog.sources.appserver.supervision.StreamGate.Open;
import dev.twinlog.sources.appserver.supervision.StreamGate.Shut;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateTest {
    /// A play for each reason, ended where the gate is shut for it.
    private static final Map<ShutReason, Script> PLAYS = plays();

    private static Map<ShutReason, Script> plays() {
        var plays = new EnumMap<ShutReason, Script>(ShutReason.class);
        plays.put(ShutReason.STARTING, play());
        plays.put(ShutReason.SIDECAR_MISSING, lacking(ShutReason.SIDECAR_MISSING));
        plays.put(ShutReason.NOT_EXECUTABLE, lacking(ShutReason.NOT_EXECUTABLE));
        plays.put(ShutReason.UNTRUSTED_BINARY, lacking(ShutReason.UNTRUSTED_BINARY));
        plays.put(ShutReason.HANDSHAKE, play().tell(new Signal.Opened(1)));
        plays.put(ShutReason.NEEDS_LOGIN, play().up(new AuthSignal.NoAccount(true)));
        plays.put(
                ShutReason.AUTHENTICATING,
                play().up(new AuthSignal.NoAccount(true))
                        .tell(new Signal.AccountTold(1, new AuthSignal.LoginStarted("l1"))));
        plays.put(
                ShutReason.LOGGED_OUT, play().up(CHATGPT).tell(new Signal.AccountTold(1, new AuthSignal.LoggedOut())));
        plays.put(ShutReason.UNSUPPORTED_AUTH_MODE, play().up(new AuthSignal.NoAccount(false)));
        plays.put(ShutReason.SILENT, play().up(CHATGPT).pass(15_000));
        plays.put(ShutReason.RESTARTING, play().up(CHATGPT).crash());
        plays.put(ShutReason.STOPPED, play().up(CHATGPT).tell(new Signal.Stop()));
        plays.put(ShutReason.KILL_SWITCH, play().up(CHATGPT).tell(new Signal.KillSwitch(true)));
        plays.put(ShutReason.CRASH_LOOP, new Script(SPAWN, false, true).look());
        plays.put(ShutReason.PROTOCOL, play().tell(new Signal.Opened(1)).tell(new Signal.BadFrame(1, "hello")));
        return plays;
    }

    @Test
    void each_reason_is_told() {
        PLAYS.forEach((reason, play) -> assertThat(play.gate()).isEqualTo(reason.wire()));
        assertThat(PLAYS.keySet()).containsExactlyInAnyOrder(ShutReason.values());
    }

    @Test
    void it_is_open_when_all_is_well() {
        assertThat(play().up(CHATGPT).all.gate(play().now)).isEqualTo(new Open());
    }

    @Test
    void each_condition_alone_shuts_it() {
        assertThat(play().up(CHATGPT).pass(14_999).gate()).isEqualTo("open");
        assertThat(play().up(CHATGPT).pass(15_000).gate()).isEqualTo("silent");
        assertThat(play().up(CHATGPT).tell(new Signal.LinkClosed(1, "end")).gate())
                .isEqualTo("restarting");
        assertThat(play().up(CHATGPT)
                        .tell(new Signal.AccountTold(1, new AuthSignal.Vanished()))
                        .gate())
                .isEqualTo("needs_login");
        assertThat(play().tell(new Signal.Opened(1))
                        .tell(new Signal.AccountAnswered(1, CHATGPT))
                        .gate())
                .isEqualTo("handshake");
    }

    @Test
    void nothing_expected_is_neither_open_nor_shut_whatever_else_is() {
        for (var play : plays().values()) {
            play.tell(new Signal.Looked(false, null, null));
            assertThat(play.all.gate(play.now)).isEqualTo(new NotExpected());
        }
    }

    @Test
    void the_kill_switch_is_told_before_everything_else() {
        for (var play : plays().values()) {
            play.tell(new Signal.KillSwitch(true));
            assertThat(play.all.gate(play.now)).isEqualTo(new Shut(ShutReason.KILL_SWITCH, null));
        }
    }

    @Test
    void the_names_are_those_of_the_answers() {
        assertThat(Arrays.stream(ShutReason.values()).map(ShutReason::wire))
                .containsExactly(
                        "starting",
                        "sidecar_missing",
                        "not_executable",
                        "untrusted_binary",
                        "handshake",
                        "needs_login",
                        "authenticating",
                        "logged_out",
                        "unsupported_auth_mode",
                        "silent",
                        "restarting",
                        "stopped",
                        "kill_switch",
                        "crash_loop",
                        "protocol");
    }

    private static Script play() {
        return new Script(SPAWN).look();
    }

    private static Script lacking(ShutReason why) {
        return play().tell(new Signal.NoProgram(1, why, "nowhere"));
    }
}
