package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.daemon.Pipeline.Source;
import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.Batch.UnknownType;
import dev.twinlog.store.StoreReader.SessionFilter;
import dev.twinlog.store.StoreReader.UsageBy;
import dev.twinlog.store.StoreReader.UsageSum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RereadingTest {
    private static final String THREAD = "01a1fae7-5009-73b1-99ef-2423153efe1d";
    private static final String ROLLOUT = "2026/11/20/rollout-2026-11-20T21-40-25-" + THREAD + ".jsonl";
    private static final String META = line(
            "session_meta", "\"id\":\"" + THREAD + "\",\"cli_version\":\"0.169.0\",\"source\":\"cli\",\"cwd\":\"/p\"");

    @TempDir
    Path folder;

    /// A backup that was restored under another name: its records name the old session.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_copy_of_a_transcript_under_another_name_adds_nothing(boolean restarted) throws IOException {
        var old = Recording.of(Agent.CLAUDE, "02-bash").files().getFirst();
        var copy = new Source(Agent.CLAUDE, "-lab-proj/00000000-0000-4000-8000-000000000000.jsonl", old.bytes());
        int middle = old.bytes().length / 2;
        try (var pipeline = new Pipeline(folder)) {
            whole(pipeline, old);
            var alone = told(pipeline);
            pipeline.piece(copy, 0, middle);
            pipeline.settle();
            if (restarted) pipeline.restart();
            pipeline.piece(copy, middle, copy.bytes().length);
            pipeline.settle();
            assertThat(told(pipeline)).isEqualTo(alone);
        }
    }

    @Test
    void a_session_is_read_again_from_a_copy_that_holds_more_than_its_file() throws IOException {
        var whole = Recording.of(Agent.CLAUDE, "23-resume").files().getFirst();
        var old = new Source(Agent.CLAUDE, whole.path(), firstLines(whole.bytes(), 12));
        var copy = new Source(Agent.CLAUDE, "-lab-proj/00000000-0000-4000-8000-000000000000.jsonl", whole.bytes());
        int cut = firstLines(whole.bytes(), 40).length;
        try (var pipeline = new Pipeline(folder)) {
            whole(pipeline, old);
            pipeline.piece(copy, 0, cut);
            pipeline.settle();
            pipeline.restart();
            pipeline.piece(copy, cut, copy.bytes().length);
            pipeline.settle();
            var told = told(pipeline);
            try (var once = new Pipeline(folder.resolve("once"))) {
                whole(once, whole);
                assertThat(told).isEqualTo(told(once));
            }
        }
    }

    @Test
    void a_record_that_is_heard_while_its_session_is_read_again_is_heard_whole() throws IOException {
        var file = Recording.of(Agent.CODEX, "turn-exec").files().getFirst();
        for (int lines = 1; lines < 23; lines++) {
            try (var pipeline = new Pipeline(folder.resolve("after-" + lines))) {
                int cut = firstLines(file.bytes(), lines).length;
                pipeline.piece(file, 0, cut);
                pipeline.settle();
                pipeline.restart();
                pipeline.piece(file, cut, file.bytes().length);
                pipeline.settle();
                var restarted = told(pipeline);
                try (var once = new Pipeline(folder.resolve("once-" + lines))) {
                    whole(once, file);
                    assertThat(restarted).as("cut after line %d", lines).isEqualTo(told(once));
                }
            }
        }
    }

    @Test
    void a_codex_request_has_the_model_of_its_turn() throws IOException {
        assertThat(models(META + turn("a", "m-1") + turn("b", "m-2"))).containsExactly("m-1 1", "m-2 1");
    }

    @Test
    void a_model_that_is_told_after_its_request_is_the_requests_model() throws IOException {
        var late = line("event_msg", "\"type\":\"task_started\",\"turn_id\":\"a\"")
                + usage("a")
                + line("turn_context", "\"turn_id\":\"a\",\"model\":\"late\"");
        assertThat(models(META + late)).containsExactly("late 1");
    }

    @Test
    void a_request_of_a_turn_without_a_model_has_the_sessions() throws IOException {
        assertThat(models(META + turn("a", "m-1") + usage("b"))).containsExactly("m-1 2");
    }

    @Test
    void unknown_records_of_codex_are_counted_by_the_version_of_their_session() throws IOException {
        try (var pipeline = new Pipeline(folder)) {
            whole(pipeline, rollout(META + line("novelty", "\"x\":1")));
            assertThat(pipeline.store().unknown()).containsOnlyKeys(new UnknownType(Agent.CODEX, "novelty", "0.169.0"));
        }
    }

    @Test
    void a_turn_aborted_in_a_fork_goes_on_in_its_own_thread() throws IOException {
        var files = Recording.of(Agent.CODEX, "fork-mid-turn-legacy").files();
        var fork = files.getLast();
        assertThat(new String(fork.bytes(), StandardCharsets.UTF_8)).contains("\"turn_aborted\"", "forked_from_id");
        var parent = files.getFirst();
        int running = indexOf(parent.bytes(), "\"turn_aborted\"");
        int before = firstLines(parent.bytes(), lines(parent.bytes(), running)).length;
        try (var pipeline = new Pipeline(folder)) {
            whole(pipeline, fork);
            pipeline.piece(parent, 0, before);
            pipeline.settle();
            var owner = pipeline.store().sessions(SessionFilter.ALL).stream()
                    .filter(session -> session.parent() == null)
                    .map(SessionRow::id)
                    .findFirst()
                    .orElseThrow();
            assertThat(turnStatuses(pipeline, owner)).containsExactly("completed", "open");
        }
    }

    private static List<String> turnStatuses(Pipeline pipeline, SessionId session) {
        return pipeline.store().narrative(session).orElseThrow().events().stream()
                .filter(event -> event.kind() == dev.twinlog.model.Kind.TURN)
                .map(event -> event.status())
                .sorted()
                .toList();
    }

    private static void whole(Pipeline pipeline, Source file) throws IOException {
        pipeline.piece(file, 0, file.bytes().length);
        pipeline.settle();
    }

    private static List<Object> told(Pipeline pipeline) {
        var store = pipeline.store();
        return List.of(
                store.sessions(SessionFilter.ALL),
                pipeline.digests(),
                store.usage(UsageBy.SESSION, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private List<String> models(String lines) throws IOException {
        try (var pipeline = new Pipeline(folder)) {
            whole(pipeline, rollout(lines));
            return pipeline.store().usage(UsageBy.MODEL, Long.MIN_VALUE, Long.MAX_VALUE).stream()
                    .map(RereadingTest::modelAndRequests)
                    .sorted()
                    .toList();
        }
    }

    private static String modelAndRequests(UsageSum sum) {
        return sum.name() + " " + sum.total().requests();
    }

    private static Source rollout(String lines) {
        return new Source(Agent.CODEX, ROLLOUT, lines.getBytes(StandardCharsets.UTF_8));
    }

    private static String turn(String id, String model) {
        return line("event_msg", "\"type\":\"task_started\",\"turn_id\":\"" + id + "\"")
                + line("turn_context", "\"turn_id\":\"" + id + "\",\"model\":\"" + model + "\"")
                + usage(id);
    }

    private static String usage(String turn) {
        return line(
                "token_usage_record",
                "\"turn_id\":\"" + turn + "\",\"response_id\":\"r-" + turn
                        + "\",\"usage\":{\"input_tokens\":5,\"output_tokens\":1}");
    }

    private static String line(String type, String payload) {
        return "{\"timestamp\":\"2026-11-20T21:40:25.753Z\",\"type\":\"" + type + "\",\"payload\":{" + payload + "}}\n";
    }

    private static byte[] firstLines(byte[] bytes, int count) {
        int end = 0;
        for (int line = 0; line < count && end < bytes.length; end++) if (bytes[end] == '\n') line++;
        return java.util.Arrays.copyOf(bytes, end);
    }

    private static int lines(byte[] bytes, int to) {
        int lines = 0;
        for (int i = 0; i < to; i++) if (bytes[i] == '\n') lines++;
        return lines;
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
