package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How an event is named.
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
}
