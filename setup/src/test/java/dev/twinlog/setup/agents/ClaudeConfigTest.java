package dev.twinlog.setup.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaudeConfigTest {
    private static final String FILE = "settings.json";
    private final ClaudeConfig claude = new ClaudeConfig(FILE);

    private Plan plan(@Nullable String text) {
        return claude.plan(text, text, Texts.wanted());
    }

    private static String variables(String separator) {
        return ClaudeConfig.variables(Texts.wanted()).entrySet().stream()
                .map(one -> "\"" + one.getKey() + "\": \"" + one.getValue() + "\"")
                .collect(Collectors.joining(separator));
    }

    private static @Nullable String restored(Undone undone) {
        assertThat(undone).isInstanceOf(Undone.Restored.class);
        return ((Undone.Restored) undone).text();
    }

    @Test
    void a_file_that_is_not_there_is_made() {
        assertThat(plan(null).after()).isEqualTo("{\n  \"env\": {\n    " + variables(",\n    ") + "\n  }\n}\n");
        assertThat(restored(claude.undone(null, "x", "x", false))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"a\":1}`|`{\"a\":1,\"env\":{VARS}}`",
                "`{ \"a\": 1 }`|`{ \"a\": 1, \"env\": {VARS} }`",
                "`{\"a\": 1, \"env\": {}}`|`{\"a\": 1, \"env\": {VARS}}`",
                "`{\"env\": {\"MINE\": \"x\"}, \"b\": [1,  2]}`|`{\"env\": {\"MINE\": \"x\", VARS}, \"b\": [1,  2]}`"
            })
    void one_line_stays_one_line(String text, String expected) {
        var after = plan(text).after();
        var spaced = text.startsWith("{\"a\":1}") ? variables(",").replace("\": ", "\":") : null;
        var wanted = text.contains("MINE") ? variables(", ") : null;
        if (spaced != null) assertThat(after).isEqualTo(expected.replace("VARS", spaced));
        else if (wanted != null) assertThat(after).isEqualTo(expected.replace("VARS", wanted));
        else assertThat(after).isEqualTo(expected.replace("VARS", variables(", ")));
    }

    @Test
    void lines_are_indented_as_their_neighbours_with_their_ends() {
        var text = "{\r\n\t\"model\": \"opus\",\r\n\t\"permissions\": {\r\n\t\t\"allow\": []\r\n\t}\r\n}";
        assertThat(plan(text).after())
                .isEqualTo(
                        "{\r\n\t\"model\": \"opus\",\r\n\t\"permissions\": {\r\n\t\t\"allow\": []\r\n\t},\r\n\t\"env\": {\r\n\t\t"
                                + variables(",\r\n\t\t") + "\r\n\t}\r\n}");
    }

    @Test
    void a_value_is_replaced_in_its_place_and_a_right_one_is_no_change() {
        var text =
                "{\n  \"env\": {\n    \"OTEL_LOGS_EXPORT_INTERVAL\" : 0,\n    \"CLAUDE_CODE_ENABLE_TELEMETRY\": \"1\"\n  }\n}\n";
        var plan = plan(text);
        assertThat(plan.after())
                .startsWith(
                        "{\n  \"env\": {\n    \"OTEL_LOGS_EXPORT_INTERVAL\" : \"1000\",\n    \"CLAUDE_CODE_ENABLE_TELEMETRY\": \"1\",\n");
        assertThat(plan.changes())
                .contains(new Change("env.OTEL_LOGS_EXPORT_INTERVAL", "0", "\"1000\""))
                .extracting(Change::key)
                .doesNotContain("env.CLAUDE_CODE_ENABLE_TELEMETRY");
        assertThat(plan(plan.after()).after()).isEqualTo(plan.after());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"env\": {\"OTEL_EXPORTER_OTLP_ENDPOINT\": \"https://c.example.com\"}}",
                "{\"env\": {\"OTEL_EXPORTER_OTLP_LOGS_ENDPOINT\": \"https://c.example.com/v1/logs\"}}",
                "{\"env\": {\"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL\": \"grpc\"}}",
                "{\"env\": {\"OTEL_EXPORTER_OTLP_HEADERS\": \"a=b\"}}",
                "{\"env\": {\"OTEL_LOGS_EXPORTER\": \"console\"}}",
                "{\"env\": {\"OTEL_METRICS_EXPORTER\": \"otlp\"}}",
                "{\"env\": {\"OTEL_METRICS_EXPORTER\": \"otlp,prometheus\", \"OTEL_EXPORTER_OTLP_ENDPOINT\": \"http://127.0.0.1:4318\"}}"
            })
    void an_exporter_of_the_users_is_replaced_only_when_that_is_wanted(String text) {
        assertThat(plan(text).objections()).singleElement().satisfies(why -> {
            assertThat(why.rule()).isEqualTo(Objection.Rule.OTHER_EXPORTER);
            assertThat(why.words()).contains("--replace");
        });
        assertThat(plan(text).after()).isEqualTo(text);
        var replaced = claude.plan(text, text, Texts.replacing()).after();
        assertThat(replaced).contains("http://127.0.0.1:4318").doesNotContain("grpc", "c.example.com", "a=b");
        assertThat(restored(claude.undone(text, replaced, replaced, false))).isEqualTo(text);
        var edited = replaced.replaceFirst("\\{", "{\"mine\": 1, ");
        var undone = JsonText.parse(FILE, restored(claude.undone(text, replaced, edited, false)));
        var expected = JsonText.parse(FILE, text.replaceFirst("\\{", "{\"mine\": 1, "));
        assertThat(undone.orNull().plain()).isEqualTo(expected.orNull().plain());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", ""})
    void an_exporter_that_is_off_may_be_switched_on(String word) {
        assertThat(plan("{\"env\":{\"OTEL_LOGS_EXPORTER\":\"" + word + "\"}}").objections())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"a\": 1,}`|UNPARSABLE|settings.json:1:",
                "`{\"a\": 1, // no\n}`|UNPARSABLE|settings.json:1:",
                "`{\"a\": 1}\n{}`|UNPARSABLE|settings.json:2:1",
                "`{\n \"a\": 1,\n \"a\": 2}`|UNPARSABLE|settings.json:3:",
                "`{\"env\": {\"X\": 1, \"X\": 2}}`|UNPARSABLE|duplicate",
                "`[1]`|UNFIT|no JSON object",
                "`{\"env\": null}`|UNFIT|is no object",
                "`{\"env\": \"x\"}`|UNFIT|is no object"
            })
    void what_cannot_be_edited_is_left_alone_with_its_place(String text, Objection.Rule rule, String words) {
        assertThat(plan(text).after()).isEqualTo(text);
        assertThat(plan(text).objections()).singleElement().satisfies(why -> {
            assertThat(why.rule()).isEqualTo(rule);
            assertThat(why.words()).contains(words);
        });
    }

    @Test
    void transcripts_are_kept_longer_only_when_that_is_asked_and_never_shorter() {
        var text = "{\n  \"cleanupPeriodDays\": 20\n}\n";
        assertThat(plan(text).after()).contains("\"cleanupPeriodDays\": 20");
        assertThat(plan(text).notes()).singleElement().asString().contains("20 days", "--cleanup-days");
        assertThat(plan(null).notes()).singleElement().asString().contains("30 days");
        var plan = claude.plan(text, text, Texts.keeping(90));
        assertThat(plan.after()).contains("\"cleanupPeriodDays\": 90,");
        assertThat(plan.changes()).contains(new Change("cleanupPeriodDays", "20", "90"));
        var longer = "{\n  \"cleanupPeriodDays\": 400\n}\n";
        assertThat(claude.plan(longer, longer, Texts.keeping(90)).after()).contains("\"cleanupPeriodDays\": 400");
        assertThat(plan(longer).notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "\"false\"", "0", "false"})
    void who_does_not_want_prompts_sent_is_heeded(String no) {
        var text = "{\n  \"env\": {\n    \"OTEL_LOG_USER_PROMPTS\": " + no + "\n  }\n}\n";
        var plan = plan(text);
        assertThat(plan.after()).contains("\"OTEL_LOG_USER_PROMPTS\": " + no, "127.0.0.1:4318");
        assertThat(plan.notes().getFirst()).contains("env.OTEL_LOG_USER_PROMPTS", "stays", "transcripts", "--replace");
        assertThat(plan(plan.after()).after()).isEqualTo(plan.after());
        assertThat(plan(plan.after()).notes().getFirst()).contains("stays");
        assertThat(claude.plan(text, text, Texts.replacing()).after()).contains("\"OTEL_LOG_USER_PROMPTS\": \"1\"");
        assertThat(restored(claude.undone(text, plan.after(), plan.after(), false)))
                .isEqualTo(text);
    }

    @Test
    void a_token_that_was_edited_since_is_still_ours() {
        var before = "{\n  \"model\": \"opus\"\n}\n";
        var edited = plan(before).after().replace(Texts.TOKEN, "made-up");
        assertThat(restored(claude.undone(before, plan(before).after(), edited, false)))
                .isEqualTo(before);
        var more = plan(before).after().replace(Texts.TOKEN, "made-up,a=b");
        assertThat(restored(claude.undone(before, plan(before).after(), more, false)))
                .contains("made-up,a=b");
        var left = "{\"env\": {\"OTEL_EXPORTER_OTLP_HEADERS\": \"x-twinlog-token=made-up\"}}";
        assertThat(plan(left).objections()).isEmpty();
        assertThat(plan(left).after()).contains(Texts.TOKEN).doesNotContain("made-up");
    }

    @Test
    void what_is_no_json_is_told_without_the_parsers_own_words() {
        for (var text : List.of(
                "{\"a\": 1, // no\n}", "{\"a\": [1", "{\"a\": }", "{\"a\": [1}", "{\"a\": \"\n\"}", "{\"a\": x}"))
            assertThat(plan(text).objections().getFirst().words())
                    .startsWith("settings.json:")
                    .doesNotContain("Feature", "Source", "code ", "marker at");
        assertThat(plan("{\"a\": 1, // no\n}").objections().getFirst().words()).contains("comment");
    }

    @Test
    void an_undo_keeps_what_was_edited_and_says_so() {
        var before = "{\n  \"env\": {\n    \"A\": \"ü\\u00fc\"\n  },\n  \"hooks\": {}\n}\n";
        var after = plan(before).after();
        var edited = after.replace("\"OTEL_LOG_USER_PROMPTS\": \"1\"", "\"OTEL_LOG_USER_PROMPTS\": \"0\"")
                .replace("\"hooks\": {}", "\"hooks\": {\"x\": 1}");
        var undone = claude.undone(before, after, edited, false);
        assertThat(restored(undone))
                .isEqualTo("{\n  \"env\": {\n    \"A\": \"ü\\u00fc\",\n    \"OTEL_LOG_USER_PROMPTS\": \"0\"\n  },\n"
                        + "  \"hooks\": {\"x\": 1}\n}\n");
        assertThat(((Undone.Restored) undone).notes())
                .containsExactly("env.OTEL_LOG_USER_PROMPTS was changed since, and stays");
    }

    @Test
    void a_block_that_we_made_goes_with_the_last_of_ours() {
        var before = "{\n  \"model\": \"opus\"\n}\n";
        var edited = plan(before).after().replace("opus", "sonnet");
        assertThat(restored(claude.undone(before, plan(before).after(), edited, false)))
                .isEqualTo("{\n  \"model\": \"sonnet\"\n}\n");
    }

    @Test
    void telemetry_is_told_by_signal() {
        var told = claude.telemetry(plan(null).after());
        assertThat(told.bases().values()).containsOnly("http://127.0.0.1:4318").hasSize(3);
        assertThat(told.token()).isEqualTo(Texts.TOKEN);
        assertThat(claude.telemetry("{\"env\":{\"OTEL_LOGS_EXPORTER\":\"none\"}}")
                        .bases())
                .containsEntry("logs", "none");
        assertThat(claude.telemetry("{").readable()).contains("settings.json:1:");
    }

    @Test
    void secrets_are_the_values_of_headers() {
        assertThat(claude.secrets("{\"env\":{\"OTEL_EXPORTER_OTLP_HEADERS\":\"a=made-up,b=x=y\"}}"))
                .containsExactly("made-up", "x=y");
    }
}
