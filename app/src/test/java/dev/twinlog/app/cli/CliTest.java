package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.CannedAnswers;
import dev.twinlog.app.CannedWiring;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.model.Agent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

    @TempDir
    Path home;

    private final CannedAnswers answers = new CannedAnswers();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private final CannedWiring wiring = new CannedWiring(answers);

    private int run(String... words) {
        out.reset();
        err.reset();
        var environment = Map.of("HOME", home.toString(), "TWINLOG_HOME", home + "/t", "COLUMNS", "80");
        var outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
        var errStream = new PrintStream(err, false, StandardCharsets.UTF_8);
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        var zone = TimeZone.getTimeZone("Europe/Berlin");
        return Cli.of(wiring, environment, "", outStream, errStream, clock, zone)
                .run(words);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void an_answer_during_an_import_says_that_it_is_partial() throws Exception {
        var environment = Map.of("HOME", home.toString(), "TWINLOG_HOME", home + "/t", "TWINLOG_PAGE_PORT", "0");
        var folders = dev.twinlog.setup.Folders.of(environment, "Linux");
        var settings = dev.twinlog.setup.Settings.read(folders, environment);
        var said = "twinlog: the import is at 49 %: this answer is partial" + System.lineSeparator();
        wiring.importing(49);
        try (var _ = wiring.daemon(folders, settings)) {
            for (var command : List.of("sessions", "search x", "usage")) {
                assertThat(run(command.split(" "))).isZero();
                assertThat(err()).isEqualTo(said);
                assertThat(run((command + " --json").split(" "))).isZero();
                assertThat(err()).isEqualTo(said);
                assertThat(out()).isEqualTo(answers.json(command.split(" ")[0]) + System.lineSeparator());
            }
            assertThat(run("status")).isZero();
            assertThat(err()).isEmpty();
        }
        assertThat(run("usage")).isZero();
        assertThat(err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "status", "sessions", "usage", "verify", "rebuild"})
    void json_is_the_answer_as_it_is_and_a_newline(String command) {
        assertThat(run(command, "--json")).isZero();
        assertThat(out()).isEqualTo(answers.json(command) + System.lineSeparator());
        assertThat(err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sync                | sessions: 3",
                "status              | OTEL_ONLY",
                "status              | no live stream",
                "sessions            | Fix the build",
                "sessions            | no room for PROJECT, PROMPTS, TOOLS, GAPS, STARTED: see",
                "show s1             | why does it fail?",
                "search needle       | the needle",
                "usage               | 2,000,000",
                "verify              | The store says what the journal says.",
                "rebuild             | sessions: 3",
                "restore s1 --to dir | a.jsonl",
                "explain s1#1        | not transcript (its raw bytes are gone)",
                "explain s1#1        | line 3, 5 bytes at 1,234, journal 7",
                "explain s1#1 --raw  | a raw line",
                "decisions           | otlp over transcript",
                "gaps                | tool call without a result  [open]"
            })
    void each_command_shows_its_answer_to_people(String command, String shown) {
        assertThat(run(command.split(" "))).as(err()).isZero();
        assertThat(out()).contains(shown).doesNotContain("{");
        assertThat(err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sesions                    | there is no command 'sesions'; did you mean 'sessions'?",
                "sessions --agnt codex      | sessions has no option '--agnt'; did you mean '--agent'?",
                "sessions --agent copilot   | unknown agent 'copilot'; known are claude and codex",
                "sessions --since yesterday | 'yesterday' is no time",
                "sessions --limit 0         | limit must be a number from 1",
                "sessions extra             | extra",
                "show                       | Missing required parameter: 'ID'",
                "show a b                   | b",
                "search                     | Missing required parameter: 'TEXT'",
                "search connection refused  | put the text in quotes: \"connection refused\"",
                "search a b --limit 3 c     | put the text in quotes: \"a b c\"",
                "tail a b                   | tail takes only SESSION, so 'b' is too much",
                "config foo                 | config has no command 'foo'; it has list, get, set, unset, path, explain",
                "gaps --state foo           | --state must be one of open, healed, explained, cannot_tell, all, not 'foo'",
                "help sesions               | there is no command 'sesions'; did you mean 'sessions'?",
                "usage --by moon            | by must be one of day, model, project, session, agent, not 'moon'",
                "usage --tz Mars            | tz must be a time zone",
                "restore s1                 | Missing required option: '--to=DIR'",
                "restore s1 --to d --generation 0 | generation must be a number from 1, or all",
                "up --page-port many        | --page-port must be a port from 0 to 65535",
                "config                     | which of its commands? config has list, get, set, unset, path, explain",
                "config gte page-port       | gte",
                "config get                 | Missing required parameter: 'KEY'",
                "config get disk.flor       | there is no setting 'disk.flor'; did you mean 'disk.floor'?",
                "config set page-port       | Missing required parameter",
                "config set page-port many  | page-port must be a port from 0",
                "config set stream.enabled yes | stream.enabled must be one of",
                "completion csh             | completion knows bash, zsh, fish, not 'csh'",
                "export --format xml        | --format must be one of jsonl, markdown, not 'xml'",
                "export --format markdown   | takes one session: twinlog export --format markdown SESSION",
                "export --format markdown a b | takes one session",
                "export a --since 7d        | not both",
                "export --full              | --full is for --format markdown",
                "export --force             | --force is for the file of --to",
                "export a,b                 | 'a,b' is no id of a session",
                "sessions --agent a --agent b | --agent",
                "sessions --since 2026-01-20 --until 2026-01-19 | since is later than until",
                "up --page-port 70000       | --page-port must be a port from 0 to 65535"
            })
    void wrong_usage_ends_with_2_and_says_what_is_wrong(String command, String said) {
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(err()).contains(said);
        assertThat(out()).isEmpty();
    }

    @Test
    void two_dashes_before_a_command_end_the_options() {
        assertThat(run("--", "status")).isZero();
        assertThat(out()).contains("OTEL_ONLY");
    }

    @Test
    void sessions_says_which_it_cannot_list() {
        answers.with("status", """
                {"rescue":{"unlisted":1,"files":[{"path":"/a","session":"claude/a","listed":true,"reason":"it waits"},\
                {"path":"/b","session":"claude/b","listed":false,"reason":"it cannot be read; let this user read it"}]}}""");
        assertThat(run("sessions")).isZero();
        assertThat(out().lines().dropWhile(line -> !line.startsWith("⚠")).reduce("", (one, other) -> one + " " + other))
                .isEqualTo(
                        " ⚠ 1 session is not listed because nothing of it is captured: it cannot be read; let this user"
                                + " read it; see `twinlog status`");
        assertThat(out().lines())
                .allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(80));
        assertThat(run("sessions", "--brief")).isZero();
        assertThat(out()).doesNotContain("⚠");
        assertThat(run("sessions", "--json")).isZero();
        assertThat(out()).doesNotContain("⚠");
    }

    @Test
    void an_empty_text_is_called_empty() {
        assertThat(run("search", "")).isEqualTo(2);
        assertThat(err()).contains("the text is empty");
    }

    @Test
    void an_export_of_nothing_says_so() {
        answers.with("sessions", "[]");
        assertThat(run("export", "--project", "nosuch")).isZero();
        assertThat(out()).isEmpty();
        assertThat(err()).contains("no session is such");
    }

    @Test
    void prices_that_do_not_hold_are_shown_when_all_are_wanted() {
        answers.with("prices", """
                {"date":"2026-01-31","source":"a list","own":null,"prices":[\
                {"model":"old","input":"1","output":"2","inForce":false},\
                {"model":"new","from":"2026-01-01","input":"3","output":"2","inForce":true},\
                {"model":"new","from":"2025-01-01","input":"4","output":"2","inForce":true},\
                {"model":"new","from":"2027-01-01","input":"5","output":"2","inForce":true}]}""");
        assertThat(run("prices")).isZero();
        assertThat(out())
                .contains("new", "2026-01-01", "3 rows not in force today: --all")
                .doesNotContain("old", "2025", "2027");
        assertThat(run("prices", "--all")).isZero();
        assertThat(out()).containsSubsequence("new", "not in force today:", "old", "2025-01-01", "2027-01-01");
    }

    @Test
    void a_gap_names_its_file_and_where_to_look_further() {
        answers.with("gaps", """
                [{"session":"s1","agent":"claude","kind":"unparsable_line","id":"1f/offset-7","state":"open",\
                "since":null,"evidence":"a line of 5 bytes cannot be read","file":"/home/me/a.jsonl"}]""");
        assertThat(run("gaps")).isZero();
        assertThat(out()).contains("    /home/me/a.jsonl", "see `twinlog restore claude/s1 --to DIR`");
        assertThat(run("gaps", "--state", "all")).isZero();
    }

    @Test
    void a_brief_list_is_for_scripts() {
        assertThat(run("sessions", "--brief")).isZero();
        assertThat(out()).isEqualTo("0198c0de-0000-7000-8000-000000000000\tFix the build" + System.lineSeparator());
    }

    @Test
    void help_is_also_a_word() {
        assertThat(run("--help")).isZero();
        var help = out();
        assertThat(run("help")).isZero();
        assertThat(out()).isEqualTo(help);
        assertThat(run("help", "usage")).isZero();
        assertThat(out()).startsWith("Usage: twinlog usage ");
    }

    @Test
    void no_command_is_wrong_usage() {
        assertThat(run()).isEqualTo(2);
        assertThat(err()).contains("twinlog --help");
    }

    @Test
    void what_cannot_be_done_ends_with_3_and_the_reason() {
        answers.refusing("show", Refusal.Reason.NOT_FOUND, "no session 's9'; `twinlog sessions` lists them");
        assertThat(run("show", "s9")).isEqualTo(3);
        assertThat(err()).contains("no session 's9'");
        assertThat(run("show", "s9", "--json")).isEqualTo(3);
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"sessions\":3,\"digest\":\"a\",\"mismatches\":1}", "{\"mismatches\":[\"s1\"]}", "{}"})
    void a_mismatch_ends_with_1_in_both_forms(String answer) {
        answers.with("verify", answer);
        assertThat(run("verify")).isEqualTo(1);
        assertThat(out()).contains("twinlog rebuild");
        assertThat(run("verify", "--json")).isEqualTo(1);
        assertThat(out().strip()).isEqualTo(answer);
    }

    @Test
    void a_broken_settings_file_is_refused_with_its_place_and_kept() throws Exception {
        var file = Files.createDirectories(home.resolve("t")).resolve("config.toml");
        Files.writeString(file, "page-port = 1\ndisk.flor = 3\n");
        assertThat(run("status")).isEqualTo(3);
        assertThat(err()).contains(file + ":2:1").contains("did you mean 'disk.floor'?");
        assertThat(file).hasContent("page-port = 1\ndisk.flor = 3\n");

        assertThat(run("doctor")).isEqualTo(1);
        assertThat(out().replaceAll("\\s+", " "))
                .contains("problem settings: ", ":2:1", "did you mean 'disk.floor'?", "put it right", "daemon: ");
    }

    @Test
    void options_become_the_question() {
        run("sessions", "--agent=codex", "--project", "app", "--since", "7d", "--until", "2026-01-31", "--limit", "5");
        assertThat(answers.asked())
                .startsWith(new Question.Sessions(
                        Agent.CODEX,
                        "app",
                        Instant.parse("2026-01-25T00:00:00Z").toEpochMilli(),
                        Instant.parse("2026-01-30T23:00:00Z").toEpochMilli(),
                        5));
    }

    @Test
    void a_date_begins_in_the_zone_that_is_asked_for() {
        run("usage", "--tz", "UTC", "--since", "2026-01-31", "--by", "model");
        assertThat(answers.asked())
                .containsExactly(new Question.Usage(
                        Question.By.MODEL,
                        "UTC",
                        Instant.parse("2026-01-31T00:00:00Z").toEpochMilli(),
                        null));
    }

    @Test
    void every_command_has_help_with_an_example_that_it_understands() {
        for (var spec : Cli.specs()) {
            assertThat(run(spec.name(), "--help")).isZero();
            assertThat(out()).contains("Usage: twinlog " + spec.name()).contains("Example");
            for (var line : spec.footer()) {
                if (!line.startsWith("  twinlog ")) continue;
                var words = line.strip()
                        .split(" [|]| &&| >")[0]
                        .replace("\"", "")
                        .replace("connection ", "")
                        .split(" ");
                var arguments = java.util.Arrays.copyOfRange(words, 1, words.length);
                assertThat(Arguments.plain(named(words[1]), arguments)).as(line).isPresent();
            }
        }
        assertThat(run("--help")).isZero();
        assertThat(out()).contains(Cli.names());
    }

    private static Spec named(String command) {
        return Cli.specs().stream()
                .filter(spec -> spec.name().equals(command))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void help_at_80_columns_is_broken_only_where_it_must_be_and_its_examples_can_be_pasted() {
        for (var spec : Cli.specs()) {
            assertThat(run(spec.name(), "--help")).isZero();
            var lines = out().lines().toList();
            assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
            assertThat(out().replace(" \\" + System.lineSeparator() + "      ", " "))
                    .contains(spec.footer().stream()
                            .filter(line -> line.startsWith(" "))
                            .toList());
            for (int i = 0; i + 1 < lines.size(); i++) {
                if (isProse(lines.get(i)) && isProse(lines.get(i + 1)))
                    assertThat(lines.get(i) + " " + lines.get(i + 1).split(" ")[0])
                            .hasSizeGreaterThanOrEqualTo(80);
            }
        }
    }

    private static boolean isProse(String line) {
        return !line.isEmpty() && !line.startsWith(" ") && !line.startsWith("Usage");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sessions",
                "sessions --json --limit 3",
                "sessions --limit=3 --agent=codex",
                "show id --full",
                "restore --to d s1 --generation all",
                "search --limit 1 word",
                "usage --tz UTC",
                "export",
                "export a b --to f --force",
                "export --session a --session=b --full",
                "config get page-port",
                "config get page-port --json",
                "config set watch_paths.claude a b c",
                "config explain",
                "config explain raw.keep",
                "completion bash"
            })
    void plain_arguments_are_read_as_picocli_reads_them(String text) {
        var words = text.split(" ");
        var spec = Cli.specs().stream()
                .filter(s -> s.name().equals(words[0]))
                .findFirst()
                .orElseThrow();
        var terminal =
                Terminal.of(Map.of(), "", System.out, System.err, Clock.systemUTC(), TimeZone.getTimeZone("UTC"));
        var read = new java.util.ArrayList<Arguments>();
        new Grammar(Cli.specs(), terminal)
                .run(
                        words,
                        (_, arguments) -> {
                            read.add(arguments);
                            return 0;
                        },
                        (message, _) -> {
                            throw new AssertionError(message);
                        });
        assertThat(read).isEqualTo(List.of(Arguments.plain(spec, words).orElseThrow()));
    }
}
