package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.testkit.agents.codex.ProxiedMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules that a record of an observed server is held against catch what breaks them.
class ObservedRecordTest {
    private static final List<String> GOOD = List.of(
            ">{\"id\":1,\"method\":\"initialize\",\"params\":{\"clientInfo\":{\"name\":\"twinlog-observer\"}}}",
            "<{\"id\":1,\"result\":{}}",
            ">{\"method\":\"initialized\"}",
            "<{\"method\":\"thread/status/changed\",\"params\":{\"threadId\":\"t\",\"status\":{\"type\":\"active\"}}}",
            ">{\"id\":2,\"method\":\"thread/loaded/list\",\"params\":{}}",
            "<{\"id\":2,\"result\":{\"data\":[\"t\"]}}",
            ">{\"id\":3,\"method\":\"thread/resume\",\"params\":{\"threadId\":\"t\",\"excludeTurns\":true}}",
            "<{\"id\":0,\"method\":\"item/commandExecution/requestApproval\",\"params\":{\"threadId\":\"t\"}}");

    private static ObservedRecord record(List<String> lines) {
        return new ObservedRecord(lines.stream()
                .map(line -> new ProxiedMessage(1, line.startsWith(">"), 0, line.substring(1)))
                .toList());
    }

    private static ObservedRecord with(String more) {
        var lines = new ArrayList<>(GOOD);
        lines.add(more);
        return record(lines);
    }

    private static ObservedRecord without(int line) {
        var lines = new ArrayList<>(GOOD);
        lines.remove(line);
        return record(lines);
    }

    @Test
    void what_keeps_the_rules_is_accepted() {
        var good = record(GOOD);
        good.doesNoHarm();
        assertThat(good.resumed()).containsExactly("t");
        assertThat(good.wasAsked()).isTrue();
        assertThat(good.said("thread/loaded/list")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ">{\"id\":0,\"result\":{\"decision\":\"accept\"}}",
                ">{\"id\":0,\"error\":{\"code\":-32601,\"message\":\"no\"}}",
                ">{\"id\":4,\"method\":\"turn/start\",\"params\":{\"threadId\":\"t\"}}",
                ">{\"id\":4,\"method\":\"turn/interrupt\",\"params\":{\"threadId\":\"t\"}}",
                ">{\"id\":4,\"method\":\"account/logout\"}",
                ">{\"id\":4,\"method\":\"thread/resume\",\"params\":{\"threadId\":\"t\"}}",
                ">{\"id\":4,\"method\":\"thread/resume\",\"params\":{\"threadId\":\"t\",\"excludeTurns\":true,\"model\":\"m\"}}",
                ">{\"id\":4,\"method\":\"thread/resume\",\"params\":{\"threadId\":\"u\",\"excludeTurns\":true}}"
            })
    void an_answer_a_turn_a_sign_out_and_a_wrong_resume_are_found(String harm) {
        assertThatThrownBy(() -> with(harm).doesNoHarm()).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_resume_of_what_was_not_seen_active_or_not_listed_is_found() {
        assertThatThrownBy(() -> without(3).doesNoHarm()).hasMessageContaining("seen active");
        assertThatThrownBy(() -> without(5).doesNoHarm()).hasMessageContaining("listed directly before");
        assertThatThrownBy(() -> record(List.of()).doesNoHarm()).hasMessageContaining("something was observed");
    }

    /// What another connection saw does not count.
    @Test
    void another_connection_starts_anew() {
        var lines = new ArrayList<>(record(GOOD).messages());
        var resume = GOOD.get(6).substring(1);
        lines.add(new ProxiedMessage(2, true, 0, resume));
        assertThatThrownBy(() -> new ObservedRecord(lines).doesNoHarm()).hasMessageContaining("seen active");
    }
}
