package dev.twinlog.app.daemon.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.StreamFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What is shown of what is being produced.
final class LiveTextTest {
    private static final String SECRET = "ghp_" + "a1B2".repeat(9);

    private final AtomicLong rung = new AtomicLong();
    private final LiveText live = new LiveText(rung::incrementAndGet);
    private long number;
    private long heard;

    private void frame(long generation, String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        live.frame(new StreamFrame(generation, ++number, 0, StreamFrame.Link.ATTACH, bytes), number);
    }

    private void message(String method, String params) {
        frame(1, "{\"method\":\"" + method + "\",\"params\":{\"threadId\":\"T\",\"turnId\":\"t\"," + params + "}}");
    }

    private void delta(String item, String text) {
        message("item/agentMessage/delta", "\"itemId\":\"" + item + "\",\"delta\":\"" + text + "\"");
    }

    private void completed(String item) {
        message("item/completed", "\"item\":{\"type\":\"agentMessage\",\"id\":\"" + item + "\",\"text\":\"x\"}");
    }

    private List<String> told() {
        var after = live.after(heard, null);
        heard = after.last();
        return texts(after);
    }

    private static List<String> texts(LiveNews.Heard heard) {
        var texts = new ArrayList<String>();
        for (var each : heard.messages()) texts.add(each.name() + new String(each.json(), StandardCharsets.UTF_8));
        return texts;
    }

    private static String live(String item, int from, String text, String end) {
        return "live{\"session\":\"codex/T\",\"turn\":\"t\",\"item\":\"" + item + "\",\"kind\":\"message\",\"from\":"
                + from + ",\"text\":\"" + text + "\",\"provisional\":true" + end + "}";
    }

    @Test
    void words_are_told_as_they_come_with_where_they_stand() {
        delta("m", "Hello fr");
        delta("m", "om here");
        completed("m");
        assertThat(told())
                .containsExactly(
                        live("m", 0, "Hello ", ""),
                        live("m", 6, "from ", ""),
                        live("m", 11, "here", ",\"ended\":true"));
        assertThat(rung).hasValue(3);
    }

    @Test
    void a_secret_that_deltas_cut_is_not_shown() {
        for (char c : ("use " + SECRET + " now").toCharArray()) delta("m", String.valueOf(c));
        completed("m");
        assertThat(String.join("", told())).contains("⟦redacted:github_token⟧").doesNotContain("a1B2a1B2");
        assertThat(live.counters()).containsEntry("live.redacted/github_token", 1L);
    }

    @Test
    void who_comes_later_hears_what_was_produced_so_far_and_what_waits() {
        delta("m", "one two ");
        frame(
                1,
                "{\"id\":7,\"method\":\"item/commandExecution/requestApproval\",\"params\":{\"threadId\":\"T\",\"turnId\":\"t\","
                        + "\"itemId\":\"c\",\"command\":\"/bin/bash -lc 'rm -r x'\",\"reason\":\"tidy\"}}");
        var now = live.now(null);
        assertThat(texts(now))
                .containsExactly(
                        live("m", 0, "one two ", ""),
                        "approval{\"session\":\"codex/T\",\"turn\":\"t\",\"item\":\"c\",\"request\":\"7\",\"about\":\"command\","
                                + "\"text\":\"rm -r x\",\"reason\":\"tidy\",\"pending\":true}");
        assertThat(live.after(now.last(), null).messages()).isEmpty();
        assertThat(live.now("codex/other").messages()).isEmpty();
    }

    @Test
    void an_answered_approval_waits_no_more() {
        frame(
                1,
                "{\"id\":\"a\",\"method\":\"item/fileChange/requestApproval\",\"params\":{\"threadId\":\"T\",\"itemId\":\"c\"}}");
        message("serverRequest/resolved", "\"requestId\":\"b\"");
        assertThat(live.counters()).containsEntry("live.approvals", 1L);
        message("serverRequest/resolved", "\"requestId\":\"a\"");
        assertThat(live.counters()).containsEntry("live.approvals", 0L);
        assertThat(told()).hasSize(2).last().asString().contains("\"pending\":false");
    }

    @Test
    void the_end_of_a_generation_ends_what_it_produced() {
        delta("m", "one tw");
        live.over(1);
        assertThat(told()).last().isEqualTo(live("m", 4, "tw", ",\"ended\":true"));
        delta("n", "two ");
        frame(2, "{\"method\":\"x\"}");
        assertThat(live.counters()).containsEntry("live.items", 0L);
        heard = live.now(null).last();
        delta("late", "of an older generation ");
        assertThat(told()).isEmpty();
    }

    @Test
    void of_one_item_no_more_is_shown_than_the_limit_and_the_rest_is_counted() {
        var piece = "word ".repeat(20_000);
        int pieces = LiveItem.CHARACTERS_MAX / piece.length() + 2;
        for (int i = 0; i < pieces; i++) delta("m", piece);
        completed("m");
        assertThat(live.counters())
                .containsEntry("live.text_dropped", (long) pieces * piece.length() - LiveItem.CHARACTERS_MAX);
    }

    @Test
    void of_all_items_no_more_is_taken_than_the_limit() {
        var piece = "word ".repeat(LiveItem.CHARACTERS_MAX / 5);
        int items = (int) (LiveText.CHARACTERS_MAX / piece.length());
        for (int i = 0; i <= items; i++) delta("m" + i, piece);
        assertThat(live.counters().get("live.text_dropped")).isPositive();
        for (int i = 0; i <= items; i++) completed("m" + i);
        heard = live.now(null).last();
        delta("later", "has room ");
        assertThat(told()).containsExactly(live("later", 0, "has room ", ""));
    }

    @Test
    void so_many_items_are_shown_at_once() {
        for (int i = 0; i <= LiveText.ITEMS_MAX; i++) delta("m" + i, "x ");
        assertThat(live.counters())
                .containsEntry("live.items", (long) LiveText.ITEMS_MAX)
                .containsEntry("live.items_dropped", 1L);
    }

    @Test
    void so_many_approvals_wait_at_once() {
        for (int i = 0; i <= LiveText.APPROVALS_MAX; i++)
            frame(
                    1,
                    "{\"id\":" + i
                            + ",\"method\":\"item/fileChange/requestApproval\",\"params\":{\"threadId\":\"T\",\"itemId\":\"c\"}}");
        assertThat(live.counters())
                .containsEntry("live.approvals", (long) LiveText.APPROVALS_MAX)
                .containsEntry("live.approvals_dropped", 1L);
    }

    @Test
    void one_that_is_too_slow_misses_the_oldest_and_that_is_counted() {
        for (int i = 0; i < LiveNews.KEPT_MAX + 10; i++) delta("m", "x ");
        var after = live.after(0, null);
        assertThat(after.messages()).hasSize(LiveNews.KEPT_MAX);
        assertThat(after.missed()).isEqualTo(10);
        assertThat(live.counters()).containsEntry("live.missed", 10L);
    }

    @Test
    void what_is_no_message_is_passed_over() {
        frame(1, "no json");
        frame(1, "[]");
        frame(1, "{\"method\":\"item/agentMessage/delta\",\"params\":{}}");
        assertThat(told()).isEmpty();
    }
}
