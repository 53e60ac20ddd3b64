package dev.twinlog.readers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RawRedactorTest {
    private static final String TOKEN = "ghp_" + "a1B2".repeat(9);

    private final TreeMap<String, Long> counted = new TreeMap<>();
    private final RawRedactor redactor = new RawRedactor((name, amount) -> counted.merge(name, amount, Long::sum));

    private String line(String text) {
        var bytes = text.getBytes(UTF_8);
        return new String(redactor.line(bytes, 0, bytes.length), UTF_8);
    }

    @Test
    void a_secret_goes_and_every_other_byte_stays() {
        assertThat(line("{\"a\":\"ä " + TOKEN + " \\u00fc\",\"b\":1}\n"))
                .startsWith("{\"a\":\"ä ⟦redacted:")
                .endsWith("⟧ \\u00fc\",\"b\":1}\n");
        assertThat(counted.values()).containsExactly(1L);
    }

    @Test
    void a_line_without_secrets_is_the_same_array() {
        var bytes = "{\"text\":\"nothing ⟦here⟧\"}\n".getBytes(UTF_8);
        assertThat(redactor.line(bytes, 0, bytes.length)).isSameAs(bytes);
        assertThat(redactor.document(bytes)).isSameAs(bytes);
    }

    @Test
    void a_key_without_its_end_takes_no_more_than_its_own_text() {
        assertThat(line("{\"out\":\"-----BEGIN PRIVATE KEY-----\\nMIIEvQ \\\" more\",\"next\":\"stays\"}\n"))
                .doesNotContain("MIIEvQ")
                .doesNotContain("more")
                .endsWith("\",\"next\":\"stays\"}\n");
    }

    @Test
    void bytes_that_are_no_json_and_no_utf_8_are_redacted_too() {
        var bytes = ("x \" " + TOKEN + " z").getBytes(UTF_8);
        bytes[0] = (byte) 0xFF;
        var redacted = redactor.line(bytes, 0, bytes.length);
        assertThat(redacted[0]).isEqualTo((byte) 0xFF);
        assertThat(new String(redacted, UTF_8)).doesNotContain(TOKEN).endsWith(" z");
    }

    @Test
    void a_key_over_many_lines_of_a_document_goes_as_a_whole() {
        var text = "before\n-----BEGIN RSA PRIVATE KEY-----\nMIIEvQ\nAAAA\n-----END RSA PRIVATE KEY-----\nafter\n";
        assertThat(new String(redactor.document(text.getBytes(UTF_8)), UTF_8))
                .startsWith("before\n⟦redacted:")
                .endsWith("⟧\nafter\n")
                .doesNotContain("AAAA");
    }

    @Test
    void a_secret_that_escapes_hide_goes_too() {
        assertThat(line("{\"a\":\"x \\u0067hp_" + "a1B2".repeat(9) + " \\u4e2d\\u00fc\\\"\\n\",\"b\":1}"))
                .isEqualTo("{\"a\":\"x ⟦redacted:github_token⟧ \\u4e2d\\u00fc\\\"\\n\",\"b\":1}");
        assertThat(line("{\"a\":\"sk\\u002dant-api03-" + "Qq7_".repeat(23) + "\"}"))
                .isEqualTo("{\"a\":\"⟦redacted:anthropic_key⟧\"}");
    }

    @Test
    void what_a_key_says_is_a_password_goes() {
        assertThat(line("{\"DB_PASSWORD\": \"corr3ct horse\",\"b\":\"stays\"}"))
                .isEqualTo("{\"DB_PASSWORD\": \"⟦redacted:password⟧\",\"b\":\"stays\"}");
    }
}
