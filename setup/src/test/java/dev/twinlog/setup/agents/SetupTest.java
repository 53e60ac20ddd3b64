package dev.twinlog.setup.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.model.Agent;
import dev.twinlog.setup.FileReplacement.Step;
import dev.twinlog.setup.FileReplacement.Steps;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.agents.Setup.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SetupTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T21:18:56.968Z"), ZoneOffset.UTC);
    private static final String TOML =
            "model = \"m\" # mine\r\n[otel]\r\nexporter = \"none\"\r\n\r\n[a.\"#b\"]\r\nc = 1";
    private static final String JSON = "\ufeff{\n\t\"env\": {\"A\": \"\\u00e9\"},   \"hooks\": [ ]\n}";

    /// A kill at a step: an error, since nothing may take it for trouble that it can answer.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @TempDir
    Path home;

    private Folders folders;

    @BeforeEach
    void prepare() throws Exception {
        folders = Folders.of(Map.of("HOME", home.toString()), "Linux");
    }

    private Setup setup() {
        return new Setup(folders, CLOCK);
    }

    private Path given(Agent agent) throws IOException {
        var file = setup().file(agent);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, agent == Agent.CLAUDE ? JSON : TOML);
    }

    private static String original(Agent agent) {
        return agent == Agent.CLAUDE ? JSON : TOML;
    }

    @ParameterizedTest
    @EnumSource
    void apply_and_undo_leave_the_same_bytes_and_the_same_mode(Agent agent) throws Exception {
        var file = given(agent);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        var applied = setup().apply(agent, Texts.wanted());
        assertThat(applied.action()).isEqualTo(Action.MODIFY);
        assertThat(file).content().contains("127.0.0.1:4318", Texts.TOKEN);
        assertThat(Files.readString(applied.backup())).isEqualTo(original(agent));
        assertThat(applied.backup().getParent())
                .isEqualTo(folders.data().resolve("setup").resolve(agent.wire()));
        assertThat(applied.backup().getFileName().toString()).startsWith("2026-11-20T211856.968Z-");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(applied.backup())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(setup().apply(agent, Texts.wanted()).action()).isEqualTo(Action.NOTHING);
        assertThat(setup().undo(agent).action()).isEqualTo(Action.MODIFY);
        assertThat(Files.readString(file)).isEqualTo(original(agent));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(setup().undo(agent).action()).isEqualTo(Action.NOTHING);
    }

    @ParameterizedTest
    @EnumSource
    void a_file_that_was_not_there_is_made_for_its_owner_and_goes_again(Agent agent) throws Exception {
        var applied = setup().apply(agent, Texts.wanted());
        var file = setup().file(agent);
        assertThat(applied.action()).isEqualTo(Action.CREATE);
        assertThat(applied.backup()).isNull();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(setup().planUndo(agent).action()).isEqualTo(Action.DELETE);
        assertThat(setup().undo(agent).action()).isEqualTo(Action.DELETE);
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void a_plan_touches_nothing_and_shows_no_secret(Agent agent) throws Exception {
        given(agent);
        var plan = setup().plan(agent, Texts.wanted());
        assertThat(Files.readString(setup().file(agent))).isEqualTo(original(agent));
        assertThat(folders.data()).doesNotExist();
        assertThat(String.join("\n", plan.diff())).contains("+", "-", "0123…").doesNotContain(Texts.TOKEN);
        assertThat(plan.changes().toString()).contains("0123…").doesNotContain(Texts.TOKEN);
    }

    @ParameterizedTest
    @EnumSource
    void a_second_port_replaces_the_first_and_undo_goes_back_to_the_beginning(Agent agent) throws Exception {
        var file = given(agent);
        setup().apply(agent, Texts.wanted());
        assertThat(setup().apply(agent, Texts.wanted("http://127.0.0.1:5555")).action())
                .isEqualTo(Action.MODIFY);
        assertThat(file).content().contains("127.0.0.1:5555").doesNotContain("127.0.0.1:4318");
        setup().undo(agent);
        assertThat(Files.readString(file)).isEqualTo(original(agent));
    }

    @ParameterizedTest
    @EnumSource
    void edits_between_and_after_are_kept(Agent agent) throws Exception {
        var file = given(agent);
        setup().apply(agent, Texts.wanted());
        var first = agent == Agent.CLAUDE ? "\"hooks\": [ ]" : "\"m\" # mine";
        var second = agent == Agent.CLAUDE ? "\"hooks\": [ 1 ]" : "\"n\" # mine";
        Files.writeString(file, Files.readString(file).replace(first, second));
        setup().apply(agent, Texts.wanted("http://127.0.0.1:5555"));
        var third = second + " ";
        Files.writeString(file, Files.readString(file).replace(second, third));
        assertThat(setup().undo(agent).objections()).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(original(agent).replace(first, third));
    }

    @ParameterizedTest
    @EnumSource
    void who_is_killed_at_any_step_leaves_a_whole_file_that_can_be_undone(Agent agent) throws Exception {
        int steps = killedAfter(agent, Integer.MAX_VALUE);
        assertThat(steps).isGreaterThan(10);
        for (int step = 0; step < steps; step++) {
            reset(agent);
            killedAfter(agent, step);
            var now = Files.readString(setup().file(agent));
            if (!now.equals(original(agent)))
                assertThat(setup().apply(agent, Texts.wanted()).action()).isEqualTo(Action.NOTHING);
            setup().undo(agent);
            assertThat(Files.readString(setup().file(agent)))
                    .as("killed at step " + step)
                    .isEqualTo(original(agent));
            setup().apply(agent, Texts.wanted());
            setup().apply(agent, Texts.wanted("http://127.0.0.1:1"));
            killed(
                    step,
                    counting -> new Setup(folders, CLOCK, counting).apply(agent, Texts.wanted("http://127.0.0.1:2")));
            killed(step, counting -> new Setup(folders, CLOCK, counting).undo(agent));
            setup().undo(agent);
            assertThat(Files.readString(setup().file(agent)))
                    .as("killed at step " + step)
                    .isEqualTo(original(agent));
            assertThat(leftovers(agent)).isEmpty();
        }
    }

    private void reset(Agent agent) throws IOException {
        given(agent);
        try (var files = Files.walk(folders.data())) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    private List<String> leftovers(Agent agent) throws IOException {
        try (var files = Files.list(setup().file(agent).getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .toList();
        }
    }

    private int killedAfter(Agent agent, int step) throws IOException {
        given(agent);
        return killed(step, counting -> new Setup(folders, CLOCK, counting).apply(agent, Texts.wanted()));
    }

    private interface Act {
        void with(Steps steps) throws IOException;
    }

    /// How many steps were taken.
    private static int killed(int at, Act act) throws IOException {
        var taken = new ArrayList<Step>();
        try {
            act.with((step, _) -> {
                if (taken.size() == at) throw new Killed();
                taken.add(step);
            });
        } catch (Killed killed) {
            // as wanted
        }
        return taken.size();
    }

    @Test
    void the_draft_of_a_killed_process_is_removed() throws Exception {
        var file = given(Agent.CLAUDE);
        var draft = Files.writeString(file.resolveSibling(".settings.json.999999999"), "half");
        setup().apply(Agent.CLAUDE, Texts.wanted());
        assertThat(draft).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void a_change_between_plan_and_write_is_seen_and_kept(Agent agent) throws Exception {
        var file = given(agent);
        Steps meddling = (step, path) -> {
            if (step == Step.COMPARE && path.getFileName().equals(file.getFileName()))
                Files.writeString(file, "meanwhile");
        };
        assertThatThrownBy(() -> new Setup(folders, CLOCK, meddling).apply(agent, Texts.wanted()))
                .hasMessageContaining("has changed meanwhile");
        assertThat(file).hasContent("meanwhile");
    }

    @Test
    void of_a_link_the_target_is_written_and_the_link_stays() throws Exception {
        var file = given(Agent.CODEX);
        var target = home.resolve("dotfiles.toml");
        Files.move(file, target);
        Files.createSymbolicLink(file, target);
        setup().apply(Agent.CODEX, Texts.wanted());
        assertThat(file).isSymbolicLink();
        assertThat(target).content().contains("4318");
        setup().undo(Agent.CODEX);
        assertThat(Files.readString(target)).isEqualTo(TOML);
        Files.delete(target);
        assertThatThrownBy(() -> setup().apply(Agent.CODEX, Texts.wanted())).hasMessageContaining("is a link to");
    }

    @Test
    void a_read_only_file_is_refused_with_the_way_out() throws Exception {
        var file = given(Agent.CLAUDE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assertThat(setup().apply(Agent.CLAUDE, Texts.wanted()).objections())
                .singleElement()
                .satisfies(why -> {
                    assertThat(why.rule()).isEqualTo(Objection.Rule.READ_ONLY);
                    assertThat(why.words()).contains("chmod u+w", file.toString());
                });
        assertThat(Files.readString(file)).isEqualTo(JSON);
    }

    @Test
    void what_is_no_utf8_is_left_alone() throws Exception {
        var file = given(Agent.CODEX);
        var bytes = "a = \"\u00e9\"\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, bytes);
        assertThat(setup().apply(Agent.CODEX, Texts.wanted())
                        .objections()
                        .getFirst()
                        .words())
                .contains("UTF-8");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThat(setup().telemetry(Agent.CODEX).readable()).contains("UTF-8");
    }

    @Test
    void a_file_that_is_too_large_is_refused() throws Exception {
        var file = given(Agent.CODEX);
        Files.writeString(file, "#".repeat(Setup.BYTES_MAX + 1));
        assertThatThrownBy(() -> setup().plan(Agent.CODEX, Texts.wanted())).hasMessageContaining("is larger than");
        Files.writeString(file, "#".repeat(Setup.BYTES_MAX));
        assertThat(setup().plan(Agent.CODEX, Texts.wanted()).objections()).isEmpty();
    }

    @Test
    void a_backup_that_was_tampered_with_is_not_trusted() throws Exception {
        given(Agent.CODEX);
        var backup = setup().apply(Agent.CODEX, Texts.wanted()).backup();
        Files.writeString(backup, "else");
        assertThatThrownBy(() -> setup().undo(Agent.CODEX)).hasMessageContaining(backup.toString());
    }

    @Test
    void another_codex_home_has_a_record_of_its_own() throws Exception {
        setup().apply(Agent.CODEX, Texts.wanted());
        var other = Folders.of(
                Map.of(
                        "HOME",
                        home.toString(),
                        "CODEX_HOME",
                        home.resolve("other").toString()),
                "Linux");
        var elsewhere = new Setup(other, CLOCK);
        elsewhere.apply(Agent.CODEX, Texts.wanted());
        assertThat(elsewhere.undo(Agent.CODEX).action()).isEqualTo(Action.DELETE);
        assertThat(setup().undo(Agent.CODEX).action()).isEqualTo(Action.DELETE);
    }

    @Test
    void one_set_up_works_at_a_time() throws Exception {
        Steps nested = (step, _) -> {
            if (step == Step.RENAME) setup().apply(Agent.CODEX, Texts.wanted());
        };
        assertThatThrownBy(() -> new Setup(folders, CLOCK, nested).apply(Agent.CLAUDE, Texts.wanted()))
                .hasMessageContaining("another set-up");
    }

    /// The shapes that the agents themselves write: folders as table names, hooks, a status line.
    @Test
    void files_as_the_agents_write_them_come_back_as_they_were() throws Exception {
        var toml = """
                model = "gpt-5.5"
                model_reasoning_effort = "high"
                notify = ["notify-send", "Codex"]
                disable_response_storage = true

                [projects."/home/me/c#app"]
                trust_level = "trusted"

                [projects."/home/me/[otel]"]
                trust_level = "untrusted"

                [mcp_servers.docs]
                command = "npx"
                args = ["-y", "docs-mcp"]
                env = { TOKEN = "made-up", OTEL_SDK_DISABLED = "true" }

                [otel]
                environment = "laptop"
                log_user_prompt = false
                exporter = "none"

                [otel.span_attributes]
                "team.name" = "tools"

                [tui]
                notifications = true

                [profiles.quick]
                model = "gpt-5.5-mini"
                """;
        var json = """
                {
                  "$schema": "https://json.schemastore.org/claude-code-settings.json",
                  "env": {
                    "BASH_DEFAULT_TIMEOUT_MS": "60000",
                    "DISABLE_TELEMETRY": "1"
                  },
                  "permissions": {
                    "allow": ["Bash(npm run lint)", "Read(~/.zshrc)"],
                    "deny": []
                  },
                  "hooks": {
                    "PreToolUse": [
                      { "matcher": "Bash", "hooks": [{ "type": "command", "command": "echo \\"é\\" >> /tmp/x" }] }
                    ]
                  },
                  "statusLine": { "type": "command", "command": "~/.claude/line.sh" },
                  "cleanupPeriodDays": 99999
                }
                """;
        var codex = Files.writeString(given(Agent.CODEX), toml);
        var claude = Files.writeString(given(Agent.CLAUDE), json);
        for (var agent : Agent.values()) setup().apply(agent, Texts.wanted());
        assertThat(codex)
                .content()
                .contains("environment = \"laptop\"", "[tui]\nnotifications")
                .doesNotContain("team.name");
        assertThat(claude)
                .content()
                .contains("    \"DISABLE_TELEMETRY\": \"1\",\n    \"CLAUDE_CODE_ENABLE_TELEMETRY\": \"1\"");
        for (var agent : Agent.values()) setup().undo(agent);
        assertThat(Files.readString(codex)).isEqualTo(toml);
        assertThat(Files.readString(claude)).isEqualTo(json);
    }
}
