package dev.twinlog.views;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.claude;
import static dev.twinlog.testkit.store.Batches.codex;
import static dev.twinlog.testkit.store.Batches.message;
import static dev.twinlog.testkit.store.Batches.request;
import static dev.twinlog.testkit.store.Batches.session;
import static dev.twinlog.testkit.store.Batches.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Observation;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.prices.PriceTable;
import dev.twinlog.model.prices.Prices;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SessionFilter;
import dev.twinlog.testkit.store.InMemoryStore;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ViewsTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final SessionId ONE = claude("one");
    private static final long NOON = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final Prices NO_PRICES =
            new Prices(new PriceTable(LocalDate.of(2026, 1, 31), "nobody", List.of()), null);

    private final InMemoryStore store = new InMemoryStore();

    @Test
    void times_are_utc_with_milliseconds_and_absent_when_untold() {
        assertThat(Times.text(NOON)).isEqualTo("2026-11-20T12:00:00.000Z");
        assertThat(Times.text(-1)).isEqualTo("1969-12-31T23:59:59.999Z");
        assertThat(Times.text(Observation.UNTIMED)).isNull();
        assertThat(Times.text(Long.MAX_VALUE)).isNull();
    }

    @Test
    void usage_has_the_agreed_shape() {
        store.commit(at(1).event(request(1, ONE, NOON, null, true, usage("opus", 10, 20)))
                .event(request(2, ONE, NOON, "sub", true, usage("opus", 1, 2)))
                .event(request(3, codex("c"), NOON, null, true, usage("gpt", 100, 50)))
                .build());

        assertThat(UsageView.daily(store.reader(), UTC, NO_PRICES, NOON).toJson())
                .isEqualTo("{\"asOf\":\"2026-11-20T12:00:00.000Z\"," + AGENTS + ",\"cost\":" + UNPRICED
                        + "{\"requests\":3,\"tokens\":197,\"models\":[{\"model\":\"gpt\",\"requests\":1,\"tokens\":150},"
                        + "{\"model\":\"opus\",\"requests\":2,\"tokens\":47}]}},\"ownPrices\":null,"
                        + "\"days\":[{\"date\":\"2026-11-20\"," + AGENTS + ",\"cost\":" + UNPRICED
                        + "{\"requests\":3,\"tokens\":197}}}]}");
    }

    private static final String UNPRICED = "{\"usd\":null,\"estimate\":false,\"prices\":\"2026-01-31\",\"unpriced\":";

    private static final String AGENTS = "\"agents\":{\"claude\":{"
            + "\"total\":{\"inputTokens\":11,\"outputTokens\":22,\"cacheReadTokens\":6,\"cacheCreationTokens\":8,"
            + "\"cacheCreation5mTokens\":6,\"cacheCreation1hTokens\":2,\"requests\":2},"
            + "\"subagents\":{\"inputTokens\":1,\"outputTokens\":2,\"cacheReadTokens\":3,\"cacheCreationTokens\":4,"
            + "\"cacheCreation5mTokens\":3,\"cacheCreation1hTokens\":1,\"requests\":1},"
            + "\"cost\":" + UNPRICED + "{\"requests\":2,\"tokens\":47}}},"
            + "\"codex\":{\"total\":{\"inputTokens\":100,\"cachedInputTokens\":3,\"outputTokens\":50,"
            + "\"reasoningTokens\":2,\"requests\":1},\"subagents\":{\"inputTokens\":0,\"cachedInputTokens\":0,"
            + "\"outputTokens\":0,\"reasoningTokens\":0,\"requests\":0},"
            + "\"cost\":" + UNPRICED + "{\"requests\":1,\"tokens\":150}}}}";

    @Test
    void days_begin_at_midnight_of_the_zone() {
        store.commit(at(1).event(request(1, ONE, NOON + 6 * HOUR, null, true, usage("m", 1, 0)))
                .event(request(2, ONE, NOON + 7 * HOUR, null, true, usage("m", 10, 0)))
                .build());

        assertThat(days("UTC")).containsExactly("2026-11-20");
        assertThat(days("Asia/Kolkata")).containsExactly("2026-11-20", "2026-11-21"); // midnight at 18:30 UTC
        assertThat(days("Pacific/Kiritimati")).containsExactly("2026-11-21");
    }

    private List<String> days(String zone) {
        return UsageView.daily(store.reader(), ZoneId.of(zone), NO_PRICES, NOON).groups().stream()
                .map(UsageView.Group::name)
                .toList();
    }

    @Test
    void untimed_usage_is_in_the_total_and_on_no_day() {
        store.commit(at(1).event(request(1, ONE, Observation.UNTIMED, null, true, usage("m", 7, 0)))
                .build());

        var view = UsageView.daily(store.reader(), UTC, NO_PRICES, NOON);

        assertThat(view.groups()).isEmpty();
        assertThat(view.toJson()).contains("\"total\":{\"inputTokens\":7,");
    }

    @Test
    void other_dimensions_have_lists_of_their_own() {
        store.commit(at(1).event(request(1, ONE, NOON, null, true, usage("opus", 7, 0)))
                .build());

        var models =
                UsageView.of(store.reader(), UsageView.By.MODEL, UTC, Long.MIN_VALUE, Long.MAX_VALUE, NO_PRICES, NOON);
        var agents =
                UsageView.of(store.reader(), UsageView.By.AGENT, UTC, Long.MIN_VALUE, Long.MAX_VALUE, NO_PRICES, NOON);

        assertThat(models.toJson()).contains("\"models\":[{\"model\":\"opus\",\"agents\"");
        assertThat(agents.toJson()).doesNotContain("days").contains("\"inputTokens\":7");
    }

    @Test
    void a_session_has_the_agreed_shape() {
        store.commit(at(1).session(session(ONE, null, NOON, NOON + 1)).build());

        assertThat(SessionsView.of(store.reader(), SessionFilter.ALL, NOON).toJson())
                .isEqualTo("[{\"id\":\"one\",\"agent\":\"claude\",\"project\":null,\"title\":\"title of one\","
                        + "\"startedAt\":\"2026-11-20T12:00:00.000Z\",\"endedAt\":\"2026-11-20T12:00:00.001Z\","
                        + "\"prompts\":1,\"messages\":2,\"toolCalls\":3,\"parent\":null,\"live\":true,\"openGaps\":0,"
                        + "\"gitBranch\":\"main\",\"version\":\"2.1.329\",\"model\":\"opus\"}]");
    }

    @Test
    void a_session_is_live_for_five_minutes_after_its_last_event() {
        store.commit(at(1).session(session(ONE, null, NOON, NOON)).build());

        assertThat(live(NOON + 5 * 60_000)).isTrue();
        assertThat(live(NOON + 5 * 60_000 + 1)).isFalse();
    }

    private boolean live(long now) {
        return SessionsView.of(store.reader(), SessionFilter.ALL, now)
                .sessions()
                .getFirst()
                .live();
    }

    @Test
    void a_narrative_has_the_agreed_shape_in_order() {
        store.commit(at(1).session(session(ONE, "/p", NOON, NOON))
                .event(message(1, ONE, NOON + 1, "second"))
                .event(message(2, ONE, NOON, "first"))
                .build());

        var view = NarrativeView.of(store.reader(), ONE, NOON).orElseThrow();

        assertThat(view.toJson())
                .startsWith("{\"asOf\":\"2026-11-20T12:00:00.000Z\",\"session\":{\"id\":\"one\"")
                .contains("\"events\":[{\"key\":\"claude/one/message/key-2\",\"kind\":\"message\","
                        + "\"at\":\"2026-11-20T12:00:00.000Z\",\"turn\":\"turn-1\",\"status\":\"completed\","
                        + "\"agentId\":null,\"fields\":{\"text\":{\"value\":\"first\",\"witness\":\"transcript\"}}},"
                        + "{\"key\":\"claude/one/message/key-1\"");
        assertThat(NarrativeView.of(store.reader(), claude("unknown"), NOON)).isEmpty();
    }

    @Test
    void a_hit_has_the_agreed_shape() {
        store.commit(at(1).event(message(1, ONE, NOON, "find the needle\u001b[31m here"))
                .build());

        assertThat(new SearchView(store.reader(), "needle", null, 0).toJson())
                .isEqualTo("[{\"session\":\"one\",\"event\":\"claude/one/message/key-1\","
                        + "\"at\":\"2026-11-20T12:00:00.000Z\",\"agent\":\"claude\","
                        + "\"snippet\":\"find the needle here\"}]");
    }

    @Test
    void a_snippet_is_bounded_shows_the_match_and_no_controls() {
        var text = "\u202Ex".repeat(500) + " \r\n\t needle 🚀" + "y🚀".repeat(500);
        int start = text.indexOf("needle");

        var snippet = Snippet.of(text, start, start + 6);

        assertThat(snippet.length()).isLessThanOrEqualTo(Snippet.LENGTH_MAX);
        assertThat(snippet).startsWith("…").endsWith("…").contains(" needle 🚀");
        assertThat(snippet.chars().noneMatch(Character::isISOControl)).isTrue();
        assertThat(snippet).doesNotContain("\u202E");
        assertThat(snippet.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000))
                .isTrue();
    }

    @Test
    void verify_lists_what_is_not_equal() {
        var view = new VerifyView(
                NOON,
                5,
                "abc",
                List.of(
                        new VerifyView.Checked(ONE, VerifyView.Result.SEALED),
                        new VerifyView.Checked(codex("c"), VerifyView.Result.MISMATCH)),
                null);

        assertThat(view.holds()).isFalse();
        assertThat(view.toJson())
                .isEqualTo("{\"asOf\":\"2026-11-20T12:00:00.000Z\",\"sessions\":5,\"digest\":\"abc\","
                        + "\"mismatches\":[\"codex/c\"],\"damaged\":[],\"olderVersion\":[],\"sealed\":[\"claude/one\"],"
                        + "\"damage\":null}");
    }

    @Test
    void verify_does_not_hold_where_the_journal_is_damaged() {
        var view = new VerifyView(
                NOON, 5, "abc", List.of(new VerifyView.Checked(ONE, VerifyView.Result.DAMAGED)), "at offset 7");

        assertThat(view.holds()).isFalse();
        assertThat(view.toJson())
                .contains("\"mismatches\":[],\"damaged\":[\"claude/one\"]")
                .endsWith("\"damage\":\"at offset 7\"}");
    }

    @Test
    void status_has_the_agreed_shape() {
        var view = new StatusView(
                        NOON,
                        "OTEL_ONLY",
                        List.of(),
                        List.of("/gone: is no folder"),
                        new StatusView.Baseline(
                                true,
                                new StatusView.Transcript(true, null, 7),
                                new StatusView.Otlp(false, "not_expected")),
                        StreamView.notExpected("not_expected"),
                        new StatusView.Addresses("http://127.0.0.1:4319", null, null),
                        new StoreReader.Progress(1, 9, 8),
                        Map.of("lines", 3L),
                        Map.of())
                .with(new ModeView(List.of(new ModeView.Change(NOON, null, "OTEL_ONLY", "")), 7));

        assertThat(view.toJson())
                .isEqualTo("{\"asOf\":\"2026-11-20T12:00:00.000Z\",\"captureMode\":\"OTEL_ONLY\",\"reasons\":[],"
                        + "\"problems\":[\"/gone: is no folder\"],"
                        + "\"baseline\":{\"up\":true,\"transcript\":{\"works\":true,\"reason\":null,\"lagBytes\":7},"
                        + "\"otlp\":{\"works\":false,\"reason\":\"not_expected\"}},"
                        + "\"stream\":{\"expected\":false,\"gate\":\"shut\",\"reason\":\"not_expected\",\"reach\":null,"
                        + "\"detail\":null,\"note\":null,\"threads\":{\"heard\":[],\"notHeard\":[]},\"pendingApprovals\":0},"
                        + "\"addresses\":{\"page\":\"http://127.0.0.1:4319\",\"otlpHttp\":null,\"otlpGrpc\":null},"
                        + "\"search\":{\"lastEvent\":9,\"searchedUpTo\":8,\"upToDate\":false},"
                        + "\"counters\":{\"lines\":3},\"space\":{},"
                        + "\"modeSince\":\"2026-11-20T12:00:00.000Z\",\"modeChanges\":7,\"transitions\":["
                        + "{\"at\":\"2026-11-20T12:00:00.000Z\",\"from\":null,\"to\":\"OTEL_ONLY\",\"reason\":\"\"}]}");
    }

    @Test
    void an_open_gate_says_what_does_not_come_through_it() {
        assertThat(open("own_child", List.of()).note()).contains("no user thread is streamed");
        assertThat(open("shared", List.of()).note()).isNull();
        assertThat(open("shared", List.of("a")).note()).startsWith("1 live thread is not streamed");
        assertThat(open("shared", List.of("a", "b")).note()).startsWith("2 live threads are not streamed");
        assertThat(StreamView.notExpected("kill_switch").note()).isNull();
    }

    private static StreamView open(String reach, List<String> notHeard) {
        return new StreamView(true, StreamView.OPEN, null, null, reach, List.of(), notHeard, 0);
    }
}
