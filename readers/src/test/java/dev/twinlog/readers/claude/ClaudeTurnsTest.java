package dev.twinlog.readers.claude;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.TurnRef;
import dev.twinlog.readers.Hash64;
import dev.twinlog.readers.Recorded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What Claude's records tell of more than themselves: how a turn ended, in which turn another record stands, from
/// which session this one was forked, which model it is of.
class ClaudeTurnsTest {
    private static final String SUBAGENT = "a0b862c2ef2968f8d";

    @Test
    void the_summary_of_a_compaction_tells_the_turn_of_the_boundary_above_it() {
        var boundary = new Alias(Alias.Type.RECORD, "52db76eb-d41e-4955-8b48-915de373637e");
        var told = hear("22-hooks").of(Kind.NOTICE).stream()
                .filter(it -> it.aliases().contains(boundary))
                .toList();
        assertThat(told).hasSize(2);
        var bySummary = told.getLast();
        assertThat(bySummary.turn()).isEqualTo(new TurnRef.Under(Hash64.of("c8d1b731-4717-42f1-aece-af1cd5ff27c4")));
        assertThat(bySummary.at()).isEqualTo(Observation.UNTIMED);
        assertThat(bySummary.copyId()).isEqualTo(Hash64.ABSENT);
        assertThat(bySummary.phase()).isEqualTo(Phase.DERIVED);
        assertThat(bySummary.groups()).isEqualTo(Map.of(ABOUT, Fields.of("subtype", "compact_boundary")));
    }

    @Test
    void a_summary_without_anything_above_it_tells_of_no_boundary() {
        var told = line("""
                {"type":"user","uuid":"u","isCompactSummary":true,"message":{"content":"This session is being"}}""");
        assertThat(told.of(Kind.NOTICE)).hasSize(1);
    }

    @Test
    void an_interruption_ends_its_turn() {
        var ends = ends(hear("32-sigint-stream"));
        assertThat(ends).singleElement().satisfies(it -> {
            assertThat(it.aliases())
                    .containsExactly(new Alias(Alias.Type.TURN, "dda43bd5-28eb-4c3f-a9c4-bd4934c47780"));
            assertThat(it.groups()).isEqualTo(Map.of(OUTCOME, Fields.of("status", "interrupted")));
        });
    }

    @Test
    void an_error_that_ended_all_tries_ends_the_turn_that_it_stands_in() {
        assertThat(ends(hear("09-fatal"))).singleElement().satisfies(it -> {
            assertThat(it.aliases()).noneMatch(alias -> alias.type() == Alias.Type.TURN);
            assertThat(it.turn()).isInstanceOf(TurnRef.Under.class);
            assertThat(it.groups()).isEqualTo(Map.of(OUTCOME, Fields.of("status", "failed")));
        });
        assertThat(ends(hear("08-retry"))).isEmpty();
    }

    @Test
    void what_happens_to_a_subagent_does_not_end_the_turn() {
        var interrupted = """
                {"type":"user","uuid":"u","isSidechain":true,"agentId":"a",\
                "message":{"content":"[Request interrupted by user]"}}""";
        var failed = """
                {"type":"assistant","uuid":"u","isSidechain":true,"agentId":"a","isApiErrorMessage":true,\
                "message":{"model":"<synthetic>","content":[{"type":"text","text":"API Error"}]}}""";
        assertThat(ends(line(interrupted))).isEmpty();
        assertThat(ends(line(failed))).isEmpty();
    }

    @Test
    void what_no_model_wrote_names_none() {
        var request = hear("09-fatal").of(Kind.MODEL_REQUEST).getFirst();
        assertThat(Recorded.field(request, ABOUT, "model")).isNull();
    }

    @Test
    void the_model_that_a_session_is_told_is_weaker_than_the_one_that_answers() {
        var told = models(hear("02-bash"));
        assertThat(told.getFirst().value()).isEqualTo("claude-opus-5-5");
        assertThat(told.getFirst().at()).isEqualTo(Observation.UNTIMED);
        assertThat(told.getLast().at()).isNotEqualTo(Observation.UNTIMED);
        assertThat(models(hear("09-fatal"))).extracting(SessionFact::at).containsExactly(Observation.UNTIMED);
    }

    @Test
    void the_model_of_a_subagent_is_not_the_sessions() {
        var line = """
                {"type":"attachment","uuid":"u","isSidechain":true,"agentId":"a",\
                "attachment":{"type":"model","identity":{"modelId":"small"}}}""";
        assertThat(models(line(line))).isEmpty();
    }

    @Test
    void a_copied_answer_names_the_session_that_asked_for_it() {
        var parents = hear("23-resume").of(SessionFact.class).stream()
                .filter(it -> it.name() == SessionFact.Name.PARENT)
                .toList();
        assertThat(parents).hasSize(8).allSatisfy(it -> {
            assertThat(it.session().id()).isEqualTo("b49de1c5-2366-42f6-9f46-5879a5445558");
            assertThat(it.value()).isEqualTo("11111111-2222-4333-8444-555555555555");
        });
    }

    @Test
    void an_answer_that_the_session_asked_for_itself_names_no_parent() {
        var line = """
                {"type":"assistant","uuid":"u","sessionId":"s","requestSessionId":"s",\
                "message":{"id":"m","content":[]}}""";
        assertThat(line(line).of(SessionFact.class)).isEmpty();
    }

    @Test
    void what_a_subagent_is_told_first_tells_when_and_in_which_turn_it_began() {
        var told = hear("14-subagent").of(Kind.NOTICE).stream()
                .filter(it -> it.aliases().contains(new Alias(Alias.Type.ITEM, SUBAGENT)))
                .toList();
        assertThat(told).hasSize(2).allSatisfy(it -> assertThat(it.agentId()).isEqualTo(SUBAGENT));
        assertThat(told.getFirst().turn()).isInstanceOf(TurnRef.Under.class);
        assertThat(told.getFirst().at()).isEqualTo(1795209560086L);
        assertThat(told.getFirst().phase()).isLessThan(told.getLast().phase());
    }

    @Test
    void the_meta_file_of_a_running_subagent_is_stronger_than_its_first_prompt() {
        assertThat(Phase.DERIVED).isGreaterThan(Phase.DELTA);
        assertThat(meta("false").phase()).isEqualTo(Phase.DERIVED);
        assertThat(meta("true").phase()).isEqualTo(Phase.COMPLETED);
    }

    private static Observation meta(String finished) {
        var source = Recorded.of(Agent.CLAUDE, "14-subagent").stream()
                .filter(it -> it.what().name().endsWith(".meta.json"))
                .findFirst()
                .orElseThrow();
        var bytes = ("{\"finished\":" + finished + "}").getBytes(StandardCharsets.UTF_8);
        var told = new ArrayList<Heard>();
        Recorded.hear(new Recorded.Source(source.scenario(), source.what(), bytes), told::add);
        return (Observation) told.getFirst();
    }

    @Test
    void a_result_that_does_not_say_whether_it_failed_is_not_said_to() {
        var result = """
                {"type":"user","uuid":"u","message":{"content":[{"type":"tool_result","tool_use_id":"t",%s"content":"x"}]}}""";
        assertThat(isError(result.formatted(""))).isNull();
        assertThat(isError(result.formatted("\"is_error\":false,"))).isEqualTo(false);
        assertThat(isError(result.formatted("\"is_error\":true,"))).isEqualTo(true);
    }

    private static @Nullable Object isError(String line) {
        return Recorded.field(line(line).of(Kind.TOOL_CALL).getFirst(), OUTCOME, "isError");
    }

    private static List<SessionFact> models(Recorded.Told told) {
        return told.of(SessionFact.class).stream()
                .filter(it -> it.name() == SessionFact.Name.MODEL)
                .toList();
    }

    private static List<Observation> ends(Recorded.Told told) {
        return told.of(Kind.TURN).stream()
                .filter(it -> it.groups().containsKey(OUTCOME))
                .toList();
    }

    private static Recorded.Told hear(String scenario) {
        return Recorded.hear(Agent.CLAUDE, scenario);
    }

    private static Recorded.Told line(String line) {
        return Recorded.hearLine(Agent.CLAUDE, line);
    }
}
