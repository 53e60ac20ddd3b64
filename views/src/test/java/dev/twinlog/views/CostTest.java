package dev.twinlog.views;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.by;
import static dev.twinlog.testkit.store.Batches.claude;
import static dev.twinlog.testkit.store.Batches.codex;
import static dev.twinlog.testkit.store.Batches.request;
import static dev.twinlog.testkit.store.Batches.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.prices.CostClass;
import dev.twinlog.model.prices.Price;
import dev.twinlog.model.prices.PriceRow;
import dev.twinlog.model.prices.PriceTable;
import dev.twinlog.model.prices.Prices;
import dev.twinlog.store.Batch.Usage;
import dev.twinlog.store.Spender;
import dev.twinlog.testkit.store.InMemoryStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CostTest {
    private static final long NOON = Instant.parse("2026-10-06T12:00:00Z").toEpochMilli();
    private static final long DAY = 86_400_000;
    private static final Prices PRICES = new Prices(
            new PriceTable(
                    LocalDate.of(2026, 11, 21),
                    "a test",
                    List.of(
                            row("opus", null, CostClass.USUAL, "4 20 0.2 5 8"),
                            row("sonnet", null, CostClass.USUAL, "2 10 0.2 2.5 4"),
                            row("sonnet", LocalDate.of(2026, 10, 7), CostClass.USUAL, "2 10 0.1 2.5 4"),
                            row("sonnet", null, CostClass.OVER_200K, "4 15 0.4 5 8"),
                            row("gpt", null, CostClass.USUAL, "5 30 0.5 6 6"))),
            null);

    private final InMemoryStore store = new InMemoryStore();

    private static PriceRow row(String model, @Nullable LocalDate from, CostClass over, String prices) {
        var five = List.of(prices.split(" ")).stream().map(BigDecimal::new).toList();
        var price = new Price(five.get(0), five.get(1), five.get(2), five.get(3), five.get(4));
        return new PriceRow(model, from, over, price, "here");
    }

    private static Usage usage(@Nullable String model, long input, long output, long read, long write, long hour) {
        return new Usage(model, input, output, read, write, hour, 0, Spender.MAIN);
    }

    private String json(UsageView.By by) {
        return UsageView.of(store.reader(), by, ZoneId.of("UTC"), Long.MIN_VALUE, Long.MAX_VALUE, PRICES, NOON)
                .toJson();
    }

    private static String cost(@Nullable String usd, boolean estimate, long requests, long tokens) {
        return "\"cost\":{\"usd\":" + (usd == null ? "null" : '"' + usd + '"') + ",\"estimate\":" + estimate
                + ",\"prices\":\"2026-11-21\",\"unpriced\":{\"requests\":" + requests + ",\"tokens\":" + tokens;
    }

    @Test
    void each_class_of_tokens_has_its_price() {
        store.commit(at(1).event(request(1, claude("a"), NOON, null, true, usage("opus", 11, 21, 1001, 301, 200)))
                .event(request(2, codex("b"), NOON, null, true, usage("gpt", 1000, 10, 600, 0, 0)))
                .build());

        var agents = json(UsageView.By.AGENT);

        // 11*4 + 21*20 + 1001*0.2 + 101*5 + 200*8 millionths; 400*5 + 600*0.5 + 10*30
        assertThat(agents)
                .contains("\"requests\":0}," + cost("0.002769", true, 0, 0) + "}}")
                .contains(cost("0.002600", true, 0, 0) + "}}")
                .contains(cost("0.005369", true, 0, 0) + ",\"models\":[]}}");
    }

    @Test
    void a_change_of_price_counts_from_its_day_on_in_every_division() {
        store.commit(at(1).event(request(1, claude("a"), NOON, null, true, usage("sonnet", 0, 0, 100_000, 0, 0)))
                .event(request(2, claude("a"), NOON + DAY, null, true, usage("sonnet", 0, 0, 100_000, 0, 0)))
                .build());

        for (var by : UsageView.By.values())
            assertThat(json(by)).as(by.name()).contains(cost("0.030000", true, 0, 0) + ",\"models\":[]}}");
        assertThat(json(UsageView.By.DAY))
                .contains(cost("0.020000", true, 0, 0) + "}}}")
                .contains(cost("0.010000", true, 0, 0) + "}}}");
    }

    @Test
    void a_long_prompt_is_priced_as_such_request_by_request() {
        store.commit(at(1).event(request(1, claude("a"), NOON, null, true, usage("sonnet", 200_001, 0, 0, 0, 0)))
                .event(request(2, claude("a"), NOON, null, true, usage("sonnet", 200_000, 0, 0, 0, 0)))
                .build());

        assertThat(json(UsageView.By.MODEL)).contains(cost("1.200004", true, 0, 0));
    }

    @Test
    void what_a_witness_tells_is_not_estimated() {
        store.commit(at(1).event(request(
                        1, claude("a"), NOON, null, true, told(usage("opus", 1_000_000, 0, 0, 0, 0), 1_500_000_500)))
                .build());

        assertThat(json(UsageView.By.SESSION)).contains(cost("1.500001", false, 0, 0));
    }

    @Test
    void auxiliary_requests_have_tokens_and_a_cost_of_their_own() {
        store.commit(at(1).event(request(1, claude("a"), NOON, null, true, usage("opus", 1_000_000, 0, 0, 0, 0)))
                .event(request(
                        2,
                        claude("a"),
                        NOON,
                        null,
                        true,
                        by(Spender.AUXILIARY, told(usage("opus", 7, 0, 0, 0, 0), 2_000_000))))
                .build());

        for (var by : UsageView.By.values())
            assertThat(json(by))
                    .as(by.name())
                    .contains("\"auxiliary\":{\"inputTokens\":7,")
                    .contains("\"requests\":1," + cost("0.002000", false, 0, 0))
                    .contains("\"total\":{\"inputTokens\":1000000,")
                    .contains(cost("4.000000", true, 0, 0) + ",\"models\":[]}}");
    }

    @Test
    void what_has_no_price_is_counted_by_model_and_never_priced() {
        store.commit(at(1).event(request(1, claude("a"), NOON, null, true, usage("mystery", 1, 2, 3, 4, 1)))
                .event(request(2, claude("a"), NOON, null, true, usage(null, 5, 0, 0, 0, 0)))
                .event(request(3, claude("b"), NOON, null, true, usage("opus", 1_000_000, 0, 0, 0, 0)))
                .build());

        var sessions = json(UsageView.By.SESSION);

        assertThat(sessions)
                .contains(cost("4.000000", true, 2, 15)
                        + ",\"models\":[{\"model\":null,\"requests\":1,\"tokens\":5},"
                        + "{\"model\":\"mystery\",\"requests\":1,\"tokens\":10}]}}")
                .contains("{\"session\":\"a\",")
                .contains(cost(null, false, 2, 15) + "}}");
    }

    @Test
    void the_prices_in_force_are_shown_with_their_places() {
        var own = new PriceTable(
                LocalDate.of(2026, 11, 22), "me", List.of(row("opus", null, CostClass.USUAL, "1 2 3 4 5")));
        var json = new PricesView(new Prices(PRICES.builtIn(), own), "/c/prices.toml").toJson();

        assertThat(json)
                .startsWith("{\"date\":\"2026-11-21\",\"source\":\"a test\",\"own\":{\"date\":\"2026-11-22\","
                        + "\"source\":\"me\",\"file\":\"/c/prices.toml\"},\"prices\":[{\"model\":\"opus\",\"from\":null,"
                        + "\"over\":null,\"input\":\"1\",\"output\":\"2\",\"cacheRead\":\"3\",\"cacheWrite\":\"4\","
                        + "\"cacheWrite1h\":\"5\",\"place\":\"here\",\"inForce\":true},{\"model\":\"opus\"")
                .contains("\"over\":200000")
                .containsOnlyOnce("\"inForce\":false");
    }
}
