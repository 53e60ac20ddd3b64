package dev.twinlog.readers;

import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.readers.Recorded.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.FieldLimit;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Unreadable;
import dev.twinlog.readers.json.JsonTape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineLimitsTest {
    private static final String SECRET = "glpat-" + "aBc1".repeat(5);

    private final Map<String, Long> counted = new TreeMap<>();

    @ParameterizedTest
    @EnumSource(Agent.class)
    void a_torn_line_is_unreadable_and_stops_nothing(Agent agent) {
        assertThat(Recorded.hearLine(agent, "{\"type\":\"user\",\"mess").of(Unreadable.class))
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).isEqualTo(Unreadable.Reason.NOT_JSON));
    }

    @ParameterizedTest
    @EnumSource(Agent.class)
    void a_secret_in_the_name_of_an_unknown_type_is_not_told(Agent agent) {
        var told = Recorded.hearLine(agent, "{\"type\":\"new " + SECRET + "\"}").of(Unknown.class);
        assertThat(told)
                .singleElement()
                .satisfies(it -> assertThat(it.type()).startsWith("new ").doesNotContain(SECRET));
    }

    @Test
    void a_secret_in_folder_branch_or_version_is_not_told() {
        var line = "{\"type\":\"user\",\"uuid\":\"u\",\"cwd\":\"/x/%s\",\"gitBranch\":\"b-%s\",\"version\":\"%s\"}"
                .replace("%s", SECRET);
        assertThat(Recorded.hearLine(Agent.CLAUDE, line).of(RecordSeen.class))
                .isNotEmpty()
                .allSatisfy(it ->
                        assertThat(String.valueOf(it.about())).contains("/x/").doesNotContain(SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "1000000000001", "9223372036854775807", "1.5", "\"many\""})
    void counts_of_tokens_that_cannot_be_are_left_out_and_counted(String count) {
        var line =
                "{\"type\":\"assistant\",\"uuid\":\"u\",\"requestId\":\"r\",\"message\":{\"id\":\"m\",\"model\":\"x\","
                        + "\"usage\":{\"input_tokens\":" + count + ",\"output_tokens\":7}}}";
        var told = Recorded.hearLine(Agent.CLAUDE, line.getBytes(StandardCharsets.UTF_8), this::count);
        var usage = told.of(Observation.class).stream()
                .map(said -> said.groups().get(FieldGroup.USAGE))
                .filter(Objects::nonNull)
                .toList();
        assertThat(usage).singleElement().satisfies(it -> {
            assertThat(it.get("inputTokens")).isNull();
            assertThat(it.get("outputTokens")).isEqualTo(7L);
        });
        assertThat(counted).containsEntry(ReadingCounter.TOKENS_IMPLAUSIBLE, 1L);
    }

    @Test
    void a_running_total_that_cannot_be_tells_nothing_and_is_counted() {
        var line =
                "{\"timestamp\":\"2026-11-20T21:18:56.651Z\",\"type\":\"event_msg\",\"payload\":{\"type\":\"token_count\","
                        + "\"info\":{\"total_token_usage\":{\"input_tokens\":%s,\"output_tokens\":7}}}}";
        var right = Recorded.hearLine(Agent.CODEX, line.replace("%s", "12"));
        assertThat(right.of(Observation.class)).hasSize(1);
        var wrong = line.replace("%s", "999999999999999999").getBytes(StandardCharsets.UTF_8);
        assertThat(Recorded.hearLine(Agent.CODEX, wrong, this::count).of(Observation.class))
                .isEmpty();
        assertThat(counted).containsEntry(ReadingCounter.TOKENS_IMPLAUSIBLE, 1L);
    }

    @ParameterizedTest
    @EnumSource(Agent.class)
    void a_line_that_is_no_object_is_unreadable(Agent agent) {
        for (var line : new String[] {"[]", "1", "\"text\"", "null"}) {
            assertThat(Recorded.hearLine(agent, line).of(Unreadable.class))
                    .as(line)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Agent.class)
    void a_blank_line_tells_nothing(Agent agent) {
        assertThat(Recorded.hearLine(agent, "").all).isEmpty();
        assertThat(Recorded.hearLine(agent, " \t\r").all).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Agent.class)
    void a_line_nested_too_deep_is_named_so(Agent agent) {
        var deep = "{\"a\":" + "[".repeat(JsonTape.DEPTH_MAX) + "]".repeat(JsonTape.DEPTH_MAX) + "}";
        assertThat(Recorded.hearLine(agent, deep).of(Unreadable.class))
                .extracting(Unreadable::reason)
                .containsExactly(Unreadable.Reason.TOO_DEEP);
    }

    @Test
    void a_line_above_the_limit_is_named_so_and_one_at_the_limit_is_read() {
        var head = "{\"type\":\"assistant\",\"uuid\":\"u\",\"message\":{\"id\":\"m\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"";
        var tail = "\"}]}}";
        byte[] line = new byte[JsonLines.LINE_BYTES_MAX + 1];
        Arrays.fill(line, (byte) 'x');
        place(line, head, 0);
        place(line, tail, line.length - tail.length());
        var told = Recorded.hearLine(Agent.CLAUDE, line, this::count);
        assertThat(told.of(Unreadable.class))
                .extracting(Unreadable::reason)
                .containsExactly(Unreadable.Reason.TOO_LONG);

        byte[] fits = Arrays.copyOf(line, JsonLines.LINE_BYTES_MAX);
        place(fits, tail, fits.length - tail.length());
        var text = Recorded.hearLine(Agent.CLAUDE, fits, this::count)
                .of(Kind.MESSAGE)
                .getFirst();
        assertThat((String) field(text, INPUT, "text")).hasSize(FieldLimit.CHARACTERS_MAX);
        assertThat(field(text, INPUT, "textLength")).isEqualTo((long) fits.length - head.length() - tail.length());
        assertThat(counted).containsEntry(ReadingCounter.TEXT_CUT, 1L);
    }

    @Test
    void a_long_text_is_cut_at_a_character_with_its_whole_length_beside_it() {
        var text = "😀".repeat(FieldLimit.CHARACTERS_MAX / 2) + "😀 tail";
        var said = Recorded.hearLine(Agent.CLAUDE, prompt("x" + text))
                .of(Kind.PROMPT)
                .getFirst();
        assertThat((String) field(said, INPUT, "text"))
                .hasSize(FieldLimit.CHARACTERS_MAX - 1)
                .endsWith("😀");
        assertThat(field(said, INPUT, "textLength")).isEqualTo(text.length() + 1L);
    }

    @Test
    void a_text_as_long_as_a_field_has_no_length_beside_it() {
        var said = Recorded.hearLine(Agent.CLAUDE, prompt("x".repeat(FieldLimit.CHARACTERS_MAX)))
                .of(Kind.PROMPT)
                .getFirst();
        assertThat(field(said, INPUT, "textLength")).isNull();
    }

    @Test
    void many_long_parts_are_cut_together() {
        var part = "{\"type\":\"text\",\"text\":\"" + "y".repeat(FieldLimit.CHARACTERS_MAX) + "\"}";
        var line = "{\"type\":\"user\",\"uuid\":\"u\",\"message\":{\"content\":[" + part + "," + part + "]}}";
        var said = Recorded.hearLine(Agent.CLAUDE, line).of(Kind.PROMPT).getFirst();
        assertThat((String) field(said, INPUT, "text")).hasSize(FieldLimit.CHARACTERS_MAX);
        assertThat(field(said, INPUT, "textLength")).isEqualTo(2L * FieldLimit.CHARACTERS_MAX + 1);
    }

    @Test
    void invalid_utf8_does_not_lose_the_line_and_is_counted() {
        byte[] line = prompt("a?b").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < line.length; i++) if (line[i] == '?') line[i] = (byte) 0xFF;
        var said = Recorded.hearLine(Agent.CLAUDE, line, this::count)
                .of(Kind.PROMPT)
                .getFirst();
        assertThat(field(said, INPUT, "text")).isEqualTo("a�b");
        assertThat(counted).containsEntry(ReadingCounter.UTF8_REPLACED, 1L);
    }

    @Test
    void secrets_leave_no_reader_in_prompts_tools_or_titles() {
        var secret = "gh" + "p_" + "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW0xYzaB3";
        var mark = "⟦redacted:github_token⟧";
        assertThat(field(
                        Recorded.hearLine(Agent.CLAUDE, prompt(secret))
                                .of(Kind.PROMPT)
                                .getFirst(),
                        INPUT,
                        "text"))
                .isEqualTo(mark);
        var call =
                "{\"type\":\"assistant\",\"uuid\":\"u\",\"message\":{\"id\":\"m\",\"content\":[{\"type\":\"tool_use\","
                        + "\"id\":\"t\",\"name\":\"Bash\",\"input\":{\"command\":\"export\\nT=" + secret + "\"}}]}}";
        assertThat(field(
                        Recorded.hearLine(Agent.CLAUDE, call).of(Kind.TOOL_CALL).getFirst(), INPUT, "input"))
                .isEqualTo("{\"command\":\"export\\nT=" + mark + "\"}");
        var title = "{\"type\":\"custom-title\",\"customTitle\":\"" + secret + "\"}";
        assertThat(Recorded.hearLine(Agent.CLAUDE, title).of(SessionFact.class))
                .extracting(SessionFact::value)
                .containsExactly(mark);
    }

    private static String prompt(String text) {
        return "{\"type\":\"user\",\"uuid\":\"u\",\"message\":{\"content\":\"" + text + "\"}}";
    }

    private static void place(byte[] line, String text, int at) {
        System.arraycopy(text.getBytes(StandardCharsets.UTF_8), 0, line, at, text.length());
    }

    private void count(String name, long amount) {
        counted.merge(name, amount, Long::sum);
    }
}
