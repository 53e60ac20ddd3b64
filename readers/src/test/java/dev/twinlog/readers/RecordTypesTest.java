package dev.twinlog.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.Unknown;
import dev.twinlog.readers.claude.ClaudeRecordTypes;
import dev.twinlog.readers.codex.CodexRecordTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordTypesTest {
    @ParameterizedTest
    @EnumSource(Agent.class)
    void every_type_in_every_recorded_file_is_in_the_table(Agent agent) {
        for (var source : Recorded.all(agent)) {
            var told = new Recorded.Told();
            Recorded.hear(source, told::add);
            assertThat(told.of(Unknown.class)).as(source.toString()).isEmpty();
        }
    }

    @Test
    void every_type_in_the_inventory_of_claude_is_in_the_table() throws IOException {
        try (var list = Objects.requireNonNull(getClass().getResourceAsStream("/heard/claude-inventory.txt"))) {
            var types = new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(types).hasSizeGreaterThan(35);
            assertThat(ClaudeRecordTypes.TABLE.all().keySet()).containsAll(types);
        }
    }

    static List<String> told(RecordTypes table, Reading... readings) {
        return table.all().entrySet().stream()
                .filter(entry -> List.of(readings).contains(entry.getValue()))
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    static List<String> claudeTold() {
        return told(ClaudeRecordTypes.TABLE, Reading.EVENT, Reading.FACT);
    }

    static List<String> claudeSilent() {
        return told(ClaudeRecordTypes.TABLE, Reading.TREE_ONLY, Reading.COPY);
    }

    static List<String> codexTold() {
        return told(CodexRecordTypes.TABLE, Reading.EVENT, Reading.FACT);
    }

    static List<String> codexSilent() {
        return told(CodexRecordTypes.TABLE, Reading.TREE_ONLY, Reading.COPY);
    }

    @ParameterizedTest
    @MethodSource("claudeTold")
    void each_claude_event_or_fact_says_something(String type) {
        assertThat(says(Recorded.hearLine(Agent.CLAUDE, claudeLine(type))))
                .as(type)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("claudeSilent")
    void each_other_claude_type_is_known_and_says_nothing(String type) {
        var told = Recorded.hearLine(Agent.CLAUDE, claudeLine(type));
        assertThat(says(told)).as(type).isFalse();
        assertThat(told.of(Unknown.class)).isEmpty();
        assertThat(told.of(RecordSeen.class)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("codexTold")
    void each_codex_event_or_fact_says_something(String type) {
        assertThat(says(Recorded.hearLine(Agent.CODEX, codexLine(type))))
                .as(type)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("codexSilent")
    void each_other_codex_type_is_known_and_says_nothing(String type) {
        var told = Recorded.hearLine(Agent.CODEX, codexLine(type));
        assertThat(says(told)).as(type).isFalse();
        assertThat(told.of(Unknown.class)).isEmpty();
    }

    @Test
    void an_unknown_claude_type_is_counted_with_the_version_and_keeps_its_place_in_the_tree() {
        var told = Recorded.hearLine(
                Agent.CLAUDE, "{\"type\":\"pr-link\",\"uuid\":\"u\",\"version\":\"9.9.9\",\"sessionId\":\"s\"}");
        assertThat(told.of(Unknown.class)).singleElement().satisfies(unknown -> {
            assertThat(unknown.type()).isEqualTo("pr-link");
            assertThat(unknown.version()).isEqualTo("9.9.9");
            assertThat(unknown.session().id()).isEqualTo("s");
        });
        assertThat(told.of(RecordSeen.class)).hasSize(1);
    }

    @Test
    void an_unknown_codex_item_is_counted_by_its_own_type() {
        var told = Recorded.hearLine(
                Agent.CODEX,
                "{\"type\":\"event_msg\",\"payload\":{\"type\":\"item_completed\",\"item\":{\"type\":\"Hologram\"}}}");
        assertThat(told.of(Unknown.class))
                .extracting(Unknown::type)
                .containsExactly("event_msg/item_completed/Hologram");
    }

    @Test
    void a_record_without_a_type_is_unknown() {
        assertThat(Recorded.hearLine(Agent.CLAUDE, "{}").of(Unknown.class)).hasSize(1);
        assertThat(Recorded.hearLine(Agent.CODEX, "{}").of(Unknown.class)).hasSize(1);
    }

    @Test
    void the_page_of_compatibility_lists_every_type() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "compatibility.md"));
        for (var table : List.of(ClaudeRecordTypes.TABLE, CodexRecordTypes.TABLE)) {
            assertThat(table.all().keySet()).allSatisfy(type -> assertThat(page).contains("| `" + type + "` |"));
        }
    }

    @Test
    void a_type_named_twice_is_refused() {
        var table = new RecordTypes.Builder().read(Reading.COPY, "mode");
        assertThatThrownBy(() -> table.read(Reading.FACT, "mode")).hasMessageContaining("mode");
    }

    private static boolean says(Recorded.Told told) {
        return !told.of(Observation.class).isEmpty()
                || !told.of(SessionFact.class).isEmpty();
    }

    private static String claudeLine(String type) {
        var outer = type.contains("/") ? type.substring(0, type.indexOf('/')) : type;
        var inner = type.substring(type.indexOf('/') + 1);
        return """
                {"type":"%s","subtype":"%s","attachment":{"type":"%s","prompt":"p","content":"c",\
                "identity":{"modelId":"m"}},"uuid":"u1",\
                "timestamp":"2026-11-20T21:18:56.609Z","sessionId":"s1","version":"2.1.329","content":"text",\
                "customTitle":"t","aiTitle":"t","summary":"t","message":{"id":"m1","model":"claude-opus-5-5",\
                "content":[{"type":"text","text":"hello"}]}}""".formatted(outer, inner, inner);
    }

    private static String codexLine(String type) {
        var parts = type.split("/");
        var inner = parts.length > 1 ? "\"type\":\"" + parts[1] + "\"," : "";
        var last = parts[parts.length - 1];
        return """
                {"timestamp":"2026-11-20T21:18:56.609Z","ordinal":3,"type":"%s","payload":{%s"id":"%s","cwd":"/p",\
                "model":"gpt","turn_id":"t1","trace_id":"0a","role":"%s","call_id":"c1","response_id":"r1",\
                "message":"m","text":"t","content":[{"text":"<subagent_notification>"}],"item":{"type":"%s","id":"i1","content":[{"type":"text","text":"x"}]},\
                "info":{"total_token_usage":{"input_tokens":1}},\
                "thread_token_usage":{"input_tokens":1}}}""".formatted(parts[0], inner, Recorded.SESSION, last, last);
    }
}
