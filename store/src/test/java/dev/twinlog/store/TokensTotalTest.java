package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.store.StoreReader.Tokens;
import org.junit.jupiter.api.Test;

class TokensTotalTest {
    @Test
    void a_sum_that_no_long_holds_stays_at_its_end() {
        long most = Long.MAX_VALUE;
        var all = new Tokens(1, most, most, most, most, most, most);
        assertThat(all.plus(all)).isEqualTo(new Tokens(2, most, most, most, most, most, most));
    }
}
