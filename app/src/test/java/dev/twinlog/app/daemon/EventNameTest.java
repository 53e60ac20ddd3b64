package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How an event is named, and what is said of what names none.
class EventNameTest {
    @ParameterizedTest
    @CsvSource({"0198c0de#x,x", "0198c0de#0,0", "claude/0198c0de#-1,-1", "0198c0de#,''"})
    void what_stands_where_a_number_should_is_found(String text, String wrong) {
        assertThat(EventName.notNumber(text)).isEqualTo(wrong);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0198c0de#12", "claude/0198c0de/message/m#0", "0198c0de/message/m#x", "0198c0de"})
    void a_number_or_a_key_is_right(String text) {
        assertThat(EventName.notNumber(text)).isNull();
    }

    @Test
    void of_many_sessions_some_are_named() {
        var one = new SessionId(Agent.CLAUDE, "a");
        assertThat(StoreAnswers.ambiguous("a", Collections.nCopies(7, one)))
                .endsWith("claude/a, claude/a, claude/a, claude/a, claude/a and 2 more; type more of it");
        assertThat(StoreAnswers.ambiguous("a", Collections.nCopies(100, one))).contains("and many more;");
        assertThat(StoreAnswers.ambiguous("a", List.of(one, one))).endsWith("claude/a, claude/a; type more of it");
    }
}
