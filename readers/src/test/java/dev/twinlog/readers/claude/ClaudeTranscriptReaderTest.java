package dev.twinlog.readers.claude;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.DECISION;
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
import dev.twinlog.model.Unreadable;
import dev.twinlog.readers.Hash64;
import dev.twinlog.readers.Recorded;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaudeTranscriptReaderTest {
    @Test
    void a_prompt_with_its_turn_and_its_place_in_the_tree() {
        var told = hear("02-bash");
        var uuid = "d2f4760c-762f-41be-99d7-8e6beedd6ef7";
        var prompt = told.of(Kind.PROMPT).getFirst();
        assertThat(prompt.aliases()).containsExactly(new Alias(Alias.Type.RECORD, uuid));
        assertThat(prompt.nth()).isEqualTo(new Nth(Nth.Scope.TURN, "prompt", "transcript"));
        assertThat(prompt.turn()).isEqualTo(new TurnRef.Under(Hash64.of(uuid)));
        assertThat(prompt.at()).isEqualTo(1795209536652L);
        assertThat(prompt.copyId()).isEqualTo(Hash64.of(uuid + "|2026-11-20T21:18:56.652Z"));
        assertThat(prompt.groups().get(INPUT)).isEqualTo(Fields.of("text", "[S:bash] please run it"));
        assertThat(prompt.groups().get(ABOUT)).isEqualTo(Fields.of(Map.of("source", "human", "promptSource", "sdk")));

        var turn = told.of(Kind.TURN).getFirst();
        assertThat(turn.aliases()).containsExactly(new Alias(Alias.Type.TURN, "f1858c2c-5bf8-4966-afc8-c84d20c9db48"));
        assertThat(turn.turn()).isEqualTo(new TurnRef.Under(Hash64.of(uuid)));

        var seen = told.of(RecordSeen.class).stream().filter(RecordSeen::opens).toList();
        assertThat(seen).singleElement().satisfies(it -> {
            assertThat(it.record()).isEqualTo(Hash64.of(uuid));
            assertThat(it.parent()).isZero();
            assertThat(it.turn()).isEqualTo("f1858c2c-5bf8-4966-afc8-c84d20c9db48");
            assertThat(it.about()).isEqualTo(new RecordSeen.About("/lab/proj", "HEAD", "2.1.329"));
        });
    }

    @Test
    void queue_and_request_records_are_the_sessions_own_and_have_no_id() {
        var own = hear("02-bash").of(RecordSeen.class).stream()
                .filter(RecordSeen::own)
                .toList();
        assertThat(own).isNotEmpty().allSatisfy(it -> {
            assertThat(it.record()).isZero();
            assertThat(it.at()).isGreaterThan(0);
        });
    }

    @Test
    void blocks_of_a_message_have_their_index_and_share_one_request_with_its_whole_usage() {
        var told = hear("02-bash");
        var message = "msg_0001588e6f1d73f0e048";
        assertThat(told.of(Kind.REASONING).getFirst().aliases()).contains(new Alias(Alias.Type.BLOCK, message + "#0"));
        assertThat(told.of(Kind.MESSAGE).getFirst().aliases()).contains(new Alias(Alias.Type.BLOCK, message + "#1"));
        var requests = told.of(Kind.MODEL_REQUEST).stream()
                .filter(it -> it.aliases().contains(new Alias(Alias.Type.MESSAGE, message)))
                .toList();
        assertThat(requests).hasSize(3).allSatisfy(it -> {
            assertThat(it.aliases()).contains(new Alias(Alias.Type.REQUEST, "req_000150723a4ae404"));
            assertThat(it.groups().get(USAGE))
                    .isEqualTo(Fields.of(Map.of(
                            "inputTokens",
                            11,
                            "outputTokens",
                            21,
                            "cacheReadTokens",
                            1001,
                            "cacheCreationTokens",
                            101,
                            "cacheCreation5mTokens",
                            101,
                            "cacheCreation1hTokens",
                            0)));
            assertThat(it.groups().get(OUTCOME))
                    .isEqualTo(Fields.of(Map.of("status", "completed", "stopReason", "tool_use")));
        });
    }

    @Test
    void a_tool_call_and_its_result_meet_by_the_calls_id() {
        var calls = hear("02-bash").of(Kind.TOOL_CALL);
        assertThat(calls)
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.aliases())
                        .containsExactly(new Alias(Alias.Type.ITEM, "toolu_00017acebb985f8c59e8")));
        assertThat(calls.getFirst().groups().get(INPUT))
                .isEqualTo(Fields.of(
                        "input", "{\"command\":\"echo hello-from-bash\",\"description\":\"Print a greeting\"}"));
        var result = calls.getLast();
        assertThat(result.turn()).isEqualTo(TurnRef.UNTOLD);
        assertThat(result.groups().get(OUTPUT)).isEqualTo(Fields.of("output", "hello-from-bash"));
        assertThat(result.groups().get(DECISION))
                .isEqualTo(Fields.of(Map.of("decision", "accept", "source", "config", "reasonType", "rule")));
    }

    @Test
    void a_failed_command_tells_its_exit_code() {
        var outcome = results("05-bashfail").getFirst().groups().get(OUTCOME);
        assertThat(outcome).isEqualTo(Fields.of(Map.of("isError", true, "status", "failed", "exitCode", 2)));
    }

    /// The status of a call that is called rejected, with this beside it.
    private static @Nullable Object rejected(String beside) {
        var told = line("""
                {"type":"user","uuid":"u","message":{"content":[{"type":"tool_result","tool_use_id":"t",\
                "is_error":true,"content":"no"}]},"toolDenialKind":"user-rejected",%s}""".formatted(beside));
        return value(told.of(Kind.TOOL_CALL).getFirst(), OUTCOME, "status");
    }

    @Test
    void a_call_that_was_ended_while_it_ran_is_interrupted_and_not_denied() {
        assertThat(rejected("\"version\":\"2.1.329\"")).isEqualTo("interrupted");
        assertThat(rejected("\"version\":\"2.2.0\",\"permissionDecision\":{\"decision\":\"accept\"}"))
                .isEqualTo("interrupted");
    }

    @Test
    void a_call_that_was_refused_is_denied_by_either_mark() {
        assertThat(rejected("\"version\":\"2.1.329\",\"toolDenialBeforeRun\":true"))
                .isEqualTo("denied");
        assertThat(rejected("\"version\":\"2.1.329\",\"permissionDecision\":{\"decision\":\"reject\"}"))
                .isEqualTo("denied");
    }

    @Test
    void a_version_that_does_not_mark_refusals_is_believed() {
        assertThat(rejected("\"version\":\"2.1.197\"")).isEqualTo("denied");
        assertThat(rejected("\"version\":\"canary\"")).isEqualTo("denied");
        assertThat(rejected("\"cwd\":\"/p\"")).isEqualTo("denied");
    }

    @Test
    void a_denied_tool_tells_who_denied_it() {
        var denied = results("06-denied").getFirst();
        assertThat(value(denied, OUTCOME, "status")).isEqualTo("denied");
        assertThat(value(denied, OUTCOME, "denialKind")).isEqualTo("user-rejected");
        assertThat(value(denied, DECISION, "decision")).isEqualTo("reject");
        assertThat(value(denied, DECISION, "source")).isEqualTo("config");
    }

    @Test
    void a_call_cut_off_by_a_kill_is_interrupted_and_the_filler_after_it_is_no_answer() {
        var told = hear("31-kill9-tool");
        assertThat(value(results("31-kill9-tool").getFirst(), OUTCOME, "status"))
                .isEqualTo("interrupted");
        assertThat(subtypes(told)).containsExactly("filler");
        assertThat(told.of(Kind.MESSAGE)).noneMatch(it -> "No response requested.".equals(value(it, INPUT, "text")));
        assertThat(told.of(Kind.MODEL_REQUEST)).noneMatch(it -> "<synthetic>".equals(value(it, ABOUT, "model")));
    }

    @Test
    void a_stored_output_is_stronger_than_its_preview() {
        var told = hear("07-bigout");
        var file = new Alias(Alias.Type.DIGEST, "tool-results/bgqq543cf.txt");
        assertThat(told.of(Link.class)).singleElement().satisfies(link -> {
            assertThat(link.kind()).isEqualTo(Kind.TOOL_CALL);
            assertThat(link.one()).isEqualTo(new Alias(Alias.Type.ITEM, "toolu_00011bba8593c3f5298c"));
            assertThat(link.other()).isEqualTo(file);
        });
        var outputs = told.of(Kind.TOOL_CALL).stream()
                .filter(it -> it.groups().containsKey(OUTPUT))
                .toList();
        assertThat(outputs).extracting(Observation::phase).containsExactly(Phase.DERIVED, Phase.COMPLETED);
        assertThat(outputs.getLast().aliases()).containsExactly(file);
        assertThat(outputs.getLast().at()).isEqualTo(Observation.UNTIMED);
        assertThat((String) value(outputs.getLast(), OUTPUT, "output"))
                .startsWith("1\n2\n")
                .endsWith("20000\n");
    }

    @Test
    void retries_are_notices_with_status_and_attempt() {
        var notices = hear("08-retry").of(Kind.NOTICE);
        assertThat(notices).extracting(it -> value(it, ABOUT, "status")).containsExactly(529L, 500L, 429L);
        assertThat(notices).extracting(it -> value(it, ABOUT, "retryAttempt")).containsExactly(1L, 2L, 3L);
        assertThat(value(notices.getFirst(), ABOUT, "requestId")).isEqualTo("req_00014efa11283057");
        assertThat(value(notices.getFirst(), ABOUT, "error")).isEqualTo("529 Overloaded");
        assertThat(value(notices.getFirst(), ABOUT, "retryInMs")).isEqualTo(593L);
    }

    @Test
    void a_final_error_is_a_failed_request_without_usage_and_a_notice_but_no_message() {
        var told = hear("09-fatal");
        assertThat(told.of(Kind.MESSAGE)).isEmpty();
        var request = told.of(Kind.MODEL_REQUEST).getFirst();
        assertThat(request.groups()).doesNotContainKey(USAGE);
        assertThat(value(request, ABOUT, "synthetic")).isEqualTo(true);
        assertThat(request.groups().get(OUTCOME))
                .isEqualTo(Fields.of(Map.of(
                        "status",
                        "failed",
                        "error",
                        "unknown",
                        "apiErrorStatus",
                        400,
                        "apiErrorType",
                        "invalid_request_error")));
        assertThat(subtypes(told)).containsExactly("api_error");
    }

    @Test
    void an_answer_cut_off_in_the_middle_gives_no_usage() {
        var told = hear("32-sigint-stream");
        assertThat(value(told.of(Kind.MESSAGE).getFirst(), OUTCOME, "status")).isEqualTo("interrupted");
        var aborted = told.of(Kind.MODEL_REQUEST).getLast();
        assertThat(value(aborted, OUTCOME, "status")).isEqualTo("interrupted");
        assertThat(aborted.groups()).doesNotContainKey(USAGE);
        assertThat(subtypes(told)).containsExactly("interrupted");
    }

    @Test
    void a_subagent_speaks_with_its_id_inside_its_session() {
        var told = hear("14-subagent");
        var agent = "a0b862c2ef2968f8d";
        var inside = told.of(Observation.class).stream()
                .filter(it -> agent.equals(it.agentId()))
                .toList();
        assertThat(inside)
                .hasSize(10)
                .allSatisfy(it -> assertThat(it.session().id()).isEqualTo("8e9dec40-17aa-4cb3-abe7-c3987ba4189a"))
                .noneMatch(it -> it.kind() == Kind.TURN);
        var prompt = inside.stream()
                .filter(it -> it.kind() == Kind.PROMPT)
                .findFirst()
                .orElseThrow();
        assertThat(value(prompt, ABOUT, "source")).isEqualTo("agent");
        assertThat(prompt.nth()).isNull();
        var launch = results("14-subagent").getFirst();
        assertThat(value(launch, OUTCOME, "launchedAgentId")).isEqualTo(agent);
    }

    @Test
    void the_meta_file_of_a_subagent_names_the_call_that_launched_it() {
        var meta = hear("14-subagent").of(Kind.NOTICE).getLast();
        assertThat(meta.aliases()).containsExactly(new Alias(Alias.Type.ITEM, "a0b862c2ef2968f8d"));
        assertThat(meta.groups().get(ABOUT))
                .isEqualTo(Fields.of(Map.of(
                        "subtype",
                        "subagent",
                        "agentId",
                        "a0b862c2ef2968f8d",
                        "agentType",
                        "general-purpose",
                        "description",
                        "Count files",
                        "toolUseId",
                        "toolu_0001a6d0aed6969fa2be",
                        "model",
                        "claude-opus-5-5")));
    }

    @Test
    void the_end_of_a_background_task_is_a_prompt_of_its_own_source() {
        assertThat(hear("14-subagent").of(Kind.PROMPT))
                .extracting(it -> value(it, ABOUT, "source"))
                .containsExactly("human", "task_notification", "agent");
    }

    @Test
    void compaction_leaves_notices_and_the_tree_goes_on_above_it() {
        var told = hear("22-hooks");
        assertThat(subtypes(told))
                .contains(
                        "compact_boundary",
                        "compact_summary",
                        "slash_command",
                        "local_command_output",
                        "stop_hook_summary");
        var boundary = told.of(Kind.NOTICE).stream()
                .filter(it -> "compact_boundary".equals(value(it, ABOUT, "subtype")))
                .findFirst()
                .orElseThrow();
        assertThat(value(boundary, ABOUT, "trigger")).isEqualTo("manual");
        assertThat(value(boundary, ABOUT, "preTokens")).isEqualTo(1170L);
        assertThat(value(boundary, ABOUT, "postTokens")).isEqualTo(2613L);
        assertThat(told.of(RecordSeen.class))
                .filteredOn(it -> it.record() == Hash64.of("52db76eb-d41e-4955-8b48-915de373637e"))
                .extracting(RecordSeen::parent)
                .containsExactly(Hash64.of("01f1f789-a186-4237-8848-693d643b0d5f"));
    }

    @Test
    void titles_are_facts_of_the_session() {
        assertThat(hear("23-resume").of(SessionFact.class))
                .filteredOn(it -> it.name() == SessionFact.Name.CUSTOM_TITLE)
                .extracting(SessionFact::value)
                .containsExactly("My session");
    }

    @Test
    void a_fork_copies_records_with_the_same_copy_ids_under_another_session() {
        var bySession = hear("23-resume").of(Kind.TOOL_CALL).stream()
                .collect(Collectors.groupingBy(
                        it -> it.session().id(), Collectors.mapping(Observation::copyId, Collectors.toSet())));
        assertThat(bySession).hasSize(2);
        assertThat(bySession.values().stream().distinct()).hasSize(1);
        var identities = hear("23-resume").of(Observation.class).stream()
                .map(Observation::identity)
                .toList();
        assertThat(identities).doesNotHaveDuplicates();
    }

    @Test
    void a_torn_line_is_skipped_and_what_follows_is_heard() {
        var told = hear("35-torn-line");
        assertThat(told.of(Unreadable.class)).hasSize(1);
        assertThat(told.of(Kind.PROMPT))
                .extracting(it -> value(it, INPUT, "text"))
                .containsExactly("[S:plain] first", "[S:plain] second");
    }

    @Test
    void an_old_version_without_block_index_names_blocks_by_their_records() {
        assertThat(hear("54-old197").of(Kind.MESSAGE))
                .hasSize(8)
                .allSatisfy(
                        it -> assertThat(it.aliases()).extracting(Alias::type).containsExactly(Alias.Type.RECORD));
    }

    @Test
    void several_blocks_of_one_record_have_names_of_their_own() {
        var told = line("""
                {"type":"assistant","uuid":"u","message":{"id":"m","model":"x","content":[{"type":"text","text":"a"},\
                {"type":"text","text":"b"}]}}""");
        assertThat(told.of(Kind.MESSAGE))
                .extracting(Observation::aliases)
                .containsExactly(
                        List.of(new Alias(Alias.Type.RECORD, "u")), List.of(new Alias(Alias.Type.RECORD, "u#1")));
        assertThat(told.of(Kind.MESSAGE)).extracting(Observation::identity).doesNotHaveDuplicates();
    }

    @Test
    void an_image_is_named_with_its_size() {
        var told = line("""
                {"type":"user","uuid":"u","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":[\
                {"type":"text","text":"see"},{"type":"image","source":{"type":"base64","media_type":"image/png",\
                "data":"AAAAAAA="}}]}]}}""");
        assertThat(value(told.of(Kind.TOOL_CALL).getFirst(), OUTPUT, "output"))
                .isEqualTo("see\n[image image/png 5 bytes]");
    }

    @Test
    void what_the_agent_writes_in_the_users_name_is_no_prompt() {
        var texts = Map.of(
                "<local-command-stdout>x", "local_command_output",
                "<command-name>/x", "slash_command",
                "<bash-input>ls", "bash_input",
                "<bash-stdout>x", "bash_output",
                "[Request interrupted by user for tool use]", "interrupted");
        texts.forEach((text, subtype) -> {
            var told = line("{\"type\":\"user\",\"uuid\":\"u\",\"message\":{\"content\":\"" + text + "\"}}");
            assertThat(told.of(Kind.PROMPT)).isEmpty();
            assertThat(told.of(RecordSeen.class)).noneMatch(RecordSeen::opens);
            assertThat(subtypes(told)).containsExactly(subtype);
        });
        assertThat(subtypes(line("{\"type\":\"user\",\"uuid\":\"u\",\"isMeta\":true,\"message\":{\"content\":\"x\"}}")))
                .containsExactly("meta");
    }

    @Test
    void a_record_belongs_to_the_session_that_it_names() {
        var told = line("{\"type\":\"user\",\"uuid\":\"u\",\"sessionId\":\"other\",\"message\":{\"content\":\"x\"}}");
        assertThat(told.of(Observation.class)).allMatch(it -> it.session().id().equals("other"));
    }

    @Test
    void token_sums_of_a_session_by_greatest_output_are_true() {
        var outputs = hear("02-bash").of(Kind.MODEL_REQUEST).stream()
                .collect(Collectors.toMap(
                        it -> it.aliases().getFirst(),
                        it -> it.groups().get(USAGE).number("outputTokens", 0),
                        Math::max));
        assertThat(outputs.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(43);
    }

    private static List<Observation> results(String scenario) {
        return hear(scenario).of(Kind.TOOL_CALL).stream()
                .filter(it -> it.groups().containsKey(OUTCOME))
                .toList();
    }

    private static List<Object> subtypes(Recorded.Told told) {
        return told.of(Kind.NOTICE).stream()
                .map(it -> (Object) String.valueOf(value(it, ABOUT, "subtype")))
                .toList();
    }

    private static @Nullable Object value(Observation said, FieldGroup group, String name) {
        return Recorded.field(said, group, name);
    }

    private static Recorded.Told hear(String scenario) {
        return Recorded.hear(Agent.CLAUDE, scenario);
    }

    private static Recorded.Told line(String line) {
        return Recorded.hearLine(Agent.CLAUDE, line);
    }
}
