package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.daemon.Pipeline.Source;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Store.StoredEvent;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SessionFilter;
import dev.twinlog.store.StoreReader.UsageBy;
import dev.twinlog.views.NarrativeView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Forked and copied history counts once and belongs to its owner, in whatever order its files are heard
/// and however often the settler starts anew (SPEC 3.2, 3.5). A failure names its seed:
/// `-Dtwinlog.seed=N` begins there.
final class ForkedHistoryTest {
    private static final long SEED = Long.getLong("twinlog.seed", 1);
    private static final int SEEDS = Boolean.getBoolean("twinlog.long") ? 200 : 4;
    private static final long NOW = 0;
    private static final Pattern RESPONSE =
            Pattern.compile("\"type\":\"token_usage_record\".*?\"response_id\":\"([^\"]+)\"");

    static Stream<Recording> codex() {
        return Stream.of(
                        "fork-of-fork",
                        "fork-of-fork-legacy",
                        "fork-mid-turn-legacy",
                        "child-v2",
                        "child-v2-fork",
                        "child-fork-context-legacy",
                        "compact",
                        "revert",
                        "review")
                .map(name -> Recording.of(Agent.CODEX, name));
    }

    static Stream<Recording> shared() {
        return Stream.concat(Stream.of(Recording.of(Agent.CLAUDE, "23-resume")), codex());
    }

    @ParameterizedTest
    @MethodSource("codex")
    void each_response_of_the_model_counts_once(Recording recording, @TempDir Path folder) throws IOException {
        long responses = recording.files().stream()
                .flatMap(file -> RESPONSE.matcher(new String(file.bytes(), StandardCharsets.UTF_8))
                        .results())
                .map(found -> found.group(1))
                .distinct()
                .count();
        try (var pipeline = new Pipeline(folder)) {
            for (var file : recording.files()) pipeline.piece(file, 0, file.bytes().length);
            pipeline.settle();
            var usage = pipeline.store().usage(UsageBy.AGENT, Long.MIN_VALUE, Long.MAX_VALUE);
            assertThat(usage)
                    .singleElement()
                    .extracting(sum -> sum.total().requests())
                    .isEqualTo(responses);
        }
    }

    @ParameterizedTest
    @MethodSource("shared")
    void every_order_of_files_settles_to_the_same(Recording recording, @TempDir Path folder) throws IOException {
        var files = recording.files();
        var orders = permutations(files);
        var expected = settled(folder.resolve("whole"), wholes(files), new Random(0), false);
        for (int i = 0; i < orders.size(); i++) {
            for (boolean committed : new boolean[] {false, true}) {
                var order = wholes(orders.get(i));
                var settled = settled(folder.resolve(i + "-" + committed), order, new Random(0), committed);
                assertSame("order " + paths(orders.get(i)) + ", commits between " + committed, settled, expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shared")
    void pieces_in_any_order_and_restarts_settle_to_the_same(Recording recording, @TempDir Path folder)
            throws IOException {
        var files = recording.files();
        var expected = settled(folder.resolve("whole"), wholes(files), new Random(0), false);
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            var random = new Random(seed);
            var settled = settled(folder.resolve("seed-" + seed), pieces(files, random), random, true);
            assertSame("seed " + seed, settled, expected);
        }
    }

    /// Whenever it was committed and started anew, and when all is made again.
    @ParameterizedTest
    @MethodSource("shared")
    void the_log_and_its_counters_depend_on_the_order_of_the_journal_alone(Recording recording, @TempDir Path folder)
            throws IOException {
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            var pieces = pieces(recording.files(), new Random(seed));
            var whole = logged(folder.resolve("whole-" + seed), pieces, new Random(seed), false);
            var restless = logged(folder.resolve("restless-" + seed), pieces, new Random(seed), true);
            assertSame("seed " + seed, restless, whole);
        }
    }

    @Test
    void copied_history_that_turns_out_to_be_anothers_is_logged_as_linked(@TempDir Path folder) throws IOException {
        var files = Recording.of(Agent.CODEX, "fork-of-fork-legacy").files();
        try (var pipeline = new Pipeline(folder)) {
            for (var file : files.reversed()) pipeline.piece(file, 0, file.bytes().length);
            pipeline.settle();
            var verdicts = pipeline.store().decisions(Integer.MAX_VALUE).stream()
                    .filter(decision -> decision.verdict().equals("linked"))
                    .toList();
            assertThat(verdicts).isNotEmpty();
            assertThat(pipeline.counters()).containsEntry("verdicts.linked", (long) verdicts.size());
        }
    }

    @Test
    void a_session_that_turns_out_to_be_older_takes_the_shared_history_over(@TempDir Path folder) throws IOException {
        var one = "0b0b0b0b-0000-4000-8000-000000000001";
        var other = "0b0b0b0b-0000-4000-8000-000000000002";
        var first = file(one, prompt(one, "shared", "10:00:01") + prompt(one, "one", "10:00:05"));
        var known = prompt(other, "shared", "10:00:01") + prompt(other, "other", "10:00:06");
        var second = file(other, known + prompt(other, "oldest", "09:00:00"));
        try (var pipeline = new Pipeline(folder)) {
            pipeline.piece(first, 0, first.bytes().length);
            pipeline.piece(second, 0, known.length());
            pipeline.settle();
            assertThat(owned(pipeline, one)).contains("shared");
            assertThat(owned(pipeline, other)).doesNotContain("shared");
            pipeline.piece(second, known.length(), second.bytes().length);
            pipeline.settle();
            assertThat(owned(pipeline, one)).doesNotContain("shared");
            assertThat(owned(pipeline, other)).contains("shared");
        }
    }

    private static Source file(String session, String text) {
        return new Source(Agent.CLAUDE, "-proj/" + session + ".jsonl", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String prompt(String session, String uuid, String time) {
        return "{\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":\"hello\"},\"uuid\":\"" + uuid
                + "\",\"promptId\":\"p-" + uuid + "\",\"timestamp\":\"2026-06-01T" + time + ".000Z\",\"sessionId\":\""
                + session + "\"}\n";
    }

    private static List<String> owned(Pipeline pipeline, String session) {
        return pipeline.events(new SessionId(Agent.CLAUDE, session)).stream()
                .filter(event -> event.kind() == Kind.PROMPT && event.owned())
                .map(StoredEvent::key)
                .toList();
    }

    private static List<String> logged(Path folder, List<Piece> pieces, Random random, boolean restless)
            throws IOException {
        try (var pipeline = new Pipeline(folder)) {
            for (var piece : pieces) {
                pipeline.piece(piece.file, piece.from, piece.to);
                if (restless) unsettle(pipeline, random);
            }
            pipeline.settle();
            var logged = new ArrayList<String>();
            pipeline.counters().forEach((name, count) -> {
                if (name.startsWith("verdicts.") || name.equals("links.refused")) logged.add(name + " " + count);
            });
            logged.addAll(pipeline.store().decisions(Integer.MAX_VALUE).reversed().stream()
                    .map(Object::toString)
                    .toList());
            return logged;
        }
    }

    /// Tells the first line that differs.
    private static void assertSame(String what, List<String> settled, List<String> expected) {
        for (int i = 0; i < Math.min(settled.size(), expected.size()); i++)
            assertThat(settled.get(i)).as("%s, line %d", what, i).isEqualTo(expected.get(i));
        assertThat(settled).as(what).hasSameSizeAs(expected);
    }

    private record Piece(Source file, int from, int to) {}

    private static List<Piece> wholes(List<Source> files) {
        return files.stream()
                .map(file -> new Piece(file, 0, file.bytes().length))
                .toList();
    }

    /// Every file in pieces, those of one file in their order, mixed with those of the others.
    private static List<Piece> pieces(List<Source> files, Random random) {
        var pieces = new ArrayList<Piece>();
        var next = new int[files.size()];
        while (true) {
            var open = new ArrayList<Integer>();
            for (int i = 0; i < next.length; i++) if (next[i] < files.get(i).bytes().length) open.add(i);
            if (open.isEmpty()) return pieces;
            int i = open.get(random.nextInt(open.size()));
            var file = files.get(i);
            int to = Math.min(file.bytes().length, next[i] + 1 + random.nextInt(20_000));
            pieces.add(new Piece(file, next[i], to));
            next[i] = to;
        }
    }

    private static List<List<Source>> permutations(List<Source> files) {
        if (files.isEmpty()) return List.of(List.of());
        var all = new ArrayList<List<Source>>();
        for (var first : files) {
            var others = new ArrayList<>(files);
            others.remove(first);
            for (var rest : permutations(others)) {
                var one = new ArrayList<>(List.of(first));
                one.addAll(rest);
                all.add(one);
            }
        }
        return all;
    }

    private static List<String> paths(List<Source> files) {
        return files.stream().map(Source::path).toList();
    }

    /// @param restless commits, and starts anew with or without a commit, between pieces at random
    private static List<String> settled(Path folder, List<Piece> pieces, Random random, boolean restless)
            throws IOException {
        try (var pipeline = new Pipeline(folder)) {
            for (var piece : pieces) {
                pipeline.piece(piece.file, piece.from, piece.to);
                if (restless) unsettle(pipeline, random);
            }
            pipeline.settle();
            return told(pipeline.store());
        }
    }

    private static void unsettle(Pipeline pipeline, Random random) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> pipeline.take();
            case 1 -> pipeline.settle();
            case 2 -> {
                pipeline.settle();
                pipeline.restart();
            }
            default -> {
                pipeline.take();
                pipeline.restart();
            }
        }
    }

    private static List<String> told(StoreReader store) throws IOException {
        var told = new StringBuilder();
        for (var by : UsageBy.values())
            told.append(by)
                    .append(' ')
                    .append(sorted(store.usage(by, Long.MIN_VALUE, Long.MAX_VALUE)))
                    .append('\n');
        for (var session : sorted(store.sessions(SessionFilter.ALL)))
            told.append(session).append('\n');
        told.append(sorted(store.gaps(null))).append('\n');
        for (var session : store.sessions(SessionFilter.ALL))
            told.append(NarrativeView.of(store, session.id(), NOW).orElseThrow().toJson())
                    .append('\n');
        return told.toString().replace(",{\"key\"", "\n,{\"key\"").lines().toList();
    }

    private static List<String> sorted(List<?> things) {
        return things.stream().map(Object::toString).sorted().toList();
    }
}
