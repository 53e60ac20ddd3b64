package dev.twinlog.readers.codex.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShellWordsTest {
    @Test
    void words_are_split_as_a_shell_does() {
        assertThat(ShellWords.of("a  'b c' \"d \\\"e\\\"\" f\\ g ''"))
                .containsExactly("a", "b c", "d \"e\"", "f g", "");
        assertThat(ShellWords.of("/bin/bash -lc 'it'\"'\"'s'")).containsExactly("/bin/bash", "-lc", "it's");
    }

    @Test
    void a_quote_without_end_gives_no_words() {
        assertThat(ShellWords.of("a 'b")).isEmpty();
        assertThat(ShellWords.of("a \"b")).isEmpty();
        assertThat(ShellWords.of("a \\")).isEmpty();
    }

    @Test
    void what_a_login_shell_was_given_is_what_was_typed() {
        assertThat(ShellWords.typed("/bin/bash -lc 'echo a; exit 3'")).isEqualTo("echo a; exit 3");
        assertThat(ShellWords.typed("git status --short")).isEqualTo("git status --short");
        assertThat(ShellWords.typed("/bin/bash -lc 'no end")).isEqualTo("/bin/bash -lc 'no end");
    }
}
