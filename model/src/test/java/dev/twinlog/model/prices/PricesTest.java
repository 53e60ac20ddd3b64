package dev.twinlog.model.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.model.Agent;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PricesTest {
    private static final long DAY = LocalDate.of(2026, 10, 7).toEpochDay();

    private static Price price(String input) {
        var one = new BigDecimal(input);
        return new Price(one, one, one, one, one);
    }

    private static PriceRow row(String model, @Nullable LocalDate from, CostClass over, String input) {
        return new PriceRow(model, from, over, price(input), "here");
    }

    private static PriceRow row(String model, String input) {
        return row(model, null, CostClass.USUAL, input);
    }

    private static PriceTable table(PriceRow... rows) {
        return new PriceTable(LocalDate.of(2026, 11, 1), "a test", List.of(rows));
    }

    private static String inForce(Prices prices, String model, @Nullable Long day, CostClass passed) {
        return Prices.row(prices.rowsOf(model), day, passed)
                .map(row -> row.price().input().toPlainString())
                .orElse("none");
    }

    private static String inForce(Prices prices, String model) {
        return inForce(prices, model, DAY, CostClass.USUAL);
    }

    @Test
    void an_exact_name_is_stronger_than_the_longest_beginning_and_that_than_shorter_ones() {
        var prices = new Prices(table(row("gpt-5*", "1"), row("gpt-5-mini*", "2"), row("gpt-5-mini-x", "3")), null);

        assertThat(inForce(prices, "gpt-5-mini-x")).isEqualTo("3");
        assertThat(inForce(prices, "gpt-5-mini-2026")).isEqualTo("2");
        assertThat(inForce(prices, "gpt-5-pro")).isEqualTo("1");
        assertThat(inForce(prices, "gpt-4")).isEqualTo("none");
    }

    @Test
    void a_name_without_a_star_is_no_beginning() {
        assertThat(inForce(new Prices(table(row("gpt-5", "1")), null), "gpt-5-pro"))
                .isEqualTo("none");
    }

    @Test
    void a_price_holds_from_its_day_on_and_the_first_one_before_as_well() {
        var prices = new Prices(
                table(
                        row("m", LocalDate.of(2026, 9, 28), CostClass.USUAL, "1"),
                        row("m", LocalDate.of(2026, 10, 7), CostClass.USUAL, "2")),
                null);

        assertThat(inForce(prices, "m", DAY - 1, CostClass.USUAL)).isEqualTo("1");
        assertThat(inForce(prices, "m", DAY, CostClass.USUAL)).isEqualTo("2");
        assertThat(inForce(prices, "m", DAY - 100, CostClass.USUAL)).isEqualTo("1");
        assertThat(inForce(prices, "m", null, CostClass.USUAL)).isEqualTo("2");
    }

    @Test
    void a_long_prompt_has_the_price_of_the_greatest_length_that_it_passed() {
        var prices =
                new Prices(table(row("m", "1"), row("m", null, CostClass.OVER_100K, "5"), row("other", "9")), null);

        assertThat(inForce(prices, "m", DAY, CostClass.ofPrompt(100_000))).isEqualTo("1");
        assertThat(inForce(prices, "m", DAY, CostClass.ofPrompt(100_001))).isEqualTo("5");
        assertThat(inForce(prices, "m", DAY, CostClass.ofPrompt(272_001))).isEqualTo("5");
        assertThat(inForce(prices, "other", DAY, CostClass.OVER_272K)).isEqualTo("9");
    }

    @Test
    void the_lengths_of_prompts_are_told_apart_where_prices_change() {
        assertThat(CostClass.ofPrompt(200_000)).isEqualTo(CostClass.OVER_100K);
        assertThat(CostClass.ofPrompt(200_001)).isEqualTo(CostClass.OVER_200K);
        assertThat(CostClass.ofPrompt(272_000)).isEqualTo(CostClass.OVER_200K);
        assertThat(CostClass.ofPrompt(272_001)).isEqualTo(CostClass.OVER_272K);
    }

    @Test
    void the_users_own_table_prices_its_models_alone() {
        var own = table(row("m*", "7"));
        var prices = new Prices(table(row("m-1", "1"), row("n", "2")), own);

        assertThat(inForce(prices, "m-1")).isEqualTo("7");
        assertThat(inForce(prices, "n")).isEqualTo("2");
    }

    @Test
    void claudes_classes_are_apart_and_the_hour_is_within_what_was_written() {
        assertThat(BilledTokens.of(Agent.CLAUDE, 10, 20, 30, 40, 15)).isEqualTo(new BilledTokens(10, 20, 30, 25, 15));
        assertThat(BilledTokens.prompt(Agent.CLAUDE, 10, 30, 40)).isEqualTo(80);
    }

    @Test
    void codex_input_includes_what_caches_had() {
        assertThat(BilledTokens.of(Agent.CODEX, 100, 20, 60, 10, 0)).isEqualTo(new BilledTokens(30, 20, 60, 10, 0));
        assertThat(BilledTokens.of(Agent.CODEX, 5, 0, 60, 0, 0).input()).isZero();
        assertThat(BilledTokens.prompt(Agent.CODEX, 100, 60, 10)).isEqualTo(100);
    }

    @Test
    void a_sum_is_exact_and_rounds_once_at_the_end() {
        var price = price("0.000001"); // the least price: a millionth of a millionth for a token
        var one = price.of(new BilledTokens(499_999, 0, 0, 0, 0));
        assertThat(one.usd()).isEqualTo("0.000000");
        assertThat(one.plus(price.of(new BilledTokens(1, 0, 0, 0, 0))).usd()).isEqualTo("0.000001");
        var huge = price("100").of(new BilledTokens(Long.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0));
        assertThat(huge.usd()).isEqualTo("1844674407370955.161400");
    }

    @Test
    void the_cost_that_claude_told_of_a_recorded_request_is_what_its_prices_give() {
        var opus = new Price(
                new BigDecimal("4"),
                new BigDecimal("20"),
                new BigDecimal("0.2"),
                new BigDecimal("5"),
                new BigDecimal("8"));
        assertThat(opus.of(new BilledTokens(11, 21, 1001, 101, 0)))
                .isEqualTo(Money.ofNanos(1_169_200))
                .extracting(Money::usd)
                .isEqualTo("0.001169");
    }

    @Test
    void a_price_with_more_than_six_decimals_is_none() {
        assertThatThrownBy(() -> price("0.0000001")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> price("-1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> price("1000000.1")).isInstanceOf(IllegalArgumentException.class);
    }
}
