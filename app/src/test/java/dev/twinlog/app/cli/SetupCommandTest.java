package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.twinlog.app.CannedAnswers;
import dev.twinlog.setup.OtlpToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupCommandTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final CannedCli cli = new CannedCli(new CannedAnswers(), environment);
    private Path claude;
    private Path codex;

    @BeforeEach
    void prepare() {
        environment.putAll(Map.of(
                "HOME", home.toString(), "TWINLOG_HOME", home.resolve("t").toString()));
        claude = home.resolve(".claude/settings.json");
        codex = home.resolve(".codex/config.toml");
    }

    private void installed() throws Exception {
        Files.createDirectories(claude.getParent());
        Files.createDirectories(codex.getParent());
    }

    private int run(String... words) {
        return cli.run(words);
    }

    private String out() {
        return cli.out();
    }

    private String err() {
        return cli.err();
    }

    private Map<?, ?> json() throws Exception {
        try (var json = new JsonFactory().createParser(cli.out())) {
            json.nextToken();
            return (Map<?, ?>) JsonTree.read(json);
        }
    }

    @Test
    void both_agents_are_set_up_shown_and_taken_back() throws Exception {
        installed();
        assertThat(run("setup", "plan")).isZero();
        assertThat(out())
                .contains(
                        "would be made", "+[otel]", "\"x-twinlog-token=new …\"", "\n`twinlog setup apply` writes it.");
        assertThat(claude).doesNotExist();
        assertThat(codex).doesNotExist();
        assertThat(home.resolve("t")).doesNotExist();
        assertThat(run("setup", "apply")).isZero();
        var token = OtlpToken.read(home.resolve("t")).orElseThrow().reveal();
        assertThat(claude).content().contains("\"OTEL_EXPORTER_OTLP_HEADERS\": \"x-twinlog-token=" + token + "\"");
        assertThat(codex).content().contains("http://127.0.0.1:4318/v1/traces", token);
        assertThat(out()).contains("is made", "twinlog doctor").doesNotContain(token);
        assertThat(run("setup", "apply")).isZero();
        assertThat(out()).contains("says already what it should").doesNotContain("+[otel]");
        assertThat(run("setup", "undo")).isZero();
        assertThat(claude).doesNotExist();
        assertThat(codex).doesNotExist();
        assertThat(run("setup", "undo")).isZero();
        assertThat(out()).contains("There is nothing to undo.").doesNotContain("docs/setup.md");
        assertThat(err()).isEmpty();
    }

    @Test
    void a_token_of_which_nothing_is_on_record_is_not_undone_silently() throws Exception {
        installed();
        Files.writeString(claude, "{\"env\":{\"OTEL_EXPORTER_OTLP_HEADERS\":\"x-twinlog-token=made-up\"}}");
        assertThat(run("setup", "undo")).isEqualTo(ExitCodes.NOT_DONE);
        assertThat(err()).contains(claude.toString(), "not on record", "docs/setup.md");
    }

    @Test
    void an_agent_that_is_not_on_this_machine_is_set_up_with_a_note() throws Exception {
        var program =
                Files.writeString(Files.createDirectory(home.resolve("bin")).resolve("codex"), "");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        environment.put("PATH", home.resolve("bin").toString());
        assertThat(run("setup", "apply")).isZero();
        assertThat(out().replaceAll("\\s+", " "))
                .contains("`claude` was not found", "name `codex` alone to leave it out")
                .doesNotContain("`codex` was not found");
        assertThat(claude).exists();
        assertThat(codex).exists();
    }

    @Test
    void what_a_plan_says_to_run_writes_what_it_shows() throws Exception {
        installed();
        run("setup", "plan", "--replace", "--metrics", "--cleanup-days", "90", "--endpoint", "http://127.0.0.1:5");
        assertThat(out())
                .contains(
                        "`twinlog setup apply --endpoint http://127.0.0.1:5 --replace --metrics --cleanup-days 90` writes");
        run("setup", "plan", "codex", "--metrics", "--json");
        assertThat(out()).doesNotContain("setup apply --metrics");
        run("setup", "plan", "codex", "--metrics");
        assertThat(out()).contains("`twinlog setup apply codex --metrics` writes it.");
        Files.writeString(codex, "otel.exporter = { otlp-grpc = { endpoint = \"http://c:4317\" } }\n");
        assertThat(run("setup", "plan")).isEqualTo(ExitCodes.NO);
        assertThat(out()).contains("`twinlog setup apply claude` writes it.");
        assertThat(run("setup", "plan", "codex")).isEqualTo(ExitCodes.NO);
        assertThat(out()).doesNotContain("writes it");
    }

    @Test
    void the_agents_own_folders_and_our_ports_are_honoured() throws Exception {
        Files.createDirectories(home.resolve("cc"));
        Files.createDirectories(home.resolve("cx"));
        environment.put("CODEX_HOME", home.resolve("cx").toString());
        environment.put("CLAUDE_CONFIG_DIR", home.resolve("cc").toString());
        environment.put("TWINLOG_OTLP_HTTP_PORT", "4999");
        assertThat(run("setup", "apply", "--metrics", "--cleanup-days", "90")).isZero();
        assertThat(home.resolve("cx/config.toml")).content().contains("http://127.0.0.1:4999/v1/metrics");
        assertThat(home.resolve("cc/settings.json")).content().contains(":4999\"", "\"cleanupPeriodDays\": 90");
        environment.put("TWINLOG_OTLP_HTTP_PORT", "0");
        assertThat(run("setup", "plan")).isEqualTo(ExitCodes.NOT_DONE);
        assertThat(err()).contains("--endpoint");
    }

    @Test
    void one_agent_may_be_named_and_the_answer_is_json_for_programs() throws Exception {
        Files.createDirectories(codex.getParent());
        Files.writeString(codex, "model = \"m\"\n");
        assertThat(run("setup", "plan", "codex", "--endpoint", "http://localhost:1", "--json"))
                .isZero();
        assertThat(json().get("endpoint")).isEqualTo("http://localhost:1");
        assertThat(json().get("applied")).isEqualTo(false);
        var plan = (Map<?, ?>) ((List<?>) json().get("agents")).getFirst();
        assertThat(plan.get("agent")).isEqualTo("codex");
        assertThat(plan.get("action")).isEqualTo("modify");
        assertThat(plan.get("diff").toString()).contains("+log_user_prompt = true");
        assertThat(plan.get("changes").toString()).contains("key=otel.exporter, from=null");
        assertThat(run("setup", "apply", "--json", "codex")).isZero();
        var applied = (Map<?, ?>) ((List<?>) json().get("agents")).getFirst();
        assertThat(Path.of((String) applied.get("backup"))).hasContent("model = \"m\"\n");
        assertThat(claude).doesNotExist();
        assertThat(run("setup", "undo")).isZero();
        assertThat(err()).isEmpty();
        assertThat(codex).hasContent("model = \"m\"\n");
    }

    @Test
    void what_is_refused_for_one_agent_does_not_stop_the_other() throws Exception {
        installed();
        Files.createDirectories(codex.getParent());
        Files.writeString(codex, "otel.exporter = { otlp-grpc = { endpoint = \"http://c:4317\" } }\n");
        assertThat(run("setup", "plan", "--json")).isEqualTo(ExitCodes.NO);
        assertThat(out()).contains("\"rule\":\"other_exporter\"");
        assertThat(run("setup", "apply")).isEqualTo(ExitCodes.NOT_DONE);
        assertThat(err()).contains(codex.toString(), "--replace");
        assertThat(claude).exists();
        assertThat(codex).content().contains("otlp-grpc");
        assertThat(run("setup", "apply", "--replace")).isZero();
        assertThat(codex).content().doesNotContain("otlp-grpc");
        assertThat(run("setup", "undo", "codex")).isZero();
        assertThat(codex).content().isEqualTo("otel.exporter = { otlp-grpc = { endpoint = \"http://c:4317\" } }\n");
    }

    @Test
    void a_broken_file_is_left_alone_with_its_place() throws Exception {
        Files.createDirectories(claude.getParent());
        Files.writeString(claude, "{\n  \"a\": 1,\n}\n");
        assertThat(run("setup", "apply", "claude")).isEqualTo(ExitCodes.NOT_DONE);
        assertThat(err()).contains(claude + ":3:");
        assertThat(claude).content().isEqualTo("{\n  \"a\": 1,\n}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--endpoint=http://h/v1/logs",
                "--endpoint=http://c.example.com",
                "--endpoint=x",
                "--cleanup-days=0",
                "--cleanup-days=36501",
                "--cleanup-days=x"
            })
    void what_makes_no_sense_is_wrong_usage_and_writes_nothing(String option) {
        assertThat(run("setup", "apply", option)).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(err()).isNotBlank();
        assertThat(home).isEmptyDirectory();
        assertThat(run("setup", "apply", "cursor")).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(run("setup")).isEqualTo(ExitCodes.WRONG_USAGE);
    }

    @Test
    void the_doctor_finds_what_is_wrong_and_says_what_to_do() throws Exception {
        installed();
        Files.createDirectories(codex.getParent());
        assertThat(run("doctor")).isEqualTo(ExitCodes.NO);
        assertThat(out()).contains("problem      daemon: no daemon runs", "next: twinlog setup apply codex");
        run("setup", "apply", "--endpoint", "http://127.0.0.1:9");
        assertThat(run("doctor", "--json")).isEqualTo(ExitCodes.NO);
        var findings = (List<?>) json().get("findings");
        assertThat(findings.toString()).contains("check=setup.codex, state=problem", "to port 9,");
    }
}
