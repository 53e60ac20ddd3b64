package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamTextTest {
    private static List<String> lines(Map<?, ?> stream) {
        return StreamText.lines(stream, List.of());
    }

    private static Map<String, Object> stream(Object... pairs) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) map.put((String) pairs[i], pairs[i + 1]);
        return map;
    }

    @Test
    void a_stream_that_nobody_waits_for_says_why() {
        assertThat(lines(stream("expected", false, "reason", "not_expected"))).containsExactly("not expected");
        assertThat(lines(stream("expected", false, "reason", "kill_switch")))
                .containsExactly("switched off by the kill switch; `twinlog recover` switches it on");
    }

    @Test
    void a_shut_gate_tells_its_reason_and_the_detail() {
        assertThat(lines(stream("expected", true, "gate", "shut", "reason", "needs_login")))
                .containsExactly("shut: needs login");
        assertThat(lines(stream(
                        "expected", true, "gate", "shut", "reason", "unsupported_auth_mode", "detail", "apikey")))
                .containsExactly("shut: unsupported auth mode (apikey)");
    }

    @Test
    void an_open_gate_tells_whose_server_it_is_and_what_waits() {
        assertThat(lines(stream(
                        "expected", true, "gate", "open", "reach", "own_child", "note", "no user thread is streamed")))
                .containsExactly("open, on an app-server of Twinlog's own", "no user thread is streamed");
        assertThat(lines(stream(
                        "expected",
                        true,
                        "gate",
                        "open",
                        "reach",
                        "shared",
                        "threads",
                        Map.of("heard", List.of("a", "b"), "notHeard", List.of()),
                        "pendingApprovals",
                        1L)))
                .containsExactly(
                        "open, on the app-server of your own Codex, 2 threads are streamed",
                        "Codex waits for 1 approval of its user");
    }
}
