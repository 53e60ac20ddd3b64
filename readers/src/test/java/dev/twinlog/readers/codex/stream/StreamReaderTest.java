package dev.twinlog.readers.codex.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Witness;
import dev.twinlog.readers.ReadingCounter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What single frames tell.
final class StreamReaderTest {
    private final Map<String, Long> counts = new HashMap<>();
    private final StreamReader reader = new StreamReader((name, amount) -> counts.merge(name, amount, Long::sum));
    private final TreeSet<Long> needed = new TreeSet<>();
    private long number;

    private List<Heard> frame(long generation, String json) {
        var heard = new ArrayList<Heard>();
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        reader.frame(
                new HeardFrame(generation, ++number, 7000 + number, 100 * number, bytes),
                (session, position) -> needed.add(position),
                heard::add);
        return heard;
    }

    private List<Heard> message(String method, String params) {
        return frame(1, json(method, params));
    }

    private static String json(String method, String params) {
        return "{\"method\":\"" + method + "\",\"params\":{\"threadId\":\"T\",\"turnId\":\"t\"," + params
                + "},\"emittedAtMs\":42}";
    }

    private List<Heard> delta(String item, String text) {
        return message("item/agentMessage/delta", "\"itemId\":\"" + item + "\",\"delta\":\"" + text + "\"");
    }

    private List<Heard> turnCompleted() {
        return message("turn/completed", "\"turn\":{\"id\":\"t\",\"status\":\"interrupted\",\"durationMs\":5}");
    }

    private static Observation only(List<Heard> heard) {
        assertThat(heard).hasSize(1);
        return (Observation) heard.getFirst();
    }

    private static Fields group(Observation said, FieldGroup group) {
        return Objects.requireNonNull(said.groups().get(group));
    }

    @Test
    void a_turn_is_told_with_how_it_ended() {
        var started = only(message("turn/started", "\"turn\":{\"id\":\"t\"}"));
        assertThat(started.kind()).isEqualTo(Kind.TURN);
        assertThat(started.witness()).isEqualTo(Witness.STREAM);
        assertThat(started.at()).isEqualTo(42);
        assertThat(started.turn()).isEqualTo(new TurnRef.Named("t"));
        var ended = only(turnCompleted());
        assertThat(group(ended, FieldGroup.OUTCOME).text("status")).isEqualTo("interrupted");
        assertThat(group(ended, FieldGroup.OUTCOME).number("durationMs", 0)).isEqualTo(5);
    }

    @Test
    void an_item_that_is_completed_is_told_once_and_its_deltas_are_not() {
        message("item/started", "\"item\":{\"type\":\"agentMessage\",\"id\":\"m\"}");
        assertThat(delta("m", "Hel")).isEmpty();
        assertThat(reader.unfinishedSince()).hasValue(100);
        var said = only(
                message(
                        "item/completed",
                        "\"item\":{\"type\":\"agentMessage\",\"id\":\"m\",\"text\":\"Hello\",\"phase\":\"final_answer\"},\"completedAtMs\":9"));
        assertThat(said.at()).isEqualTo(9);
        assertThat(said.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(group(said, FieldGroup.INPUT).text("text")).isEqualTo("Hello");
        assertThat(reader.unfinishedSince()).isEmpty();
        assertThat(reader.stagedBytes()).isZero();
        assertThat(turnCompleted()).hasSize(1);
    }

    @Test
    void an_item_that_its_turn_leaves_is_told_with_what_was_produced_and_the_frames_it_needs() {
        message("item/started", "\"item\":{\"type\":\"agentMessage\",\"id\":\"m\",\"startedAtMs\":3}");
        delta("m", "one ");
        delta("m", "two");
        var heard = turnCompleted();
        assertThat(heard).hasSize(2);
        var live = (Observation) heard.getFirst();
        assertThat(live.phase()).isEqualTo(Phase.DELTA);
        assertThat(live.at()).isEqualTo(3);
        assertThat(group(live, FieldGroup.LIVE).text("text")).isEqualTo("one two");
        assertThat(group(live, FieldGroup.LIVE).number("generation", 0)).isEqualTo(1);
        assertThat(needed).containsExactly(100L, 200L, 300L);
    }

    @Test
    void a_later_generation_ends_the_one_before_and_says_so() {
        delta("m", "one ");
        var heard = frame(2, "{\"method\":\"x\"}");
        assertThat(heard).hasSize(3);
        assertThat(((Observation) heard.getFirst()).groups()).containsOnlyKeys(FieldGroup.LIVE);
        var over = (SessionFact) heard.get(1);
        assertThat(over.name()).isEqualTo(SessionFact.Name.GENERATION_OVER);
        assertThat(over.value()).isEqualTo("1");
    }

    @Test
    void the_same_is_told_however_the_end_of_a_generation_shows() {
        delta("m", "one ");
        var shown = new ArrayList<Heard>();
        reader.over(1, StreamReader.Needed.NOBODY, shown::add);
        var other = new StreamReader(ReadingCounter.NONE);
        var bytes = json("item/agentMessage/delta", "\"itemId\":\"m\",\"delta\":\"one \"")
                .getBytes(StandardCharsets.UTF_8);
        other.frame(new HeardFrame(1, 1, 7001, 100, bytes), StreamReader.Needed.NOBODY, heard -> {});
        var later = new ArrayList<Heard>();
        other.frame(
                new HeardFrame(2, 1, 0, 900, "{\"id\":1,\"result\":{}}".getBytes(StandardCharsets.UTF_8)),
                StreamReader.Needed.NOBODY,
                later::add);
        assertThat(later).isEqualTo(shown);
    }

    @Test
    void a_summary_goes_before_raw_content_and_its_parts_stand_on_lines() {
        message("item/reasoning/textDelta", "\"itemId\":\"r\",\"delta\":\"raw\",\"contentIndex\":0");
        message("item/reasoning/summaryTextDelta", "\"itemId\":\"r\",\"delta\":\"first\",\"summaryIndex\":0");
        message("item/reasoning/summaryTextDelta", "\"itemId\":\"r\",\"delta\":\"second\",\"summaryIndex\":1");
        var live = (Observation) turnCompleted().getFirst();
        assertThat(live.kind()).isEqualTo(Kind.REASONING);
        assertThat(group(live, FieldGroup.LIVE).text("text")).isEqualTo("first\nsecond");
    }

    @Test
    void a_retry_is_a_notice_and_the_error_that_ends_a_turn_is_told_by_its_end() {
        var error = "\"error\":{\"message\":\"Reconnecting\",\"codexErrorInfo\":{\"a\":1}},\"willRetry\":";
        var notice = only(message("error", error + "true"));
        assertThat(notice.kind()).isEqualTo(Kind.NOTICE);
        assertThat(group(notice, FieldGroup.ABOUT).text("subtype")).isEqualTo("stream_error");
        assertThat(message("error", error + "false")).isEmpty();
    }

    @Test
    void an_approval_is_a_decision_of_its_tool_call_first_asked_then_answered() {
        var asked = only(frame(
                1,
                "{\"id\":7,\"method\":\"item/commandExecution/requestApproval\",\"params\":{\"threadId\":\"T\",\"turnId\":\"t\","
                        + "\"itemId\":\"c\",\"startedAtMs\":4,\"reason\":\"why\"}}"));
        assertThat(asked.kind()).isEqualTo(Kind.TOOL_CALL);
        assertThat(asked.phase()).isEqualTo(Phase.DELTA);
        assertThat(group(asked, FieldGroup.DECISION).get("asked")).isEqualTo(true);
        assertThat(reader.unfinishedSince()).hasValue(100);
        assertThat(message("serverRequest/resolved", "\"requestId\":8")).isEmpty();
        var answered = only(message("serverRequest/resolved", "\"requestId\":7"));
        assertThat(answered.aliases()).isEqualTo(asked.aliases());
        assertThat(group(answered, FieldGroup.DECISION).get("answered")).isEqualTo(true);
        assertThat(reader.unfinishedSince()).isEmpty();
    }

    @Test
    void what_is_known_of_a_thread_is_told_once_something_happens_in_it() {
        assertThat(
                        frame(
                                1,
                                "{\"id\":2,\"result\":{\"thread\":{\"id\":\"T\",\"cwd\":\"/p\",\"cliVersion\":\"0.169.0\",\"originator\":\"x\"}}}"))
                .isEmpty();
        assertThat(reader.describing()).containsExactly(100L);
        var heard = message("turn/started", "\"turn\":{\"id\":\"t\"}");
        assertThat(heard).filteredOn(SessionFact.class::isInstance).hasSize(3).allSatisfy(each -> {
            assertThat(((SessionFact) each).at()).isEqualTo(Observation.UNTIMED);
        });
        assertThat(needed).containsExactly(100L);
        assertThat(turnCompleted()).hasSize(1);
    }

    @Test
    void in_legacy_history_what_has_no_id_there_is_left_to_the_rollout() {
        frame(1, "{\"id\":2,\"result\":{\"thread\":{\"id\":\"T\",\"historyMode\":\"legacy\"}}}");
        assertThat(message("item/completed", "\"item\":{\"type\":\"userMessage\",\"id\":\"p\",\"content\":[]}"))
                .isEmpty();
        assertThat(message("item/completed", "\"item\":{\"type\":\"agentMessage\",\"id\":\"m\",\"text\":\"x\"}"))
                .hasSize(1);
    }

    @Test
    void of_an_item_no_more_is_staged_than_the_limit_and_the_rest_is_counted() {
        var piece = "x".repeat(OpenItem.CHARACTERS_MAX / 4);
        for (int i = 0; i < 5; i++) delta("m", piece);
        delta("m", "more");
        assertThat(counts).containsEntry(ReadingCounter.STREAM_TEXT_DROPPED, piece.length() + 4L);
        var live = (Observation) turnCompleted().getFirst();
        assertThat(group(live, FieldGroup.LIVE).text("text")).hasSize(OpenItem.CHARACTERS_MAX);
        assertThat(needed).hasSize(4);
    }

    @Test
    void of_all_items_no_more_is_staged_than_the_limit() {
        var piece = "x".repeat(OpenItem.CHARACTERS_MAX);
        int items = (int) (OpenItems.STAGED_BYTES_MAX / piece.length());
        for (int i = 0; i <= items; i++) delta("m" + i, piece);
        assertThat(reader.stagedBytes()).isLessThanOrEqualTo(OpenItems.STAGED_BYTES_MAX);
        assertThat(counts.get(ReadingCounter.STREAM_TEXT_DROPPED)).isPositive();
    }

    @Test
    void so_many_items_are_unfinished_at_once() {
        for (int i = 0; i <= OpenItems.ITEMS_MAX; i++) delta("m" + i, "x");
        assertThat(counts).containsEntry(ReadingCounter.STREAM_ITEMS_DROPPED, 1L);
    }

    @Test
    void so_many_approvals_are_asked_for_at_once() {
        for (int i = 0; i <= Approvals.ASKED_MAX; i++)
            frame(
                    1,
                    "{\"id\":" + i
                            + ",\"method\":\"item/fileChange/requestApproval\",\"params\":{\"threadId\":\"T\",\"itemId\":\"c\"}}");
        assertThat(counts).containsEntry(ReadingCounter.STREAM_ITEMS_DROPPED, 1L);
    }

    @Test
    void of_so_many_threads_is_remembered_how_they_were_described() {
        for (int i = 0; i <= KnownThreads.THREADS_MAX; i++)
            frame(1, "{\"id\":2,\"result\":{\"thread\":{\"id\":\"T" + i + "\"}}}");
        assertThat(reader.describing()).hasSize(KnownThreads.THREADS_MAX);
        assertThat(counts).containsEntry(ReadingCounter.STREAM_THREADS_FORGOTTEN, 1L);
    }

    @Test
    void the_version_that_a_server_tells_is_that_of_what_is_not_known_in_its_generation() {
        frame(1, "{\"id\":1,\"result\":{\"userAgent\":\"twinlog/0.169.0 (Linux)\"}}");
        assertThat(reader.describing()).containsExactly(100L);
        assertThat(message("some/method", "\"x\":1"))
                .singleElement()
                .satisfies(each -> assertThat(((Unknown) each).version()).isEqualTo("0.169.0"));
        assertThat(frame(2, "{\"method\":\"some/method\"}"))
                .singleElement()
                .satisfies(each -> assertThat(((Unknown) each).version()).isEqualTo(Unknown.VERSION_UNTOLD));
        assertThat(reader.describing()).isEmpty();
    }

    @Test
    void an_older_generation_begins_nothing() {
        frame(2, "{\"method\":\"x\"}");
        assertThat(delta("m", "late")).isEmpty();
        assertThat(reader.stagedBytes()).isZero();
    }
}
