package dev.twinlog.setup.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.twinlog.setup.agents.EndpointBase.BadEndpointException;
import dev.twinlog.setup.agents.EndpointBase.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointBaseTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:4318",
                "http://127.255.0.9",
                "http://localhost:1",
                "http://[::1]:65535",
                "https://collector.example.com",
                "https://10.0.0.1:4318"
            })
    void a_base_is_taken_as_it_is(String text) throws Exception {
        assertThat(EndpointBase.of(text, false).text()).isEqualTo(text);
    }

    @Test
    void signals_are_put_behind_it() throws Exception {
        var base = EndpointBase.of("HTTP://LocalHost:4318", false);
        assertThat(base.signal("logs")).isEqualTo("http://localhost:4318/v1/logs");
        assertThat(base.port()).isEqualTo(4318);
        assertThat(EndpointBase.of("https://a", false).port()).isEqualTo(443);
        assertThat(EndpointBase.of("http://localhost", false).port()).isEqualTo(80);
    }

    @ParameterizedTest
    @CsvSource({
        "WHITE_SPACE, 'http://127.0.0.1:4318 '",
        "WHITE_SPACE, 'http://127.0.0.1\t:4318'",
        "WHITE_SPACE, 'http://127.0.0.1:4318\n'",
        "WHITE_SPACE, 'http://127.0.0.1:4318\u0000'",
        "WHITE_SPACE, 'http://127.0.0.1\u00a0:4318'",
        "WHITE_SPACE, 'http://127.0.0.1\u200b:4318'",
        "SCHEME, ''",
        "SCHEME, 127.0.0.1:4318",
        "SCHEME, ftp://127.0.0.1",
        "SCHEME, grpc://127.0.0.1:4317",
        "SCHEME, file:///etc",
        "HOST, http://",
        "HOST, http://:4318",
        "HOST, http:///v1/logs",
        "HOST, http://a_b",
        "HOST, http://a\"b",
        "HOST, http://{}",
        "PORT, http://127.0.0.1:",
        "PORT, http://127.0.0.1:0",
        "PORT, http://127.0.0.1:65536",
        "PORT, http://127.0.0.1:99999999999",
        "PORT, http://127.0.0.1:-1",
        "PORT, http://127.0.0.1:4a",
        "PATH, http://127.0.0.1:4318/",
        "PATH, http://127.0.0.1:4318/v1/logs",
        "PATH, http://127.0.0.1:4318\\x",
        "QUERY, http://127.0.0.1:4318?a=b",
        "QUERY, http://127.0.0.1:4318/?a=b",
        "FRAGMENT, http://127.0.0.1:4318#x",
        "FRAGMENT, http://127.0.0.1:4318?a#x",
        "USER_INFO, http://me:secret@127.0.0.1:4318",
        "USER_INFO, http://me@127.0.0.1",
        "INSECURE, http://collector.example.com:4318",
        "INSECURE, http://localhost.example.com",
        "INSECURE, http://127.0.0.1.example.com",
        "INSECURE, http://10.0.0.1",
        "INSECURE, http://0.0.0.0:4318"
    })
    void a_broken_rule_is_named(Rule rule, String text) {
        var refusal = catchThrowableOfType(BadEndpointException.class, () -> EndpointBase.of(text, false));
        assertThat(refusal).as(text).isNotNull();
        assertThat(refusal.rule()).as(text).isEqualTo(rule);
        assertThat(refusal).hasMessageContaining("the rule " + rule.wire()).hasMessageNotContaining("secret");
    }

    @Test
    void the_longest_is_taken_and_one_more_refused() throws Exception {
        var start = "https://[" + "0:".repeat(6) + "127.0.0.1]";
        assertThat(EndpointBase.of(start, false).text()).isEqualTo(start);
        var most = "https://" + "a".repeat(EndpointBase.CHARACTERS_MAX - "https://".length());
        assertThat(EndpointBase.of(most, false).text()).isEqualTo(most);
        assertThatThrownBy(() -> EndpointBase.of(most + "a", false)).hasMessageContaining("rule length");
    }

    @Test
    void http_to_another_machine_can_be_wanted() throws Exception {
        assertThat(EndpointBase.of("http://collector.example.com:4318", true).isLoopback())
                .isFalse();
    }
}
