package dev.twinlog.readers.otlp;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.DECISION;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SequenceSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.TokenCount;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Witness;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.readers.Reading;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.TelemetryRecord;
import dev.twinlog.readers.claude.ClaudeTelemetryTypes;
import dev.twinlog.readers.codex.CodexTelemetryTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AgentTelemetryTest {
    private static final long AT = 1795209536651L;

    private static Observation one(Sent sent) {
        var said = sent.heard(Observation.class);
        assertThat(said).hasSize(1);
        return said.getFirst();
    }

    private static Object field(Observation said, dev.twinlog.model.FieldGroup group, String name) {
        var fields = said.groups().get(group);
        return fields == null ? null : fields.get(name);
    }

    @Test
    void a_prompt_is_named_by_its_record_and_tells_the_trace_of_its_turn() {
        var sent = Sent.claude("user_prompt")
                .text("prompt.id", "p1")
                .text("message.uuid", "u1")
                .text("prompt", "do it")
                .number("event.sequence", 4);
        var said = one(sent);
        assertThat(said.kind()).isEqualTo(Kind.PROMPT);
        assertThat(said.witness()).isEqualTo(Witness.OTLP);
        assertThat(said.aliases()).containsExactly(new Alias(Alias.Type.RECORD, "u1"));
        assertThat(said.turn()).isEqualTo(new TurnRef.Named("p1"));
        assertThat(said.at()).isEqualTo(AT);
        assertThat(field(said, INPUT, "text")).isEqualTo("do it");
        assertThat(said.raw().position()).isEqualTo(4711);
        assertThat(said.raw().offset()).isZero();
        assertThat(sent.heard(Link.class))
                .containsExactly(new Link(
                        said.session(),
                        Kind.TURN,
                        new Alias(Alias.Type.TURN, "p1"),
                        new Alias(Alias.Type.DIGEST, "trace/" + Sent.TRACE)));
        assertThat(sent.heard(SequenceSeen.class)).singleElement().satisfies(seen -> {
            assertThat(seen.sequence()).isEqualTo(4);
            assertThat(seen.at()).isEqualTo(AT);
        });
    }

    @Test
    void counts_of_tokens_that_cannot_be_are_left_out_and_counted() {
        var sent = Sent.claude("api_request")
                .text("request_id", "r1")
                .number("input_tokens", Long.MAX_VALUE)
                .number("output_tokens", -5)
                .number("cache_read_tokens", TokenCount.MAX)
                .number("cache_creation_tokens", TokenCount.MAX + 1);
        var said = one(sent);
        assertThat(field(said, USAGE, "inputTokens")).isNull();
        assertThat(field(said, USAGE, "outputTokens")).isNull();
        assertThat(field(said, USAGE, "cacheReadTokens")).isEqualTo(TokenCount.MAX);
        assertThat(field(said, USAGE, "cacheCreationTokens")).isNull();
        assertThat(sent.counts).containsEntry(ReadingCounter.TOKENS_IMPLAUSIBLE, 3L);
    }

    @Test
    void a_session_id_that_is_too_long_is_counted_and_tells_nothing() {
        for (int beyond : new int[] {0, 1}) {
            var id = "s".repeat(TelemetryRecord.SESSION_LENGTH_MAX + beyond);
            var sent = Sent.codex("codex.user_prompt").text("prompt", "x").replacing("t1", id);
            assertThat(sent.heard(Observation.class)).hasSize(1 - beyond);
            assertThat(sent.counts.getOrDefault(ReadingCounter.OTLP_SESSION_TOO_LONG, 0L))
                    .isEqualTo(beyond);
            assertThat(sent.counts).doesNotContainKey(ReadingCounter.OTLP_NO_SESSION);
        }
    }

    @Test
    void the_page_about_telemetry_names_every_counter_with_its_limit() throws Exception {
        var page = Files.readString(Path.of("..", "docs", "otlp.md"));
        for (var field : ReadingCounter.class.getFields()) {
            if (!(field.get(null) instanceof String name)) continue;
            if (name.startsWith("otlp/") || name.equals(ReadingCounter.TOKENS_IMPLAUSIBLE))
                assertThat(page).contains("| `" + name + "` |");
        }
        assertThat(page)
                .contains("more than " + TelemetryRecord.SESSION_LENGTH_MAX + " characters")
                .contains(String.format(Locale.ROOT, "beyond %,d:", TokenCount.MAX));
    }

    @Test
    void a_prompt_without_an_id_is_the_nth_of_its_turn() {
        var said = one(Sent.claude("user_prompt").text("prompt.id", "p1").text("prompt", "do it"));
        assertThat(said.nth()).isEqualTo(new Nth(Nth.Scope.TURN, "prompt", "otlp"));
    }

    @Test
    void a_command_is_a_notice_and_no_prompt() {
        var said = one(Sent.claude("user_prompt").text("prompt.id", "p1").text("command_name", "compact"));
        assertThat(said.kind()).isEqualTo(Kind.NOTICE);
        assertThat(field(said, ABOUT, "subtype")).isEqualTo("slash_command");
    }

    @Test
    void numbers_are_read_however_they_are_written() {
        var said = one(Sent.claude("api_request")
                .text("request_id", "r1")
                .number("input_tokens", 11)
                .text("output_tokens", "21")
                .value("cache_read_tokens", "{\"doubleValue\":1001}")
                .value("cost_usd", "{\"doubleValue\":0.0011692}")
                .text("duration_ms", "270"));
        assertThat(said.aliases()).containsExactly(new Alias(Alias.Type.REQUEST, "r1"));
        assertThat(field(said, USAGE, "inputTokens")).isEqualTo(11L);
        assertThat(field(said, USAGE, "outputTokens")).isEqualTo(21L);
        assertThat(field(said, USAGE, "cacheReadTokens")).isEqualTo(1001L);
        assertThat(field(said, USAGE, "costUsd")).isEqualTo(0.0011692);
        assertThat(field(said, USAGE, "durationMs")).isEqualTo(270L);
    }

    @Test
    void a_request_without_an_id_is_the_nth_with_its_tokens() {
        var said = one(Sent.claude("api_request")
                .text("prompt.id", "p1")
                .text("model", "opus")
                .number("input_tokens", 11)
                .number("output_tokens", 21));
        assertThat(said.nth()).isEqualTo(new Nth(Nth.Scope.TURN, "request/opus/11/21/0/0", "otlp"));
    }

    @Test
    void a_body_links_a_request_to_its_message_and_is_not_read() {
        var sent = Sent.claude("api_response_body")
                .text("request_id", "r1")
                .text("message.id", "m1")
                .text("body", "secret words");
        assertThat(sent.heard(Link.class))
                .extracting(Link::one, Link::other)
                .containsExactly(org.assertj.core.api.Assertions.tuple(
                        new Alias(Alias.Type.REQUEST, "r1"), new Alias(Alias.Type.MESSAGE, "m1")));
        assertThat(sent.heard().toString()).doesNotContain("secret words");
    }

    @Test
    void a_rejected_call_is_denied_since_no_result_follows() {
        var said = one(Sent.claude("tool_decision")
                .text("tool_use_id", "c1")
                .text("decision", "reject")
                .text("source", "user_reject"));
        assertThat(field(said, DECISION, "source")).isEqualTo("user_reject");
        assertThat(field(said, OUTCOME, "status")).isEqualTo("denied");
    }

    @Test
    void the_tool_of_a_server_goes_by_both_names() {
        var said = one(Sent.claude("tool_result")
                .text("tool_use_id", "c1")
                .text("tool_name", "mcp_tool")
                .text("tool_parameters", "{\\\"mcp_server_name\\\":\\\"lab\\\",\\\"mcp_tool_name\\\":\\\"ping\\\"}")
                .text("success", "false"));
        assertThat(field(said, ABOUT, "name")).isEqualTo("mcp__lab__ping");
        assertThat(field(said, OUTCOME, "status")).isEqualTo("failed");
    }

    @Test
    void the_model_of_a_subagent_or_of_its_own_requests_is_not_the_sessions() {
        for (var source : List.of("agent:builtin:general-purpose", "compact", "generate_session_title")) {
            var sent = Sent.claude("api_request")
                    .text("request_id", "r")
                    .text("model", "small")
                    .text("query_source", source);
            assertThat(sent.heard(SessionFact.class))
                    .extracting(SessionFact::name)
                    .containsExactly(SessionFact.Name.VERSION);
        }
    }

    @Test
    void a_notice_before_the_first_prompt_makes_no_session() {
        var early = Sent.claude("mcp_server_connection").text("status", "connected");
        assertThat(early.heard(Observation.class)).isEmpty();
        assertThat(early.counts).containsEntry(ReadingCounter.OTLP_NOT_READ, 1L);
        var said = one(
                Sent.claude("mcp_server_connection").text("status", "failed").text("prompt.id", "p1"));
        assertThat(field(said, ABOUT, "status")).isEqualTo("failed");
    }

    @Test
    void a_span_tells_attempts_and_is_weaker_than_the_event() {
        var said = Sent.span("claude-code")
                .text("session.id", "s1")
                .text("span.type", "llm_request")
                .text("request_id", "r1")
                .number("input_tokens", 11)
                .number("attempt", 3)
                .heard(Observation.class);
        assertThat(said).allMatch(each -> each.turn().equals(new TurnRef.Traced(Sent.TRACE)));
        assertThat(said).extracting(each -> field(each, USAGE, "attempts")).contains(3L);
        assertThat(said).extracting(Observation::phase).containsOnly(dev.twinlog.model.Phase.DERIVED);
    }

    @Test
    void a_completion_of_codex_is_counted_by_its_tokens() {
        var said = one(Sent.codex("codex.sse_event")
                .text("event.kind", "response.completed")
                .text("input_token_count", "1002")
                .text("cached_token_count", "100")
                .text("output_token_count", "50"));
        assertThat(said.nth()).isEqualTo(new Nth(Nth.Scope.SESSION, "tokens/1002/100/0/50/0", "otlp"));
    }

    @Test
    void a_prompt_of_codex_belongs_to_its_trace_else_to_the_turn_that_ran() {
        assertThat(one(Sent.codex("codex.user_prompt").text("prompt", "x")).turn())
                .isEqualTo(new TurnRef.Traced(Sent.TRACE));
        assertThat(one(Sent.codex("codex.user_prompt").text("prompt", "x").untraced())
                        .turn())
                .isEqualTo(TurnRef.RUNNING);
        assertThat(one(Sent.codex("codex.user_prompt").text("prompt", "[REDACTED]"))
                        .groups())
                .doesNotContainKey(INPUT);
    }

    @Test
    void a_span_of_codex_tells_of_which_turn_its_trace_is() {
        var links = Sent.span("codex-app-server")
                .text("conversation.id", "t1")
                .text("turn_id", "turn-1")
                .heard(Link.class);
        assertThat(links).singleElement().satisfies(link -> {
            assertThat(link.one()).isEqualTo(new Alias(Alias.Type.TURN, "turn-1"));
            assertThat(link.other()).isEqualTo(new Alias(Alias.Type.DIGEST, "trace/" + Sent.TRACE));
        });
    }

    @Test
    void our_own_codex_is_a_session_only_once_it_has_a_prompt() {
        var started = Sent.codex("codex.conversation_starts").text("originator", "twinlog-sidecar");
        assertThat(started.heard()).isEmpty();
        assertThat(started.counts).containsEntry(ReadingCounter.OTLP_SELF, 1L);
        assertThat(Sent.codex("codex.user_prompt")
                        .text("originator", "twinlog-sidecar")
                        .heard(Observation.class))
                .hasSize(1);
    }

    @Test
    void what_is_no_event_is_counted_and_left() {
        var ordinary = Sent.span("codex_exec");
        assertThat(ordinary.heard()).isEmpty();
        assertThat(ordinary.counts).containsEntry(ReadingCounter.OTLP_NO_SESSION, 1L);
        var foreign = Sent.claude("user_prompt").service("my-service");
        assertThat(foreign.heard()).isEmpty();
        assertThat(foreign.counts).containsEntry(ReadingCounter.OTLP_FOREIGN, 1L);
        var canary = Sent.claude("user_prompt").by(OtlpRequest.Token.CANARY);
        assertThat(canary.heard()).isEmpty();
        assertThat(canary.counts).isEmpty();
    }

    @Test
    void an_unknown_event_is_heard_with_the_version() {
        assertThat(Sent.claude("teleported").heard(Unknown.class))
                .singleElement()
                .satisfies(unknown -> {
                    assertThat(unknown.type()).isEqualTo("otlp:teleported");
                    assertThat(unknown.version()).isEqualTo("2.1.329");
                });
        assertThat(Sent.codex("codex.teleported").heard(Unknown.class)).hasSize(1);
    }

    @Test
    void secrets_do_not_leave_the_reader() {
        var key = "sk-ant-api03-" + "A".repeat(80) + "AA";
        var sent = Sent.claude("user_prompt").text("prompt.id", "p").text("prompt", "my key " + key + " there");
        assertThat(sent.heard().toString()).doesNotContain(key).contains("redacted");
    }

    @Test
    void who_was_signed_in_is_told_only_where_personal_data_is_kept() {
        assertThat(signedIn().heard().toString()).doesNotContain("made-up@example.org", "account-1");
        assertThat(signedIn().keepingPersonal().heard(SessionFact.class))
                .filteredOn(fact -> fact.name() == SessionFact.Name.ACCOUNT)
                .extracting(SessionFact::value)
                .containsExactly("made-up@example.org");
    }

    private static Sent signedIn() {
        return Sent.claude("user_prompt")
                .text("prompt.id", "p1")
                .text("user.account_uuid", "account-1")
                .text("user.email", "made-up@example.org")
                .text("prompt", "x");
    }

    @Test
    void one_record_heard_again_is_the_same_and_another_is_not() {
        var first = one(Sent.claude("api_request").text("request_id", "r1").number("input_tokens", 1));
        var again = one(Sent.claude("api_request").text("request_id", "r1").number("input_tokens", 1));
        var other = one(Sent.claude("api_request").text("request_id", "r1").number("input_tokens", 2));
        assertThat(again).isEqualTo(first);
        assertThat(other.identity()).isNotEqualTo(first.identity());
        assertThat(first.raw()).isInstanceOf(RawPlace.class);
    }

    @Test
    void each_event_of_the_tables_says_something_and_each_other_nothing() {
        for (var type : ClaudeTelemetryTypes.TABLE.all().entrySet()) {
            if (type.getKey().startsWith("span/")) continue;
            var said = says(whole(Sent.claude(type.getKey())));
            assertThat(said).as(type.getKey()).isEqualTo(type.getValue() == Reading.EVENT);
        }
        for (var type : CodexTelemetryTypes.TABLE.all().entrySet()) {
            var said = says(whole(Sent.codex(type.getKey())));
            assertThat(said).as(type.getKey()).isEqualTo(type.getValue() == Reading.EVENT);
        }
    }

    private static boolean says(Sent sent) {
        return sent.heard().stream().anyMatch(heard -> heard instanceof Observation || heard instanceof Link);
    }

    private static Sent whole(Sent sent) {
        for (var key :
                List.of("prompt.id", "request_id", "tool_use_id", "call_id", "agent_id", "item.id", "message.id"))
            sent.text(key, "x");
        return sent.text("http.response.status_code", "500")
                .text("input_token_count", "1")
                .text("output_token_count", "1")
                .text("prompt", "p");
    }

    @Test
    void the_page_of_compatibility_lists_every_event() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "compatibility.md"));
        for (var table : List.of(ClaudeTelemetryTypes.TABLE, CodexTelemetryTypes.TABLE))
            assertThat(table.all().keySet()).allSatisfy(type -> assertThat(page).contains("| `" + type + "` |"));
    }
}
