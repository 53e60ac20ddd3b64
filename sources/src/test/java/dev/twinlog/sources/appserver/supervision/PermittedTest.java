package dev.twinlog.sources.appserver.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.StreamFrame.Link;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermittedTest {
    @ParameterizedTest
    @CsvSource({
        "initialize, true, true",
        "initialized, true, true",
        "account/read, true, true",
        "thread/loaded/list, true, true",
        "thread/read, true, true",
        "thread/resume, true, false",
        "thread/unsubscribe, true, false",
        "account/login/start, false, true",
        "account/login/cancel, false, true",
        "account/logout, false, true"
    })
    void each_method_has_its_links(String method, boolean attached, boolean ownChild) {
        assertThat(Permitted.on(Link.ATTACH, method)).isEqualTo(attached);
        assertThat(Permitted.on(Link.SPAWN, method)).isEqualTo(ownChild);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "turn/start",
                "turn/steer",
                "turn/interrupt",
                "thread/start",
                "thread/fork",
                "thread/archive",
                "thread/delete",
                "thread/shellCommand",
                "thread/compact/start",
                "thread/inject_items",
                "review/start",
                "fs/writeFile",
                "modelProvider/config/write",
                "item/commandExecution/requestApproval",
                "no/such/method",
                ""
            })
    void nothing_else_is_ever_said(String method) {
        assertThat(Permitted.on(Link.ATTACH, method)).isFalse();
        assertThat(Permitted.on(Link.SPAWN, method)).isFalse();
    }
}
