package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TokensTest {
    private static List<String> tokens(String text) {
        var tokens = new Tokens();
        var all = new ArrayList<String>();
        tokens.over(text);
        while (tokens.next()) all.add(new String(tokens.bytes, 0, tokens.length(), StandardCharsets.UTF_8));
        return all;
    }

    @Test
    void words_are_letters_and_digits_in_lower_case() {
        assertThat(tokens("Foo_bar-42, HTTP/1.1\n")).containsExactly("foo", "bar", "42", "http", "1", "1");
    }

    @Test
    void marks_are_folded_away_composed_or_not() {
        assertThat(tokens("Déjà De\u0301ja\u0300 ÜBER Ångström")).containsExactly("deja", "deja", "uber", "angstrom");
    }

    @Test
    void other_alphabets_are_words_in_lower_case() {
        assertThat(tokens("Привет ΚΌΣΜΕ")).containsExactly("привет", "κοσμε");
    }

    @Test
    void scripts_without_spaces_give_pairs_and_the_last_character() {
        assertThat(tokens("日本語 x漢y")).containsExactly("日本", "本語", "語", "x", "漢", "y");
    }

    @Test
    void characters_beyond_the_basic_plane_are_whole() {
        assertThat(tokens("𠮷野 𝒳")).containsExactly("𠮷野", "野", "𝒳");
    }

    @Test
    void an_emoji_is_a_token_and_its_joiners_are_none() {
        assertThat(tokens("go🚀🚀 ❤️ 👩‍💻")).containsExactly("go", "🚀", "🚀", "❤", "👩", "💻");
    }

    @Test
    void a_long_token_is_cut_at_a_whole_character() {
        assertThat(tokens("a".repeat(100))).containsExactly("a".repeat(64));
        var cut = tokens("aж".repeat(100)).getFirst();
        assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isBetween(64, 68);
        assertThat(cut).doesNotContain("\uFFFD");
    }

    @Test
    void broken_surrogates_and_controls_are_between_tokens() {
        assertThat(tokens("a\uD800b\u0000c\uDC00")).containsExactly("a", "b", "c");
    }

    @Test
    void a_token_tells_where_it_stands() {
        var tokens = new Tokens();
        tokens.over("  Déjà vu");
        assertThat(tokens.next()).isTrue();
        assertThat(tokens.start()).isEqualTo(2);
        assertThat(tokens.end()).isEqualTo(6);
    }
}
