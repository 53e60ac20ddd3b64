package dev.twinlog.readers.codex;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTPUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.readers.Recorded;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What rollouts tell of threads that work for each other: reviews, children and what comes back from them.
class CodexThreadsTest {
    @Test
    void a_review_tells_what_was_asked_and_what_was_found() {
        var notices = Recorded.hear(Agent.CODEX, "review").of(Kind.NOTICE);
        assertThat(notices).hasSize(2);
        assertThat(notices.getFirst().groups().get(ABOUT)).isEqualTo(Fields.of("subtype", "EnteredReviewMode"));
        assertThat(notices.getFirst().groups().get(INPUT))
                .isEqualTo(Fields.of(Map.of(
                        "text",
                        "SCN:PLAIN review this",
                        "target",
                        "{\"type\":\"custom\",\"instructions\":\"SCN:PLAIN review this\"}")));
        assertThat(notices.getLast().groups().get(ABOUT)).isEqualTo(Fields.of("subtype", "ExitedReviewMode"));
        assertThat(Recorded.field(notices.getLast(), INPUT, "text"))
                .isEqualTo("Hello from the mock model. This is a plain answer.");
    }

    @Test
    void the_findings_of_a_review_stay_structured() {
        var finding = "{\"title\":\"off by one\",\"priority\":1}";
        var said = observation("{\"type\":\"event_msg\",\"payload\":{\"type\":\"item_completed\",\"item\":{"
                + "\"type\":\"ExitedReviewMode\",\"id\":\"i\",\"review_output\":{\"findings\":[" + finding + "]}}}}");
        assertThat(said.groups().get(INPUT)).isEqualTo(Fields.of("review", "{\"findings\":[" + finding + "]}"));
    }

    @Test
    void a_turn_that_a_parent_gave_names_the_parents_turn() {
        var given = Recorded.hear(Agent.CODEX, "child-v2").of(Kind.TURN).stream()
                .map(turn -> Recorded.field(turn, ABOUT, "parentTurn"))
                .filter(Objects::nonNull)
                .toList();
        assertThat(given).containsExactly("01a1fb41-5fe2-7530-9934-9e3dc45f4a6f");
    }

    @Test
    void what_a_child_thread_sent_back_is_a_notice_and_other_messages_in_the_users_name_are_none() {
        var notices = Recorded.hear(Agent.CODEX, "child-fork-context-legacy").of(Kind.NOTICE);
        assertThat(notices).singleElement().satisfies(it -> {
            assertThat(it.aliases())
                    .containsExactly(new Alias(Alias.Type.ITEM, "msg_01a1fb41-7abd-7d70-a7e1-44dff626301a"));
            assertThat(Recorded.field(it, ABOUT, "subtype")).isEqualTo("subagent_notification");
            assertThat((String) Recorded.field(it, INPUT, "text")).contains("The command exited with code 3.");
        });
    }

    @Test
    void a_thread_that_another_started_is_a_subagent_and_a_fork_is_none() {
        assertThat(sources("\"source\":{\"subagent\":\"review\"}")).containsExactly("subagent");
        assertThat(sources("\"source\":{\"subagent\":{\"thread_spawn\":{}}}")).containsExactly("subagent");
        assertThat(sources("\"source\":\"cli\",\"thread_source\":\"subagent\"")).containsExactly("subagent");
        assertThat(sources("\"source\":\"vscode\",\"forked_from_id\":\"x\"")).containsExactly("vscode");
        assertThat(sources("\"source\":{\"custom\":\"x\"}")).containsExactly("custom");
        assertThat(sources("\"cwd\":\"/x\"")).isEmpty();
    }

    private static List<String> sources(String meta) {
        var line = "{\"type\":\"session_meta\",\"payload\":{\"id\":\"" + Recorded.SESSION + "\"," + meta + "}}";
        return Recorded.hearLine(Agent.CODEX, line).of(SessionFact.class).stream()
                .filter(it -> it.name() == SessionFact.Name.SOURCE)
                .map(SessionFact::value)
                .toList();
    }

    @Test
    void pieces_of_an_output_are_put_together_as_they_are() {
        var said = observation(
                "{\"type\":\"response_item\",\"payload\":{\"type\":\"custom_tool_call_output\","
                        + "\"call_id\":\"c\",\"output\":[{\"text\":\"Output:\\n\"},{\"text\":\"one\"},{\"text\":\"two\\n\"}]}}");
        assertThat(said.groups().get(OUTPUT)).isEqualTo(Fields.of("output", "Output:\nonetwo\n"));
    }

    @Test
    void a_record_with_an_ordinal_tells_where_its_line_stands() {
        var seen = Recorded.hear(Agent.CODEX, "turn-plain").of(RecordSeen.class);
        assertThat(seen.get(1).sequence()).isEqualTo(1);
        assertThat(seen.get(1).offset()).isGreaterThan(100);
    }

    private static Observation observation(String line) {
        return Recorded.hearLine(Agent.CODEX, line).of(Observation.class).getFirst();
    }
}
