package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SearchFinderTest {
    private static String found(String typed, String... texts) {
        var found = new SearchFinder(SearchQuery.of(typed)).in(List.of(texts));
        return found == null ? "" : found.text().substring(found.start(), found.end());
    }

    @Test
    void a_phrase_that_begins_within_itself_is_found() {
        assertThat(found("\"a a b\"", "a a a b")).isEqualTo("a a b");
    }

    @Test
    void a_phrase_does_not_reach_over_two_texts() {
        assertThat(found("\"one two\"", "one", "two")).isEmpty();
        assertThat(found("one two", "one", "two")).isEqualTo("one");
    }

    @Test
    void the_end_of_a_phrase_may_go_on_with_a_star() {
        assertThat(found("\"foo ba\"*", "foo bar")).isEqualTo("foo bar");
        assertThat(found("\"foo ba\"", "foo bar")).isEmpty();
    }

    @Test
    void a_word_with_letters_of_both_sorts_stands_together() {
        assertThat(found("漢字foo", "x 漢字foo y")).isEqualTo("漢字foo");
        assertThat(found("foo漢字", "foo漢字体")).isEqualTo("foo漢字");
        assertThat(found("foo漢字", "foo 漢 字")).isEmpty();
    }

    @Test
    void what_is_typed_beyond_the_limit_of_terms_is_ignored() {
        assertThat(SearchQuery.of("w ".repeat(100)).terms()).hasSize(SearchQuery.TERMS_MAX);
    }
}
