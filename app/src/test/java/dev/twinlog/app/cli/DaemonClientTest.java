package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.app.CannedAnswers;
import dev.twinlog.app.CannedWiring;
import dev.twinlog.app.DaemonLock;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.model.Agent;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.Settings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DaemonClientTest {
    @TempDir
    Path home;

    private final CannedAnswers answers = new CannedAnswers();
    private final CannedWiring wiring = new CannedWiring(answers);

    private Surroundings surroundings() {
        var environment = Map.of("HOME", home.toString(), "TWINLOG_HOME", home + "/t", "TWINLOG_PAGE_PORT", "0");
        return new Surroundings(
                environment,
                "Linux",
                Terminal.of(environment, "", System.out, System.err, Clock.systemUTC(), TimeZone.getTimeZone("UTC")),
                wiring);
    }

    private Folders folders() throws Exception {
        return surroundings().folders();
    }

    private Settings settings() throws Exception {
        return surroundings().settings();
    }

    static Stream<Question> questions() {
        return Stream.of(
                new Question.Sessions(Agent.CLAUDE, "/a b/ü&c=?", 0L, 1_700_000_000_123L, 3),
                new Question.Sessions(null, null, null, null, null),
                new Question.Show("id/with ünusual+chars?"),
                new Question.Search("\"two words\" & 100 %", Agent.CODEX, 7),
                new Question.Usage(Question.By.MODEL, "UTC", 5L, null),
                new Question.Status(),
                new Question.Verify(),
                new Question.Sync(),
                new Question.Rebuild(),
                new Question.Restore("s1", Path.of("/tmp/a b"), Question.Generation.ALL, false),
                new Question.Restore("s1", Path.of("/tmp/a b"), null, true));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void a_question_arrives_as_it_was_asked_and_the_answer_too(Question question) throws Exception {
        try (var _ = wiring.daemon(folders(), settings());
                var client = surroundings().answersFor(question)) {
            assertThat(client).isInstanceOf(DaemonClient.class);
            var out = new ByteArrayOutputStream();
            client.answer(question, out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(answers.json(question.name()));
            assertThat(answers.asked()).containsExactly(question);
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void a_refusal_comes_through_with_its_reason(Question question) throws Exception {
        for (var reason : Refusal.Reason.values()) {
            answers.refusing(question.name(), reason, "no \"because\"");
            try (var _ = wiring.daemon(folders(), settings());
                    var client = surroundings().answersFor(question)) {
                assertThatThrownBy(() -> client.answer(question, new ByteArrayOutputStream()))
                        .isInstanceOfSatisfying(
                                Refusal.class,
                                refusal -> assertThat(refusal.reason()).isEqualTo(reason))
                        .hasMessage("no \"because\"");
            }
        }
    }

    @Test
    void an_answer_of_many_pieces_arrives_whole() throws Exception {
        var big = "[\"" + "x".repeat(3_000_000) + "\"]";
        answers.with("sessions", big);
        try (var _ = wiring.daemon(folders(), settings());
                var client = surroundings().answersFor(new Question.Status())) {
            var out = new ByteArrayOutputStream();
            client.answer(new Question.Sessions(null, null, null, null, null), out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(big);
        }
    }

    @Test
    void what_commands_a_terminal_stays_escaped_on_its_way() throws Exception {
        answers.with("verify", "[\"a\\u007fb\\u009bc\"]");
        try (var _ = wiring.daemon(folders(), settings());
                var client = surroundings().answersFor(new Question.Verify())) {
            var out = new ByteArrayOutputStream();
            client.answer(new Question.Verify(), out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[\"a\\u007fb\\u009bc\"]");
        }
    }

    @Test
    void without_a_daemon_this_process_answers() throws Exception {
        try (var client = surroundings().answersFor(new Question.Status())) {
            assertThat(client).isSameAs(answers);
        }
    }

    @Test
    void a_holder_of_the_lock_that_does_not_serve_is_no_daemon() throws Exception {
        var data = java.nio.file.Files.createDirectories(folders().data());
        try (var _ = DaemonLock.take(data)) {
            assertThat(surroundings().answersFor(new Question.Status())).isSameAs(answers);
            assertThatThrownBy(() -> surroundings().answersFor(new Question.Sync()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining(data.toString());
        }
        assertThat(DaemonLock.holder(data)).isEqualTo(Optional.empty());
    }

    @Test
    void a_second_daemon_is_refused_naming_the_first() throws Exception {
        try (var _ = wiring.daemon(folders(), settings())) {
            assertThatThrownBy(() -> wiring.daemon(folders(), settings()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        wiring.daemon(folders(), settings()).close();
    }
}
