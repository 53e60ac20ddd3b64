package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.CannedAnswers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    private static final String TWO = """
            [{"id":"late","agent":"claude","startedAt":"2026-01-31T12:00:00.000Z"},\
            {"id":"b","agent":"codex","startedAt":"2026-01-30T12:00:00.000Z"},\
            {"id":"a","agent":"codex","startedAt":"2026-01-30T12:00:00.000Z"}]""";

    @TempDir
    Path home;

    private final CannedAnswers answers = new CannedAnswers();
    private final Map<String, String> environment = new HashMap<>();
    private final CannedCli cli = new CannedCli(answers, environment);

    @BeforeEach
    void prepare() {
        environment.putAll(Map.of("HOME", home.toString(), "TWINLOG_HOME", home + "/t", "COLUMNS", "80"));
    }

    private int run(String... words) {
        return cli.run(words);
    }

    private String out() {
        return cli.out();
    }

    @Test
    void sessions_are_asked_for_one_by_one_from_the_first_begun_on() {
        answers.with("sessions", TWO);
        assertThat(run("export", "--agent", "codex", "--since", "2026-01-01")).isZero();
        assertThat(answers.asked().getFirst()).isInstanceOf(Question.Sessions.class);
        assertThat(answers.asked().subList(1, 4))
                .containsExactly(
                        Question.Export.of(List.of("codex/a")),
                        Question.Export.of(List.of("codex/b")),
                        Question.Export.of(List.of("claude/late")));
        assertThat(out()).isEqualTo(answers.json("export").repeat(3));
    }

    @Test
    void those_that_are_named_are_one_question() {
        assertThat(run("export", "x", "--session", "y")).isZero();
        assertThat(answers.asked()).containsExactly(Question.Export.of(List.of("x", "y")));
        assertThat(out()).isEqualTo(answers.json("export"));
    }

    @Test
    void one_that_is_let_go_of_meanwhile_is_left_out_and_any_other_refusal_ends_it() {
        answers.with("sessions", TWO).refusing("export", Refusal.Reason.NOT_FOUND, "gone");
        assertThat(run("export")).isZero();
        assertThat(out()).isEmpty();
        answers.refusing("export", Refusal.Reason.UNABLE, "the disk is broken");
        assertThat(run("export")).isEqualTo(3);
        assertThat(cli.err()).contains("the disk is broken");
    }

    @Test
    void a_file_is_the_owners_alone_and_not_overwritten_unless_wanted() throws Exception {
        var file = home.resolve("out.jsonl");
        assertThat(run("export", "x", "--to", file.toString())).isZero();
        assertThat(out()).startsWith(file + ": 2 lines, ");
        assertThat(file).content().isEqualTo(answers.json("export"));
        assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]");
        Files.writeString(file, "mine");
        assertThat(run("export", "x", "--to", file.toString())).isEqualTo(3);
        assertThat(cli.err()).contains("is there already").contains("--force");
        assertThat(file).hasContent("mine");
        assertThat(run("export", "x", "--to", file.toString(), "--force")).isZero();
        assertThat(file).content().isEqualTo(answers.json("export"));
    }

    @Test
    void what_fails_leaves_no_file_and_what_was_there() throws Exception {
        var file = home.resolve("out.jsonl");
        answers.refusing("export", Refusal.Reason.NOT_FOUND, "there is no session 'x'");
        assertThat(run("export", "x", "--to", file.toString())).isEqualTo(3);
        Files.writeString(file, "mine");
        assertThat(run("export", "x", "--to", file.toString(), "--force")).isEqualTo(3);
        assertThat(file).hasContent("mine");
        assertThat(run("export", "x", "--to", home.toString(), "--force")).isEqualTo(3);
        assertThat(cli.err()).contains("is a folder");
        assertThat(run("export", "x", "--to", home + "/none/f")).isEqualTo(3);
        try (var left = Files.list(home)) {
            assertThat(left.filter(path -> !path.endsWith("t"))).containsExactly(file);
        }
    }

    @Test
    void a_session_as_markdown_is_a_title_facts_and_what_happened() {
        assertThat(run("export", "--format", "markdown", "s1")).isZero();
        assertThat(out()).isEqualTo("""
                # Fix the build

                | | |
                |---|---|
                | Agent | claude |
                | Project | `/home/me/app` |
                | Began | 2026-01-31 12:00 UTC |
                | Tokens | 0 requests |
                | Session | `s1` |

                **Prompt** · 12:00:00

                > why does it fail?

                """);
    }

    @Test
    void what_is_no_regular_file_is_not_replaced() throws Exception {
        var pipe = home.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        var link = Files.createSymbolicLink(home.resolve("link"), pipe);
        for (var file : List.of(pipe, link)) {
            assertThat(run("export", "x", "--to", file.toString(), "--force")).isEqualTo(3);
            assertThat(cli.err()).contains("a pipe, a socket or a device", "name another");
        }
        assertThat(Files.readAttributes(pipe, java.nio.file.attribute.BasicFileAttributes.class)
                        .isOther())
                .isTrue();
    }

    @Test
    void a_place_where_no_file_can_be_is_told_with_what_to_do() throws Exception {
        assertThat(run("export", "x", "--to", "")).isEqualTo(3);
        assertThat(cli.err()).contains("names no file: name one");
        var file = Files.writeString(home.resolve("file"), "x");
        for (var below : List.of(file + "/x", file + "/x/y")) {
            assertThat(run("export", "x", "--to", below)).isEqualTo(3);
            assertThat(cli.err()).contains("cannot write " + below + ": " + file + " is no folder; name another file");
        }
    }

    @Test
    void a_folder_that_is_not_there_and_one_in_a_circle_are_told_in_words() throws Exception {
        assertThat(run("export", "x", "--to", home + "/none/f")).isEqualTo(3);
        assertThat(cli.err())
                .isEqualTo("twinlog: cannot write " + home + "/none/f: its folder is not there; make it, or name"
                        + " another file\n");
        Files.createSymbolicLink(home.resolve("circle"), home.resolve("circle"));
        assertThat(run("export", "x", "--to", home + "/circle/f")).isEqualTo(3);
        assertThat(cli.err()).contains("mend or remove").doesNotContain("Exception");
    }
}
