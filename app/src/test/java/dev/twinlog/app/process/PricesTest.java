package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Costs and the user's own prices, as commands tell them.
final class PricesTest {
    private static final String OWN =
            "date = 2026-12-01\n[[price]]\nmodels = [\"claude-opus-5-5\"]\ninput = 1000000\noutput = 0\n"
                    + "cache_read = 0\ncache_write = 0\n";

    @TempDir
    Path folder;

    private Household house;

    @BeforeEach
    void moveIn() throws IOException {
        house = Household.in(folder);
        house.append("one", Household.prompt("one", 1, "hello"), Household.answer("one", 2, "yes"));
        house.run("sync");
    }

    private void own(String text) throws IOException {
        Files.writeString(house.data().resolve("prices.toml"), text);
    }

    @Test
    void a_table_of_ones_own_is_asked_first_and_told() throws IOException {
        assertThat(house.run("usage").out()).contains("~$0.01").contains("list prices of 2026-11-21");

        own(OWN);

        assertThat(house.run("usage").out()).contains("~$1.00").contains("and your own of 2026-12-01");
        assertThat(house.run("prices").out()).contains("claude-opus-5-5 ").contains("prices.toml:2");
        assertThat(house.run("prices", "--json").out()).contains("\"own\":{\"date\":\"2026-12-01\"");
    }

    @Test
    void a_broken_table_is_refused_with_its_place_and_never_ignored() throws IOException {
        own(OWN.replace("input", "imput"));

        for (var command : new String[] {"usage", "prices"}) {
            var said = house.run(command);
            assertThat(said.code()).isEqualTo(3);
            assertThat(said.err())
                    .contains("prices.toml:4:1: there is no 'imput'")
                    .contains("did you mean 'input'?");
        }
        assertThat(house.run("sessions").code()).isZero();
    }

    @Test
    void a_model_without_a_price_is_named() throws IOException {
        house.append("two", Household.answer("two", 4, "no").replace("claude-opus-5-5", "claude-mystery-9"));
        house.run("sync");

        assertThat(house.run("usage").out())
                .contains("+?")
                .contains("? no price for 1 request with 1,111 tokens, of claude-mystery-9");
    }
}
