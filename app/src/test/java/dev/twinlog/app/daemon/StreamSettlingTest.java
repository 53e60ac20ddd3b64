package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.daemon.Pipeline.Source;
import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import dev.twinlog.readers.codex.stream.HeardFrame;
import dev.twinlog.store.StoreReader.NarrativeEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The stream through journal, settler and store, with crashes anywhere. A failure names its seed:
/// `-Dtwinlog.seed=N` begins there.
final class StreamSettlingTest {
    private static final long SEED = Long.getLong("twinlog.seed", 1);
    private static final int LIVES = Boolean.getBoolean("twinlog.long") ? 100 : 3;
    private static final SessionId THREAD = new SessionId(Agent.CODEX, "01a1fae7-0000-7000-8000-000000000001");

    @TempDir
    Path folder;

    static List<Streamed> all() throws IOException {
        return Streamed.all();
    }

    /// Something that is journaled.
    @FunctionalInterface
    private interface Step {
        void into(Pipeline pipeline) throws IOException;
    }

    @ParameterizedTest
    @MethodSource("all")
    void crashes_anywhere_change_nothing_of_what_is_settled(Streamed recorded) throws IOException {
        for (long seed = SEED; seed < SEED + LIVES; seed++) {
            var steps = steps(recorded, new Random(seed));
            Map<?, ?> once;
            Map<?, ?> counted;
            try (var pipeline = new Pipeline(folder.resolve("once-" + seed))) {
                for (var step : steps) step.into(pipeline);
                pipeline.settle();
                once = pipeline.digests();
                counted = readings(pipeline);
            }
            try (var pipeline = new Pipeline(folder.resolve("crashing-" + seed))) {
                crashing(pipeline, steps, new Random(~seed));
                assertThat(pipeline.digests()).as("seed %d", seed).isEqualTo(once);
                assertThat(readings(pipeline)).as("seed %d", seed).isEqualTo(counted);
            }
        }
    }

    private static Map<String, Long> readings(Pipeline pipeline) {
        var readings = new TreeMap<String, Long>();
        pipeline.counters().forEach((name, count) -> {
            if (name.startsWith("reading.") || name.startsWith("observations.")) readings.put(name, count);
        });
        return readings;
    }

    private static void crashing(Pipeline pipeline, List<Step> steps, Random dice) throws IOException {
        for (var step : steps) {
            step.into(pipeline);
            if (dice.nextInt(3) == 0) pipeline.take();
            if (dice.nextInt(8) == 0) pipeline.settle();
            if (dice.nextInt(12) == 0) pipeline.restart();
        }
        pipeline.settle();
    }

    /// Frames in order, and between them the rollouts, piece by piece.
    private static List<Step> steps(Streamed recorded, Random dice) throws IOException {
        Deque<Step> frames = new ArrayDeque<>();
        for (var frame : recorded.frames()) frames.add(pipeline -> pipeline.frame(frame));
        frames.add(pipeline -> pipeline.over(recorded.connections().size()));
        Deque<Step> pieces = new ArrayDeque<>();
        for (var file : Recording.of(Agent.CODEX, recorded.name()).files()) pieces(file, dice, pieces);
        var steps = new ArrayList<Step>();
        while (!frames.isEmpty() || !pieces.isEmpty()) {
            boolean frame = pieces.isEmpty() || !frames.isEmpty() && dice.nextInt(3) > 0;
            steps.add((frame ? frames : pieces).remove());
        }
        return steps;
    }

    private static void pieces(Source file, Random dice, Deque<Step> out) {
        for (int at = 0; at < file.bytes().length; ) {
            int from = at;
            int to = Math.min(file.bytes().length, at + 1 + dice.nextInt(4000));
            out.add(pipeline -> pipeline.piece(file, from, to));
            at = to;
        }
    }

    private static HeardFrame frame(long generation, long number, String json) {
        return new HeardFrame(generation, number, 1000 + number, 0, json.getBytes(StandardCharsets.UTF_8));
    }

    private static String message(String method, String params) {
        return "{\"method\":\"" + method + "\",\"params\":{\"threadId\":\"" + THREAD.id() + "\"," + params + "}}";
    }

    private static String started(String type, String id) {
        return message("item/started", "\"turnId\":\"t\",\"item\":{\"type\":\"" + type + "\",\"id\":\"" + id + "\"}");
    }

    private static String delta(String id, String text) {
        return message(
                "item/agentMessage/delta", "\"turnId\":\"t\",\"itemId\":\"" + id + "\",\"delta\":\"" + text + "\"");
    }

    private static List<String> told(Pipeline pipeline) {
        return pipeline.store().narrative(THREAD).orElseThrow().events().stream()
                .map(StreamSettlingTest::told)
                .toList();
    }

    private static String told(NarrativeEvent event) {
        return event.kind().wire() + "/" + event.key() + " " + event.status() + " "
                + dev.twinlog.store.EventBody.decode(event.body()).entrySet().stream()
                        .map(group -> group.getKey().wire() + group.getValue().fields())
                        .toList();
    }

    @Test
    void what_was_said_before_a_crash_is_kept_of_an_item_that_nothing_completes() throws IOException {
        try (var pipeline = new Pipeline(folder)) {
            pipeline.frame(frame(1, 1, started("agentMessage", "m")));
            pipeline.frame(frame(1, 2, delta("m", "one ")));
            pipeline.settle();
            pipeline.restart();
            pipeline.frame(frame(1, 3, delta("m", "two ")));
            pipeline.settle();
            pipeline.restart();
            pipeline.frame(frame(1, 4, delta("m", "three")));
            pipeline.frame(frame(2, 1, message("turn/started", "\"turnId\":\"u\"")));
            pipeline.settle();
            assertThat(told(pipeline)).contains("message/m incomplete [live{generation=1, text=one two three}]");
        }
    }

    @Test
    void what_was_said_is_kept_when_a_commit_fails_behind_which_the_next_generation_describes_its_threads()
            throws IOException {
        try (var pipeline = new Pipeline(folder)) {
            pipeline.frame(frame(1, 1, started("agentMessage", "m")));
            pipeline.frame(frame(1, 2, delta("m", "one ")));
            pipeline.settle();
            pipeline.frame(frame(1, 3, delta("m", "two")));
            pipeline.frame(frame(
                    2, 1, "{\"method\":\"thread/started\",\"params\":{\"thread\":{\"id\":\"" + THREAD.id() + "\"}}}"));
            pipeline.settleInVain();
            pipeline.settle();
            assertThat(told(pipeline)).contains("message/m incomplete [live{generation=1, text=one two}]");
        }
    }

    /// The daemon was killed in mid-turn, and listens to no stream since then.
    @Test
    void what_a_killed_daemon_heard_is_over_at_the_next_start() throws IOException {
        try (var pipeline = new Pipeline(folder)) {
            pipeline.frame(frame(1, 1, started("agentMessage", "m")));
            pipeline.frame(frame(1, 2, delta("m", "one ")));
            pipeline.settle();
            pipeline.restart();
            pipeline.begun();
            pipeline.settle();
            assertThat(told(pipeline)).containsExactly("message/m incomplete [live{generation=1, text=one }]");
            assertThat(pipeline.store().note("stream_unfinished")).isEqualTo(";");
        }
    }

    @Test
    void an_item_of_a_lost_link_is_whole_once_its_rollout_tells_it() throws IOException {
        try (var pipeline = new Pipeline(folder)) {
            pipeline.frame(frame(1, 1, started("agentMessage", "m")));
            pipeline.frame(frame(1, 2, delta("m", "one ")));
            pipeline.over(1);
            pipeline.settle();
            assertThat(told(pipeline)).containsExactly("message/m incomplete [live{generation=1, text=one }]");
            pipeline.restart();
            pipeline.frame(
                    frame(
                            2,
                            1,
                            message(
                                    "item/completed",
                                    "\"turnId\":\"t\",\"item\":{\"type\":\"agentMessage\",\"id\":\"m\",\"text\":\"one two\"}")));
            pipeline.settle();
            assertThat(told(pipeline)).containsExactly("message/m completed [input{text=one two}]");
        }
    }

    @Test
    void a_running_tool_is_told_while_it_runs() throws IOException {
        try (var pipeline = new Pipeline(folder)) {
            pipeline.frame(
                    frame(
                            1,
                            1,
                            message(
                                    "item/started",
                                    "\"turnId\":\"t\",\"item\":{\"type\":\"commandExecution\",\"id\":\"c\",\"command\":\"/bin/bash -lc 'sleep 9'\"}")));
            pipeline.settle();
            assertThat(told(pipeline))
                    .containsExactly(
                            "tool_call/c open [about{name=exec_command, type=CommandExecution}, input{input=sleep 9}]");
        }
    }

    @Test
    void a_thread_of_which_nothing_is_known_but_that_it_is_there_is_no_session() throws IOException {
        try (var pipeline = new Pipeline(folder)) {
            pipeline.frame(frame(
                    1,
                    1,
                    "{\"method\":\"thread/started\",\"params\":{\"thread\":{\"id\":\"" + THREAD.id()
                            + "\",\"cwd\":\"/p\"}}}"));
            pipeline.frame(frame(1, 2, message("thread/status/changed", "\"status\":{\"type\":\"idle\"}")));
            pipeline.settle();
            assertThat(pipeline.store().narrative(THREAD)).isEmpty();
        }
    }

    @Test
    void what_is_not_understood_is_counted_by_its_kind_and_the_version() throws IOException {
        try (var pipeline = new Pipeline(folder)) {
            pipeline.frame(frame(1, 1, "{\"id\":1,\"result\":{\"userAgent\":\"twinlog/0.170.0 (x)\"}}"));
            pipeline.frame(frame(1, 2, message("thread/novelty", "\"x\":1")));
            pipeline.frame(frame(1, 3, started("novelItem", "n")));
            pipeline.frame(frame(1, 4, "no json"));
            pipeline.settle();
            assertThat(pipeline.store().unknown().keySet().stream()
                            .map(unknown -> unknown.type() + " " + unknown.version()))
                    .containsExactlyInAnyOrder(
                            "stream:thread/novelty 0.170.0", "stream:item/started/novelItem 0.170.0");
            assertThat(pipeline.counters()).containsEntry("reading.stream/malformed", 1L);
            assertThat(pipeline.store().narrative(THREAD)).isEmpty();
        }
    }
}
