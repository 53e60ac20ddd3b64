package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageTextTest {
    private static Map<String, Object> claude(long input) {
        return Map.of(
                "inputTokens", input,
                "outputTokens", 9_876_543L,
                "cacheReadTokens", 1_234_567_890L,
                "cacheCreationTokens", 98_765_432L);
    }

    private static Map<String, Object> codex(long reasoning) {
        return Map.of("inputTokens", 5L, "cachedInputTokens", 6L, "outputTokens", 7L, "reasoningTokens", reasoning);
    }

    private static final Map<String, Object> AGENTS = Map.of(
            "claude", Map.of("total", claude(12_345_678L), "subagents", claude(345_678L)),
            "codex", Map.of("total", codex(7_654_321L), "subagents", Map.of("inputTokens", 0L)));

    private static List<String> shown(int columns, @Nullable String by, Map<String, Object> usage) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var zone = TimeZone.getTimeZone("UTC");
        var terminal = new Terminal(stream, stream, columns, true, true, false, Clock.systemUTC(), zone);
        new UsageText(terminal, by).show(usage);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void usage_by_day_fits_80_columns_with_every_count() {
        var lines = shown(
                80, null, Map.of("days", List.of(Map.of("date", "2026-01-31", "agents", AGENTS)), "agents", AGENTS));
        assertThat(lines.getFirst()).startsWith("DAY ").contains("CACHE WRITE").endsWith("REASONING");
        assertThat(lines)
                .allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(80))
                .anySatisfy(
                        line -> assertThat(line).startsWith("2026-01-31  codex").endsWith("7,654,321"))
                .noneSatisfy(line -> assertThat(line).contains("no room"));
    }

    @Test
    void the_share_of_subagents_stands_below_the_totals_of_the_agent_that_had_some() {
        var lines = shown(80, "agent", Map.of("agents", AGENTS));
        assertThat(lines.getFirst()).startsWith("SHARE ");
        assertThat(lines.stream().filter(line -> line.startsWith("subagents ")))
                .singleElement()
                .asString()
                .contains("claude")
                .contains(" 345,678 ");
        assertThat(lines.getLast()).isEqualTo("subagents: their share, which the totals include");
    }

    @Test
    void what_the_agent_asked_for_itself_stands_below_the_total_with_its_cost() {
        var told = Map.<String, Object>of("usd", "0.25", "estimate", false);
        var own = Map.<String, Object>of("inputTokens", 42L, "outputTokens", 3L, "cost", told);
        var lines = shown(
                120, "agent", Map.of("agents", Map.of("claude", Map.of("total", claude(1_000L), "auxiliary", own))));
        assertThat(lines.stream().filter(line -> line.startsWith("auxiliary ")))
                .singleElement()
                .asString()
                .contains(" 42 ")
                .contains("$0.25");
        assertThat(lines.getLast()).isEqualTo("auxiliary: titles and compactions, which the totals do not include");
    }

    @Test
    void costs_are_marked_as_estimates_with_the_date_of_their_prices() {
        var unpriced = Map.<String, Object>of(
                "requests", 3L, "tokens", 1234L, "models", List.of(Map.of("model", "mystery", "requests", 3L)));
        var cost = Map.<String, Object>of(
                "usd", "1234.565000", "estimate", true, "prices", "2026-11-21", "unpriced", unpriced);
        var told = Map.<String, Object>of("usd", "0.004", "estimate", false, "unpriced", Map.of("requests", 0L));
        var nothing = Map.<String, Object>of("estimate", false, "unpriced", Map.of("requests", 3L));
        var agents = Map.of(
                "claude", Map.of("total", claude(1), "cost", cost),
                "codex", Map.of("total", codex(1), "cost", told));
        var day = Map.of("date", "2026-01-31", "agents", Map.of("codex", Map.of("total", codex(1), "cost", nothing)));

        var lines = shown(100, null, Map.of("days", List.of(day), "agents", agents, "cost", cost));

        assertThat(String.join("\n", lines))
                .contains("COST")
                .containsPattern("2026-01-31 +codex +\\? ")
                .containsPattern("total +claude +~\\$1,234\\.57\\+\\? ")
                .containsPattern("total +codex +\\$0\\.00 ")
                .contains("cost in all: ~$1,234.57+?")
                .contains("~ estimated from list prices of 2026-11-21: `twinlog prices`")
                .contains("? no price for 3 requests with 1,234 tokens, of mystery: see `twinlog prices --help`");
    }

    @Test
    void columns_without_room_are_named() {
        var session = Map.of("session", "0198c0de-0000-7000-8000-000000000000", "agents", AGENTS);
        var usage = Map.<String, Object>of("sessions", List.of(session), "agents", AGENTS);
        var lines = shown(80, "session", usage);
        assertThat(lines.getFirst()).startsWith("SESSION ").doesNotContain("CACHE WRITE", "REASONING");
        assertThat(lines).contains("no room for CACHE READ, CACHE WRITE, REASONING: see --json or a wider terminal");
        assertThat(shown(160, "session", usage))
                .noneSatisfy(line -> assertThat(line).contains("no room"));
    }
}
