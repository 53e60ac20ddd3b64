package dev.twinlog.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Gap;
import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class GapWordsTest {
    @Test
    void every_kind_in_every_state_has_words_of_its_own() {
        for (var kind : Gap.Kind.values()) {
            var words = GapWords.of(kind);
            assertThat(words.name()).as(kind.name()).isNotBlank();
            assertThat(words.missing()).as(kind.name()).endsWith(".");
            assertThat(words.believed()).as(kind.name()).endsWith(".");
            var texts = new HashSet<String>();
            for (var state : Gap.State.values()) {
                assertThat(words.about(state))
                        .as(kind + " " + state)
                        .isNotBlank()
                        .endsWith(".");
                assertThat(texts.add(words.about(state))).as(kind + " " + state).isTrue();
            }
        }
        assertThat(Arrays.stream(Gap.Kind.values())
                        .map(kind -> GapWords.of(kind).name()))
                .doesNotHaveDuplicates();
    }
}
