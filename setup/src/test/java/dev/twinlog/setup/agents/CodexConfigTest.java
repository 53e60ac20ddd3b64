package dev.twinlog.setup.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;

class CodexConfigTest {
    private static final String FILE = "config.toml";
    private static final String BLOCK = """
            [otel]
            # Written by `twinlog setup apply`; `twinlog setup undo` puts back what was here.
            log_user_prompt = true
            log_agent_responses = true
            exporter = { otlp-http = { endpoint = "http://127.0.0.1:4318/v1/logs", protocol = "binary", headers = { x-twinlog-token = "TOKEN" } } }
            trace_exporter = { otlp-http = { endpoint = "http://127.0.0.1:4318/v1/traces", protocol = "binary", headers = { x-twinlog-token = "TOKEN" } } }
            metrics_exporter = "none"
            """.replace("TOKEN", Texts.TOKEN);

    private final CodexConfig codex = new CodexConfig(FILE);

    private Plan plan(String text) {
        return codex.plan(text, text, Texts.wanted());
    }

    private static String restored(Undone undone) {
        assertThat(undone).isInstanceOf(Undone.Restored.class);
        return ((Undone.Restored) undone).text();
    }

    @Test
    void a_file_that_is_not_there_gets_the_table_alone() {
        var plan = codex.plan(null, null, Texts.wanted());
        assertThat(plan.after()).isEqualTo(BLOCK);
        assertThat(plan.changes()).extracting(Change::key).contains("otel.exporter", "otel.metrics_exporter");
        assertThat(restored(codex.undone(null, BLOCK, BLOCK, false))).isNull();
    }

    @Test
    void the_table_comes_last_and_all_else_stays() {
        var text = "model = \"gpt-5\" # mine\n[projects.\"/home/u/c#app\"]\ntrust_level = \"trusted\"";
        assertThat(plan(text).after()).isEqualTo(text + "\n\n" + BLOCK);
    }

    @Test
    void the_users_table_is_replaced_as_one_in_its_place() {
        var text = """
                a = 1
                # about telemetry
                [otel] # mine
                exporter = "none"
                # inside
                environment = "prod"
                # about others
                [otel.span_attributes]
                team = "x"

                [tools]
                b = 2
                [[otel.more]]
                c = 3
                """;
        assertThat(plan(text).after())
                .isEqualTo("a = 1\n# about telemetry\n"
                        + BLOCK.replace("log_user", "environment = \"prod\"\nlog_user")
                                .replace("here.\nenv", "here.\nenv")
                        + "# about others\n\n[tools]\nb = 2\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "otel.exporter = \"none\"\nx = 1\n",
                "otel = { exporter = \"none\", environment = \"e\" } # c\nx = 1\n",
                "x = 1\n[\"otel\"]\nlog_user_prompt = false\n",
                "x = 1\n['otel'.\"span_attributes\"]\nk = 'v'\n[y]\nz = 1\n",
                "x = '''\n[otel]\nexporter = 1\n'''\n[a]\nb = \"\"\"\n[otel.x]\n\"\"\"\n",
                "x = 1\r\n[\"o\\u0074el\"]\r\nlog_user_prompt = false\r\n[y]\r\n",
                "[other.otel]\nexporter = 1\n[otel2]\na = 1\n[[other.list]]\notel = 5\n",
                "",
                "# only a comment",
                "[a]\n[otel]"
            })
    void every_form_is_replaced_by_one_table_and_comes_back(String text) {
        var after = plan(text).after();
        var parsed = Toml.parse(after);
        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.getString("otel.exporter.otlp-http.endpoint")).isEqualTo("http://127.0.0.1:4318/v1/logs");
        assertThat(after.lines().filter(line -> line.equals("[otel]")).count())
                .isEqualTo(1
                        + text.lines()
                                .filter(line -> line.equals("[otel]") && text.contains("'''"))
                                .count());
        assertThat(codex.plan(after, text, Texts.wanted()).after()).isEqualTo(after);
        assertThat(restored(codex.undone(text, after, after, false))).isEqualTo(text);
        var edited = after + "\n[more]\nn = 1\n";
        var undone = Toml.parse(restored(codex.undone(text, after, edited, false)));
        assertThat(undone.errors()).isEmpty();
        assertThat(undone.getLong("more.n")).isEqualTo(1);
        assertThat(undone.get("otel") == null).isEqualTo(Toml.parse(text).get("otel") == null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "otel.exporter = { otlp-grpc = { endpoint = \"http://c:4317\" } }",
                "[otel]\ntrace_exporter = { otlp-http = { endpoint = \"https://c/v1/traces\", protocol = \"json\" } }",
                "[otel.exporter.\"otlp-http\"]\nendpoint = \"http://127.0.0.1:4318\"\nprotocol = \"json\"",
                "[otel]\nmetrics_exporter = \"statsig\"",
                "[[otel]]\na = 1",
                "otel = 3"
            })
    void an_exporter_of_the_users_is_replaced_only_when_that_is_wanted(String text) {
        var plan = plan(text);
        assertThat(plan.objections()).singleElement().satisfies(why -> {
            assertThat(why.rule()).isEqualTo(Objection.Rule.OTHER_EXPORTER);
            assertThat(why.words()).contains("--replace");
        });
        assertThat(plan.after()).isEqualTo(text);
        assertThat(codex.plan(text, text, Texts.replacing()).after()).contains(BLOCK);
    }

    @Test
    void the_values_of_headers_are_not_told() {
        var text = "otel.exporter = { otlp-http = { endpoint = \"https://c/x\", protocol = \"json\","
                + " headers = { authorization = \"Bearer made-up\" } } }";
        assertThat(plan(text).objections().getFirst().words())
                .doesNotContain("made-up")
                .contains("https://c/x");
        assertThat(codex.secrets(text)).containsExactly("Bearer made-up");
    }

    @Test
    void another_port_of_ours_is_no_other_exporter() {
        var before =
                codex.plan(null, null, Texts.wanted("http://127.0.0.1:9999")).after();
        assertThat(plan(before).objections()).hasSize(1);
        var knowing = Texts.wanted().knowing(Set.of("http://127.0.0.1:9999"));
        assertThat(codex.plan(before, null, knowing).after()).isEqualTo(BLOCK);
    }

    @Test
    void metrics_are_sent_when_that_is_asked() {
        var wanted = new Wanted(Texts.base("http://127.0.0.1:4318"), Texts.TOKEN, true, null, false, Set.of());
        var parsed = Toml.parse(codex.plan(null, null, wanted).after());
        assertThat(parsed.getString("otel.metrics_exporter.otlp-http.endpoint"))
                .isEqualTo("http://127.0.0.1:4318/v1/metrics");
    }

    @Test
    void who_does_not_want_prompts_sent_is_heeded() {
        var text = "[otel]\nlog_user_prompt = false\n";
        var plan = plan(text);
        assertThat(plan.after()).isEqualTo(BLOCK.replace("log_user_prompt = true", "log_user_prompt = false"));
        assertThat(plan.notes()).singleElement().asString().contains("otel.log_user_prompt", "stays", "--replace");
        assertThat(plan(plan.after()).after()).isEqualTo(plan.after());
        assertThat(codex.plan(text, text, Texts.replacing()).after()).isEqualTo(BLOCK);
        var answers = plan("otel.log_agent_responses = false\n");
        assertThat(answers.after()).contains("log_agent_responses = false", "log_user_prompt = true");
        assertThat(restored(codex.undone(text, plan.after(), plan.after(), false)))
                .isEqualTo(text);
    }

    @Test
    void a_token_that_was_edited_since_is_still_ours() {
        var after = plan("a = 1\n").after();
        var edited = after.replaceFirst(Texts.TOKEN, "made-up") + "b = 2\n";
        assertThat(restored(codex.undone("", BLOCK, BLOCK.replace(Texts.TOKEN, "made-up") + "[b]\n", false)))
                .isEqualTo("[b]\n");
        assertThat(codex.undone("a = 1\n", after, edited, false)).isInstanceOf(Undone.Refused.class);
    }

    @Test
    void what_is_no_toml_is_left_alone_with_its_place() {
        var plan = plan("a = 1\nb = \n");
        assertThat(plan.after()).isEqualTo("a = 1\nb = \n");
        assertThat(plan.objections()).singleElement().satisfies(why -> {
            assertThat(why.rule()).isEqualTo(Objection.Rule.UNPARSABLE);
            assertThat(why.words()).startsWith("config.toml:2:").contains("left as it is");
        });
    }

    @Test
    void an_undo_refuses_when_our_table_was_edited_and_says_which_keys() {
        var after = plan("a = 1\n").after();
        var edited = after.replace("log_user_prompt = true", "log_user_prompt = false");
        assertThat(codex.undone("a = 1\n", after, edited, false))
                .isInstanceOfSatisfying(Undone.Refused.class, refused -> {
                    assertThat(refused.why().rule()).isEqualTo(Objection.Rule.CHANGED_SINCE);
                    assertThat(refused.why().words()).contains("otel.log_user_prompt");
                });
        assertThat(restored(codex.undone("a = 1\n", after, edited, true)).strip())
                .isEqualTo("a = 1");
    }

    @Test
    void an_undo_keeps_edits_and_puts_back_the_old_exporter() {
        var before =
                "otel.environment = \"x\"\nmodel = \"m\"\n[otel.exporter.otlp-grpc]\nendpoint = \"http://c:4317\"\n";
        assertThat(Toml.parse("model = \"m\"\n[otel]\nexporter = \"none\"\n").hasErrors())
                .isFalse();
        var own = before.substring(before.indexOf("model"));
        var after = codex.plan(own, own, Texts.replacing()).after();
        var edited = after.replace("\"m\"", "\"n\"");
        assertThat(restored(codex.undone(own, after, edited, false))).isEqualTo(own.replace("\"m\"", "\"n\""));
    }

    @Test
    void telemetry_is_told_by_signal() {
        var told = codex.telemetry(BLOCK);
        assertThat(told.bases())
                .isEqualTo(
                        Map.of("logs", "http://127.0.0.1:4318", "traces", "http://127.0.0.1:4318", "metrics", "none"));
        assertThat(told.token()).isEqualTo(Texts.TOKEN);
        assertThat(codex.telemetry(null).bases()).isEmpty();
        assertThat(codex.telemetry("x").readable()).contains("config.toml:1:");
        assertThat(codex.telemetry("otel.exporter = { otlp-grpc = { endpoint = \"x\" } }")
                        .bases())
                .isEqualTo(Map.of("logs", "otlp-grpc to x"));
    }
}
