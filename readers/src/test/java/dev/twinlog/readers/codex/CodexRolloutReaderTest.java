package dev.twinlog.readers.codex;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.OUTPUT;
import static dev.twinlog.model.FieldGroup.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.TurnRef;
import dev.twinlog.readers.Recorded;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodexRolloutReaderTest {
    private static final String TURN = "01a1fae7-aca9-7ef1-87e8-bb74e7cbfba4";

    @Test
    void the_first_record_tells_of_the_session() {
        var facts = hear("exec-plain").of(SessionFact.class).stream()
                .collect(Collectors.toMap(SessionFact::name, SessionFact::value, (first, later) -> first));
        assertThat(facts)
                .containsEntry(SessionFact.Name.CWD, "/lab/homes/exec-plain/proj")
                .containsEntry(SessionFact.Name.VERSION, "0.169.0")
                .containsEntry(SessionFact.Name.ORIGINATOR, "codex_exec")
                .containsEntry(SessionFact.Name.SOURCE, "exec")
                .containsEntry(SessionFact.Name.MODEL, "gpt-5.5")
                .containsEntry(SessionFact.Name.STARTED, "1795210849436")
                .doesNotContainKey(SessionFact.Name.PARENT);
    }

    @Test
    void ordinals_are_seen_without_a_hole() {
        var seen = hear("exec-plain").of(RecordSeen.class);
        assertThat(seen)
                .extracting(RecordSeen::ordinal)
                .containsExactlyElementsOf(
                        LongStream.range(0, seen.size()).boxed().toList());
        assertThat(seen.getFirst().own()).isTrue();
        assertThat(seen)
                .filteredOn(RecordSeen::opens)
                .extracting(RecordSeen::turn)
                .containsExactly(TURN);
    }

    @Test
    void a_turn_has_its_trace_its_model_and_its_end() {
        var told = hear("exec-plain");
        var turns = told.of(Kind.TURN);
        assertThat(turns).hasSize(3).allSatisfy(it -> {
            assertThat(it.aliases()).containsExactly(new Alias(Alias.Type.TURN, TURN));
            assertThat(it.turn()).isEqualTo(new TurnRef.Named(TURN));
        });
        var trace = String.valueOf(value(turns.getFirst(), ABOUT, "traceId"));
        assertThat(value(turns.get(1), INPUT, "model")).isEqualTo("gpt-5.5");
        assertThat(value(turns.getLast(), OUTCOME, "status")).isEqualTo("completed");
        assertThat(told.of(Link.class))
                .singleElement()
                .satisfies(link -> assertThat(link.other()).isEqualTo(new Alias(Alias.Type.DIGEST, "trace/" + trace)));
    }

    @Test
    void items_and_response_items_meet_by_id() {
        var told = hear("exec-plain");
        for (var kind : List.of(Kind.MESSAGE, Kind.REASONING)) {
            var ids = told.of(kind).stream().map(it -> it.aliases().getFirst()).collect(Collectors.toSet());
            assertThat(told.of(kind)).as(kind.wire()).hasSize(2);
            assertThat(ids).as(kind.wire()).hasSize(1);
        }
        assertThat(told.of(Kind.PROMPT)).singleElement().satisfies(prompt -> {
            assertThat(prompt.nth()).isEqualTo(new Nth(Nth.Scope.TURN, "prompt", "item"));
            assertThat(prompt.aliases()).extracting(Alias::type).containsExactly(Alias.Type.ITEM);
        });
    }

    @Test
    void a_command_has_its_call_its_output_and_its_exit_code() {
        var calls = hear("exec-exec").of(Kind.TOOL_CALL);
        assertThat(calls)
                .hasSize(4)
                .allSatisfy(
                        it -> assertThat(it.aliases()).containsExactly(new Alias(Alias.Type.ITEM, "call_mock_2_2")));
        var call = calls.stream()
                .filter(it -> it.phase() == Phase.COMPLETED && it.groups().containsKey(INPUT))
                .findFirst();
        assertThat(call).isPresent();
        assertThat(value(call.get(), ABOUT, "name")).isEqualTo("exec_command");
        assertThat((String) value(call.get(), INPUT, "input")).startsWith("{\"cmd\":\"echo lab-out");
        var item = calls.stream()
                .filter(it -> it.phase() == Phase.COMPLETED && it.groups().containsKey(OUTPUT))
                .findFirst();
        assertThat(item).isPresent();
        assertThat(value(item.get(), OUTPUT, "output")).isEqualTo("lab-out\nlab-err\nmore\n");
        assertThat(value(item.get(), OUTCOME, "exitCode")).isEqualTo(3L);
        assertThat(value(item.get(), OUTCOME, "status")).isEqualTo("failed");
        assertThat(value(item.get(), ABOUT, "type")).isEqualTo("CommandExecution");
    }

    @Test
    void a_nested_command_keeps_its_input_though_no_call_tells_it() {
        var nested = hear("misc-codemode").of(Kind.TOOL_CALL).stream()
                .filter(it -> it.aliases().getFirst().value().equals("exec-8e8983fd-42a2-4ed3-9d51-cf43acccf0c7"))
                .toList();
        assertThat(nested).extracting(it -> value(it, INPUT, "input")).contains("echo nested-two; exit 4");
        assertThat(nested).extracting(it -> value(it, OUTCOME, "exitCode")).contains(4L);
    }

    @Test
    void a_patch_tells_its_changes() {
        var changes = hear("turn-patch").of(Kind.TOOL_CALL).stream()
                .map(it -> value(it, OUTPUT, "changes"))
                .filter(it -> it != null)
                .toList();
        assertThat(changes).singleElement().asString().contains("lab_note.txt", "hello lab");
    }

    @Test
    void a_responses_own_usage_meets_the_running_total() {
        var requests = hear("exec-plain").of(Kind.MODEL_REQUEST);
        var own = requests.stream()
                .filter(it -> it.phase() == Phase.COMPLETED)
                .findFirst()
                .orElseThrow();
        var total = requests.stream()
                .filter(it -> it.phase() == Phase.DERIVED)
                .findFirst()
                .orElseThrow();
        var alias = new Alias(Alias.Type.TOTAL, "1002/100/0/50/10");
        assertThat(own.aliases()).containsExactly(new Alias(Alias.Type.ITEM, "resp_mock_0002"), alias);
        assertThat(total.aliases()).containsExactly(alias);
        assertThat(own.groups().get(USAGE))
                .isEqualTo(Fields.of(Map.of(
                        "inputTokens",
                        1002,
                        "cachedInputTokens",
                        100,
                        "cacheWriteInputTokens",
                        0,
                        "outputTokens",
                        50,
                        "reasoningTokens",
                        10)));
        assertThat(total.groups().get(USAGE))
                .isEqualTo(Fields.of(Map.of(
                        "totalInputTokens",
                        1002,
                        "totalCachedInputTokens",
                        100,
                        "totalCacheWriteInputTokens",
                        0,
                        "totalOutputTokens",
                        50,
                        "totalReasoningTokens",
                        10)));
        assertThat(total.turn()).isEqualTo(TurnRef.RUNNING);
    }

    @Test
    void a_failed_turn_tells_its_error() {
        var end = hear("turn-err500").of(Kind.TURN).getLast();
        assertThat(value(end, OUTCOME, "status")).isEqualTo("failed");
        assertThat((String) value(end, OUTCOME, "error")).contains("experiencing high demand");
        assertThat(value(end, OUTCOME, "errorInfo")).isEqualTo("internal_server_error");
    }

    @Test
    void an_interrupted_turn_tells_why_and_its_open_call_was_aborted() {
        var told = hear("appr-noanswer");
        assertThat(value(told.of(Kind.TURN).getLast(), OUTCOME, "status")).isEqualTo("interrupted");
        assertThat(value(told.of(Kind.TURN).getLast(), OUTCOME, "reason")).isEqualTo("interrupted");
        assertThat(value(told.of(Kind.TOOL_CALL).getLast(), OUTCOME, "status")).isEqualTo("interrupted");
    }

    @Test
    void legacy_history_tells_by_place_what_it_gives_no_id() {
        var told = hear("misc-legacy-history");
        assertThat(told.of(RecordSeen.class)).allMatch(it -> it.ordinal() == -1);
        assertThat(told.of(Kind.PROMPT)).hasSize(2).allSatisfy(it -> {
            assertThat(it.aliases()).isEmpty();
            assertThat(it.nth()).isEqualTo(new Nth(Nth.Scope.TURN, "prompt", "event_msg"));
            assertThat(it.turn()).isEqualTo(TurnRef.RUNNING);
        });
        var forms = told.of(Kind.MESSAGE).stream()
                .filter(it -> it.nth() != null)
                .collect(Collectors.groupingBy(it -> it.nth().form(), Collectors.counting()));
        assertThat(forms).isEqualTo(Map.of("event_msg", 3L, "response_item", 3L));
        assertThat(told.of(Kind.TOOL_CALL))
                .extracting(it -> value(it, OUTCOME, "exitCode"))
                .contains(3L, 0L);
        assertThat(told.of(Kind.TOOL_CALL))
                .filteredOn(it -> "patch_apply_end".equals(value(it, ABOUT, "type")))
                .hasSize(1);
    }

    @Test
    void the_archived_and_the_compressed_file_tell_what_the_live_one_told() {
        assertThat(hear("archived").counts()).isEqualTo(hear("turn-exec").counts());
        assertThat(hear("compressed").counts()).isEqualTo(hear("misc-compress").counts());
    }

    @Test
    void totals_without_figures_tell_nothing() {
        assertThat(line("{\"type\":\"event_msg\",\"payload\":{\"type\":\"token_count\",\"info\":null}}")
                        .of(Observation.class))
                .isEmpty();
    }

    @Test
    void a_rejected_call_is_denied() {
        var told = line("""
                {"type":"response_item","payload":{"type":"function_call_output","call_id":"c",\
                "output":"exec command rejected by user"}}""");
        assertThat(value(told.of(Kind.TOOL_CALL).getFirst(), OUTCOME, "status")).isEqualTo("denied");
    }

    @Test
    void a_call_that_the_policy_refuses_is_denied() {
        var told = line("""
                {"type":"response_item","payload":{"type":"function_call_output","call_id":"c","output":\
                "approval policy is Never; reject command — you cannot ask for escalated permissions"}}""");
        assertThat(value(told.of(Kind.TOOL_CALL).getFirst(), OUTCOME, "status")).isEqualTo("denied");
    }

    @Test
    void what_a_command_prints_does_not_change_how_it_ended() {
        var told = line("""
                {"type":"response_item","payload":{"type":"function_call_output","call_id":"c","output":\
                "Process exited with code 0\\nOutput:\\nrejected by user; Process exited with code 9"}}""");
        assertThat(told.of(Kind.TOOL_CALL).getFirst().groups().get(OUTCOME))
                .isEqualTo(Fields.of(Map.of("status", "completed", "exitCode", 0)));
    }

    @Test
    void metadata_of_an_older_output_tells_the_exit_code() {
        var told = line("""
                {"type":"response_item","payload":{"type":"function_call_output","call_id":"c","output":\
                "{\\"output\\":\\"x\\",\\"metadata\\":{\\"exit_code\\":7,\\"duration_seconds\\":0.1}}"}}""");
        assertThat(value(told.of(Kind.TOOL_CALL).getFirst(), OUTCOME, "exitCode"))
                .isEqualTo(7L);
    }

    @Test
    void a_child_thread_names_its_parent() {
        for (var source : List.of(
                "\"source\":{\"subagent\":{\"thread_spawn\":{\"parent_thread_id\":\"P\"}}}",
                "\"source\":\"cli\",\"forked_from_id\":\"P\"",
                "\"parent_thread_id\":\"P\"")) {
            var told = line(
                    "{\"type\":\"session_meta\",\"payload\":{\"id\":\"" + Recorded.SESSION + "\"," + source + "}}");
            assertThat(told.of(SessionFact.class))
                    .filteredOn(it -> it.name() == SessionFact.Name.PARENT)
                    .extracting(SessionFact::value)
                    .containsExactly("P");
        }
    }

    @Test
    void the_first_record_of_a_copied_thread_tells_nothing_of_this_one() {
        var told = line("{\"type\":\"session_meta\",\"payload\":{\"id\":\"another\",\"cwd\":\"/x\"}}");
        assertThat(told.of(SessionFact.class)).isEmpty();
        assertThat(told.of(RecordSeen.class)).noneMatch(RecordSeen::own);
    }

    @Test
    void a_copy_with_another_time_has_the_copy_id_of_its_first() {
        var payload = "\"type\":\"event_msg\",\"payload\":{\"type\":\"agent_message\",\"message\":\"m\"}}";
        var one = observation("{\"timestamp\":\"2026-11-20T21:18:56.609Z\"," + payload);
        var other = observation("{\"timestamp\":\"2026-11-21T07:00:00.001Z\"," + payload);
        assertThat(one.copyId()).isNotZero().isEqualTo(other.copyId());
        assertThat(one.identity()).isNotEqualTo(other.identity());
    }

    @Test
    void a_turn_that_a_parent_gave_is_no_copy() {
        var started = observation("{\"type\":\"event_msg\",\"payload\":{\"type\":\"task_started\",\"turn_id\":\"t\","
                + "\"turn_attribution\":{\"parent_turn_id\":\"p\"}}}");
        assertThat(started.copyId()).isZero();
    }

    @Test
    void an_ordinal_that_stands_twice_names_two_records() {
        var warning = "{\"ordinal\":16,\"type\":\"event_msg\",\"payload\":{\"type\":\"warning\",\"message\":\"%s\"}}";
        assertThat(observation(warning.formatted("before the revert")).identity())
                .isNotEqualTo(observation(warning.formatted("after it")).identity());
    }

    @Test
    void an_item_of_another_thread_is_told_in_the_file_of_that_thread() {
        var item = "{\"type\":\"event_msg\",\"payload\":{\"type\":\"item_completed\",\"thread_id\":\"%s\","
                + "\"turn_id\":\"t\",\"item\":{\"type\":\"UserMessage\",\"id\":\"i\",\"content\":[]}}}";
        assertThat(line(item.formatted("another")).of(Observation.class)).isEmpty();
        assertThat(line(item.formatted(Recorded.SESSION)).of(Observation.class)).hasSize(1);
    }

    private static Observation observation(String line) {
        return line(line).of(Observation.class).getFirst();
    }

    private static @Nullable Object value(Observation said, FieldGroup group, String name) {
        return Recorded.field(said, group, name);
    }

    private static Recorded.Told hear(String scenario) {
        return Recorded.hear(Agent.CODEX, scenario);
    }

    private static Recorded.Told line(String line) {
        return Recorded.hearLine(Agent.CODEX, line);
    }
}
