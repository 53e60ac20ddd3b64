package dev.twinlog.views;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnippetTest {
    @Test
    void a_colour_is_left_out_as_a_whole_and_what_is_none_stays() {
        assertThat(Snippet.of("a \u001b[31mRED\u001b[0m [31m b", 2, 3)).isEqualTo("a RED [31m b");
        assertThat(Snippet.of("a \u001b[31", 0, 1)).isEqualTo("a [31");
        assertThat(Snippet.of("\u001b[" + "1;".repeat(100) + "mx", 0, 1)).startsWith("[1;");
    }
}
