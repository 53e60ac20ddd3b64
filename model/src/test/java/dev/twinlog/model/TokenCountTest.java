package dev.twinlog.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.prices.BilledTokens;
import org.junit.jupiter.api.Test;

class TokenCountTest {
    @Test
    void no_count_is_negative_or_beyond_the_limit() {
        assertThat(TokenCount.isBelieved(-1)).isFalse();
        assertThat(TokenCount.isBelieved(0)).isTrue();
        assertThat(TokenCount.isBelieved(TokenCount.MAX)).isTrue();
        assertThat(TokenCount.isBelieved(TokenCount.MAX + 1)).isFalse();
    }

    @Test
    void a_sum_stays_at_its_end() {
        assertThat(TokenCount.sum(3, 4)).isEqualTo(7);
        assertThat(TokenCount.sum(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(TokenCount.sum(Long.MIN_VALUE, -1)).isEqualTo(Long.MIN_VALUE);
        assertThat(TokenCount.sum(Long.MAX_VALUE, -1)).isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void a_prompt_of_many_tokens_is_a_long_one() {
        assertThat(BilledTokens.prompt(Agent.CLAUDE, Long.MAX_VALUE, 1, 1)).isEqualTo(Long.MAX_VALUE);
    }
}
