package dev.twinlog.readers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A failure names its seed: `-Dtwinlog.seed=N` begins there.
final class FlowingTextTest {
    private static final long SEED = Long.getLong("twinlog.seed", 1);
    private static final int CUTS = 300;
    private static final String GITHUB = "ghp_" + "a1B2".repeat(9);

    private static String flowed(String text, Random dice, int pieceMax) {
        var flowing = new FlowingText(ReadingCounter.NONE);
        var shown = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int to = Math.min(text.length(), at + 1 + dice.nextInt(pieceMax));
            shown.append(flowing.add(text.substring(at, to)));
            at = to;
        }
        return shown.append(flowing.end()).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain words, with no secret in them\nand a second line",
                "use ghp_a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2 for it, then go on",
                "password = \"correct horse battery staple\" is what it says",
                "the password: hunter2hunter2 and more words behind it",
                "postgres://user:s3cr3tpass@db.example/x and then",
                "Authorization: Bearer abcdefghijklmnopqrstuvwxyz0123456789 ok",
                "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc def\n-----END RSA PRIVATE KEY-----\nand what follows",
                "export API_KEY=sk-proj-abcdefghij0123456789abcdefghij\nrun it",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U !",
                "a 😀 b 😀😀 c"
            })
    void however_it_is_cut_it_reads_as_the_whole_does(String text) {
        var whole = new Redactor(ReadingCounter.NONE).redact(text);
        for (long seed = SEED; seed < SEED + CUTS; seed++)
            assertThat(flowed(text, new Random(seed), 1 + (int) (seed % 9)))
                    .as("seed %d", seed)
                    .isEqualTo(whole);
    }

    @Test
    void words_are_shown_as_they_end() {
        var flowing = new FlowingText(ReadingCounter.NONE);
        assertThat(flowing.add("one tw")).isEqualTo("one ");
        assertThat(flowing.add("o")).isEmpty();
        assertThat(flowing.add(" three")).isEqualTo("two ");
        assertThat(flowing.end()).isEqualTo("three");
    }

    @Test
    void no_more_is_held_back_of_a_long_word_than_the_limit() {
        var flowing = new FlowingText(ReadingCounter.NONE);
        var word = "x".repeat(1000);
        assertThat(flowing.add(word)).hasSize(1000 - FlowingText.HELD_BACK_MAX);
        assertThat(flowing.end()).hasSize(FlowingText.HELD_BACK_MAX);
    }

    @Test
    void a_secret_at_the_limit_of_a_long_word_is_not_shown() {
        for (int before = 0; before < 600; before += 7) {
            var text = "/".repeat(before) + GITHUB + "/".repeat(600);
            assertThat(flowed(text, new Random(SEED), 5))
                    .doesNotContain("a1B2a1B2")
                    .contains("⟦redacted:github_token⟧");
        }
    }

    @Test
    void a_key_without_end_takes_all_that_follows_with_it() {
        var flowing = new FlowingText(ReadingCounter.NONE);
        var shown = new StringBuilder("");
        shown.append(flowing.add("see -----BEGIN RSA PRIVATE KEY-----\n"));
        for (int line = 0; line < 3000; line++) shown.append(flowing.add("MIIEowIBAAKCAQEA" + line + "bcdefgh\n"));
        shown.append(flowing.add("-----END RSA PRIVATE KEY-----\n")).append(flowing.end());
        assertThat(shown.toString()).isEqualTo("see ⟦redacted:private_key⟧");
    }

    @Test
    void secrets_are_counted_once() {
        var counts = new HashMap<String, Long>();
        var flowing = new FlowingText((name, amount) -> counts.merge(name, amount, Long::sum));
        for (char c : ("one " + GITHUB + " two three four").toCharArray()) flowing.add(String.valueOf(c));
        flowing.end();
        assertThat(counts).containsOnlyKeys("redacted/github_token").containsValue(1L);
    }
}
