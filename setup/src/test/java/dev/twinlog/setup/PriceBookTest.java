package dev.twinlog.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.model.prices.CostClass;
import dev.twinlog.model.prices.PriceRow;
import dev.twinlog.model.prices.Prices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PriceBookTest {
    private static final String HEAD = "date = 2026-01-31\n";
    private static final String ROW = "[[price]]\nmodels = [\"m\"]\ninput = 1.5\noutput = 2\n";

    @TempDir
    Path folder;

    private PriceBook book;

    @BeforeEach
    void openBook() throws SettingsProblem {
        book = new PriceBook(Folders.of(Map.of("HOME", "/home/me", "TWINLOG_HOME", folder.toString()), "Linux"));
    }

    private static List<PriceRow> rows(Prices prices, String model) {
        return prices.rowsOf(model);
    }

    private void refused(String text, String message) throws Exception {
        Files.writeString(book.file(), text);
        assertThatThrownBy(book::prices)
                .isInstanceOf(SettingsProblem.class)
                .hasMessageStartingWith(book.file().toString())
                .hasMessageContaining(message);
        assertThat(book.file()).hasContent(text);
    }

    @Test
    void without_a_file_of_ones_own_the_table_that_comes_with_twinlog_is_in_force() throws Exception {
        var prices = book.prices();

        assertThat(prices.own()).isNull();
        assertThat(prices.builtIn().date()).isAfterOrEqualTo(LocalDate.of(2026, 11, 21));
        assertThat(prices.builtIn().source()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-5-5, 2026-11-20, USUAL, 4 20 0.2 5 8",
        "claude-opus-4-8[1m], 2026-11-20, OVER_272K, 5 25 0.5 6.25 10",
        "claude-sonnet-4-5-20250929, 2026-01-01, USUAL, 3 15 0.3 3.75 6",
        "claude-sonnet-4-5-20250929, 2026-01-01, OVER_272K, 6 22.5 0.6 7.5 12",
        "claude-sonnet-5-5, 2026-10-06, USUAL, 2 10 0.2 2.5 4",
        "claude-sonnet-5-5, 2026-10-07, USUAL, 2 10 0.1 2.5 4",
        "claude-haiku-4-5-20251001, 2026-01-01, USUAL, 1 5 0.1 1.25 2",
        "claude-haiku-5-5, 2026-11-01, OVER_100K, 0.5 2.5 0.05 0.625 1",
        "gpt-5, 2026-01-01, USUAL, 1.25 10 0.125 1.25 1.25",
        "gpt-5-codex, 2026-01-01, USUAL, 1.25 10 0.125 1.25 1.25",
        "gpt-5.2-codex, 2026-01-01, USUAL, 1.75 14 0.175 1.75 1.75",
        "gpt-5.5, 2026-11-01, USUAL, 5 30 0.5 5 5",
        "gpt-5.5, 2026-11-01, OVER_272K, 10 45 1 10 10",
        "gpt-5.6-sol, 2026-08-20, USUAL, 5 30 0.5 6.25 6.25",
        "gpt-5.6-sol, 2026-08-21, USUAL, 4 20 0.4 5 5",
        "gpt-6.1-sol, 2026-10-01, OVER_272K, 4 15 0.2 5 5"
    })
    void models_of_the_agents_have_their_list_prices(String model, LocalDate day, CostClass passed, String expected)
            throws Exception {
        var row = Prices.row(rows(book.prices(), model), day.toEpochDay(), passed);

        assertThat(row).isPresent();
        var price = row.get().price();
        assertThat(String.join(
                        " ",
                        List.of(
                                        price.input(),
                                        price.output(),
                                        price.cacheRead(),
                                        price.cacheWrite(),
                                        price.cacheWrite1h())
                                .stream()
                                .map(one -> one.stripTrailingZeros().toPlainString())
                                .toList()))
                .isEqualTo(expected);
        assertThat(row.get().place()).isEqualTo(PriceBook.BUILT_IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-opus-6", "gpt-7", "gpt-5-pro", "mock-model", "<synthetic>"})
    void a_model_without_a_public_price_stays_without_one(String model) throws Exception {
        assertThat(rows(book.prices(), model)).isEmpty();
    }

    @Test
    void the_own_table_is_read_anew_when_it_changed() throws Exception {
        Files.writeString(book.file(), HEAD + ROW);
        assertThat(rows(book.prices(), "m").getFirst().place()).isEqualTo(book.file() + ":2");

        Files.writeString(book.file(), HEAD + ROW.replace("\"m\"", "\"another\""));
        assertThat(rows(book.prices(), "m")).isEmpty();
        assertThat(rows(book.prices(), "another")).hasSize(1);

        Files.delete(book.file());
        assertThat(book.prices().own()).isNull();
    }

    @Test
    void classes_without_a_price_of_their_own_cost_what_input_costs() throws Exception {
        Files.writeString(book.file(), HEAD + ROW + "cache_write = 3\n");
        var price = rows(book.prices(), "m").getFirst().price();

        assertThat(price.cacheRead()).isEqualByComparingTo("1.5");
        assertThat(price.cacheWrite1h()).isEqualByComparingTo("3");
    }

    @Test
    void what_is_not_understood_is_refused_with_its_line_and_column() throws Exception {
        refused("date = \n", ":1:8: this is no TOML");
        refused(ROW, "date is missing");
        refused("date = \"2026-01-31\"\n" + ROW, ":1:1: date must be a date");
        refused(HEAD + "source = 5\n" + ROW, ":2:1: source must be a text");
        refused(HEAD, "there is no [[price]]");
        refused(HEAD + "prices = 1\n" + ROW, ":2:1: there is no 'prices' in a table of prices; did you mean 'price'?");
        refused(HEAD + ROW + "cache_reed = 1\n", ":6:1: there is no 'cache_reed'");
        refused(HEAD + ROW.replace("1.5", "\"1.5\""), ":4:1: input must be dollars");
        refused(HEAD + ROW.replace("1.5", "-1"), ":4:1: input must be dollars");
        refused(HEAD + ROW.replace("1.5", "0.0000001"), ":4:1: input must be dollars");
        refused(HEAD + ROW.replace("1.5", "inf"), ":4:1: input must be dollars");
        refused(HEAD + ROW.replace("1.5", "1000001"), ":4:1: input must be dollars");
        refused(HEAD + ROW.replace("output = 2", ""), ": output is missing");
        refused(HEAD + ROW.replace("models = [\"m\"]", ""), ": models is missing");
        refused(HEAD + ROW.replace("[\"m\"]", "\"m\""), ":3:1: models must be a list");
        refused(HEAD + ROW.replace("\"m\"", "\"m*n\""), ":3:1: models must be a list");
        refused(HEAD + ROW + "over = 5\n", ":6:1: over must be one of 100000, 200000, 272000");
        refused(HEAD + ROW + "from = 5\n", ":6:1: from must be a date");
        refused(HEAD + ROW + ROW, "which has a price for that time already");
    }

    @Test
    void a_table_of_too_many_rows_is_none() throws Exception {
        var models = new StringBuilder("\"m0\"");
        for (int i = 1; i <= PriceFile.ROWS_MAX; i++)
            models.append(", \"m").append(i).append('"');
        refused(HEAD + ROW.replace("\"m\"", models), "more than " + PriceFile.ROWS_MAX + " times");
    }
}
