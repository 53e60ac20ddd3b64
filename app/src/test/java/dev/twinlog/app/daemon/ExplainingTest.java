package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.model.Agent;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.reconcile.SlimTexts;
import dev.twinlog.store.EventBody;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.NarrativeEvent;
import dev.twinlog.store.StoreReader.SessionFilter;
import dev.twinlog.views.ExplainView;
import dev.twinlog.views.ExplainView.Claim;
import dev.twinlog.views.NarrativeView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is explained of recorded sessions, held against what is stored of them and against the agents' own bytes.
final class ExplainingTest {
    private static final long NOW = 0;
    private static final String SESSION = "5e550001-0000-4000-8000-000000000001";

    @TempDir
    Path folder;

    static Stream<Recording> recordings() {
        return Stream.concat(
                Stream.of(
                                "02-bash",
                                "06-denied",
                                "08-retry",
                                "12-miderror",
                                "14-subagent",
                                "23-resume",
                                "31-kill9-tool",
                                "35-torn-line")
                        .map(name -> Recording.of(Agent.CLAUDE, name)),
                Stream.of(
                                "child-v2",
                                "compact",
                                "compressed",
                                "fork-of-fork-legacy",
                                "misc-legacy-history",
                                "turn-exec")
                        .map(name -> Recording.of(Agent.CODEX, name)));
    }

    private static Pipeline settled(Path folder, Recording recording) throws IOException {
        var pipeline = new Pipeline(folder);
        for (var file : recording.files()) {
            int half = file.bytes().length / 2;
            pipeline.piece(file, 0, half);
            pipeline.piece(file, half, file.bytes().length);
        }
        pipeline.settle();
        return pipeline;
    }

    private static ExplainView explain(Pipeline pipeline, String event) throws Refusal, IOException {
        return new Explaining(pipeline.store(), pipeline.journal(), AgentReaders::of)
                .explain(new Question.Explain(event, true), NOW);
    }

    private static Map<EventKey, NarrativeEvent> events(StoreReader store) {
        var events = new TreeMap<EventKey, NarrativeEvent>();
        for (var session : store.sessions(SessionFilter.ALL))
            for (var event : store.narrative(session.id()).orElseThrow().events())
                events.put(new EventKey(session.id(), event.kind(), event.key()), event);
        return events;
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void each_field_is_explained_by_what_is_stored_and_its_place_holds_that_line(Recording recording)
            throws IOException, Refusal {
        try (var pipeline = settled(folder, recording)) {
            var events = events(pipeline.store());
            assertThat(events).isNotEmpty();
            for (var event : events.entrySet()) {
                var explained = explain(pipeline, event.getKey().toString());
                assertThat(explained.head().key()).isEqualTo(event.getKey());
                assertThat(explained.head().status()).isEqualTo(event.getValue().status());
                assertThat(explained.head().turn()).isEqualTo(event.getValue().turn());
                assertThat(explained.cannotTell()).isEmpty();
                assertSame(explained, event.getValue());
                for (var claim : claims(explained)) assertHolds(recording, claim);
            }
        }
    }

    /// What was taken is what is stored, group by group.
    private static void assertSame(ExplainView explained, NarrativeEvent stored) {
        var told = new TreeMap<FieldGroup, String>();
        for (var part : explained.parts()) {
            var taken = part.taken();
            if (taken == null || part.change() != null) continue;
            told.put(part.group(), taken.witness() + " " + taken.fields());
        }
        var expected = new TreeMap<FieldGroup, String>();
        EventBody.decode(stored.body())
                .forEach(
                        (group, chosen) -> expected.put(group, chosen.witness() + " " + SlimTexts.of(chosen.fields())));
        for (var part : explained.parts()) if (part.change() != null) expected.remove(part.group());
        assertThat(told).as(explained.head().key().toString()).isEqualTo(expected);
    }

    private static List<Claim> claims(ExplainView explained) {
        var claims = new ArrayList<>(explained.bare());
        for (var part : explained.parts()) {
            if (part.taken() != null) claims.add(part.taken());
            claims.addAll(part.others());
        }
        return claims;
    }

    /// The place that a claim names holds the raw bytes that are told, in the line that is told.
    private static void assertHolds(Recording recording, Claim claim) throws IOException {
        var place = claim.place();
        assertThat(place).isNotNull();
        assertThat(place.raw()).isNotBlank();
        var file = recording.files().stream()
                .filter(source -> String.valueOf(place.file()).endsWith("/" + source.path()))
                .findFirst()
                .orElseThrow();
        if (file.path().endsWith(".zst") || !file.path().endsWith(".jsonl")) return;
        int from = (int) place.offset();
        var bytes = Arrays.copyOfRange(file.bytes(), from, from + place.length());
        assertThat(place.raw()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        long line = 1;
        for (int i = 0; i < from; i++) if (file.bytes()[i] == '\n') line++;
        assertThat(place.line()).isEqualTo(line);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void every_older_key_and_number_leads_to_its_event(Recording recording) throws IOException, Refusal {
        try (var pipeline = settled(folder, recording)) {
            for (var session : pipeline.store().sessions(SessionFilter.ALL)) {
                var told = NarrativeView.of(pipeline.store(), session.id(), NOW)
                        .orElseThrow()
                        .events();
                for (int i = 0; i < told.size(); i++) {
                    var numbered = explain(pipeline, session.id() + "#" + (i + 1));
                    assertThat(numbered.head().key().id())
                            .isEqualTo(told.get(i).event().key());
                    assertThat(numbered.by()).isEqualTo("number");
                    for (var older : numbered.olderKeys()) {
                        var found = explain(pipeline, older.toString());
                        assertThat(found.head().key()).isEqualTo(numbered.head().key());
                        assertThat(found.by()).isEqualTo("older_key");
                    }
                }
            }
        }
    }

    @Test
    void a_copy_names_its_owner_and_the_owner_its_copies() throws IOException, Refusal {
        try (var pipeline = settled(folder, Recording.of(Agent.CODEX, "fork-of-fork-legacy"))) {
            var copy = events(pipeline.store()).entrySet().stream()
                    .filter(event -> !event.getValue().owned())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
            var owner = explain(pipeline, copy.toString()).owner();
            assertThat(owner).isNotNull();
            assertThat(owner.session()).isNotEqualTo(copy.session());
            var explained = explain(pipeline, owner.toString());
            assertThat(explained.owner()).isNull();
            assertThat(explained.copies()).contains(copy);
        }
    }

    @Test
    void a_rewritten_file_is_one_claim_in_two_places() throws IOException, Refusal {
        var recording = Recording.of(Agent.CLAUDE, "02-bash");
        try (var pipeline = settled(folder, recording)) {
            var file = recording.files().getFirst();
            var text = new String(file.bytes(), StandardCharsets.UTF_8);
            var rewritten = ("{\"type\":\"mode\"}\n" + text).getBytes(StandardCharsets.UTF_8);
            var again = new Pipeline.Source(Agent.CLAUDE, file.path(), rewritten);
            pipeline.piece(again, 0, rewritten.length);
            pipeline.settle();
            var prompt = events(pipeline.store()).keySet().stream()
                    .filter(key -> key.kind().wire().equals("prompt"))
                    .findFirst()
                    .orElseThrow();
            var taken = explain(pipeline, prompt.toString()).parts().getFirst().taken();
            assertThat(taken).isNotNull();
            assertThat(taken.again()).hasSize(1);
            assertThat(taken.again().getFirst().raw()).isEqualTo(taken.place().raw());
            assertThat(taken.again().getFirst().position())
                    .isNotEqualTo(taken.place().position());
        }
    }

    @Test
    void the_verdicts_on_an_event_are_told_also_those_by_older_keys() throws IOException, Refusal {
        try (var pipeline = settled(folder, Recording.of(Agent.CLAUDE, "02-bash"))) {
            var call = events(pipeline.store()).keySet().stream()
                    .filter(key -> key.kind().wire().equals("tool_call"))
                    .findFirst()
                    .orElseThrow();
            assertThat(explain(pipeline, call.toString()).decisions())
                    .hasSizeGreaterThan(1)
                    .allMatch(decision -> decision.key().equals(call.toString()));
        }
    }

    @Test
    void what_has_expired_is_told_from_the_store_and_said_to_be() throws IOException, Refusal {
        try (var pipeline = settled(folder, Recording.of(Agent.CLAUDE, "02-bash"))) {
            var events = events(pipeline.store());
            pipeline.expire();
            for (var event : events.entrySet()) {
                var explained = explain(pipeline, event.getKey().toString());
                assertThat(explained.cannotTell()).singleElement().asString().contains("have expired");
                assertSame(explained, event.getValue());
                assertThat(explained.parts())
                        .allMatch(part -> part.taken() != null && part.taken().place() == null);
            }
        }
    }

    /// One answer in more blocks than are told; each repeats the usage of their request.
    private static byte[] manyBlocks(int blocks, String text) {
        var lines = new StringBuilder();
        for (int n = 0; n < blocks; n++) {
            lines.append("""
                    {"type":"assistant","uuid":"5e550001-0000-4000-8000-%012d","sessionId":"%s",\
                    "timestamp":"2026-01-01T00:00:%02d.%03dZ","version":"2.1.329","requestId":"req_1","apiBlockIndex":%d,\
                    "message":{"id":"msg_1","model":"claude-opus-5-5","role":"assistant",\
                    "content":[{"type":"text","text":"%s %d"}],"usage":{"input_tokens":1,"output_tokens":%d}}}
                    """.formatted(n, SESSION, n / 10, n % 10, n, text, n, n + 1));
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Pipeline settled(Path folder, byte[] transcript) throws IOException {
        var pipeline = new Pipeline(folder);
        pipeline.piece(
                new Pipeline.Source(Agent.CLAUDE, "-work/" + SESSION + ".jsonl", transcript), 0, transcript.length);
        pipeline.settle();
        return pipeline;
    }

    @Test
    void of_very_many_claims_and_verdicts_the_strongest_and_latest_are_told_and_the_rest_counted()
            throws IOException, Refusal {
        int more = 40;
        int blocks = 1 + Explanation.OTHERS_MAX + more;
        try (var pipeline = settled(folder, manyBlocks(blocks, "block"))) {
            var explained = explain(pipeline, "claude/" + SESSION + "/model_request/");
            var usage = explained.parts().stream()
                    .filter(part -> part.group() == FieldGroup.USAGE)
                    .findFirst()
                    .orElseThrow();
            assertThat(usage.taken().fields().number("outputTokens", 0)).isEqualTo(blocks);
            assertThat(usage.others()).hasSize(Explanation.OTHERS_MAX);
            assertThat(usage.othersLeft()).isEqualTo(more);
            assertThat(explained.decisions()).hasSize(Explanation.VERDICTS_MAX);
        }
    }

    @Test
    void of_a_very_long_raw_line_the_beginning_is_told_with_its_length() throws IOException, Refusal {
        var transcript = manyBlocks(1, "x".repeat(RawLines.SHOWN_CHARS_MAX));
        try (var pipeline = settled(folder, transcript)) {
            var raw = claims(explain(pipeline, "claude/" + SESSION + "/message/"))
                    .getFirst()
                    .place()
                    .raw();
            assertThat(raw)
                    .startsWith("{\"type\":\"assistant\"")
                    .endsWith("… ⟨" + (transcript.length - 1) + " characters⟩")
                    .hasSizeLessThan(RawLines.SHOWN_CHARS_MAX + 100);
        }
    }

    @Test
    void of_a_huge_raw_line_no_more_is_searched_for_secrets_than_is_shown_and_no_half_secret_told()
            throws IOException, Refusal {
        var half = "AKIAIOSFODNN7EXAMPLE".substring(0, 12);
        var secrets = "AKIAIOSFODNN7EXAMPLE ".repeat(RawLines.SEARCHED_BYTES_MAX / 21 + 100);
        var transcript = manyBlocks(1, secrets);
        try (var pipeline = settled(folder, transcript)) {
            var raw = claims(explain(pipeline, "claude/" + SESSION + "/message/"))
                    .getFirst()
                    .place()
                    .raw();
            assertThat(raw)
                    .startsWith("{\"type\":\"assistant\"")
                    .endsWith("… ⟨" + (transcript.length - 1) + " bytes⟩")
                    .contains("⟦redacted:")
                    .doesNotContain(half)
                    .hasSizeLessThan(RawLines.SHOWN_CHARS_MAX + 100);
        }
    }

    @Test
    void what_names_no_event_or_several_is_refused_with_the_way_on() throws IOException {
        try (var pipeline = settled(folder, Recording.of(Agent.CLAUDE, "23-resume"))) {
            var store = pipeline.store();
            var session = store.sessions(SessionFilter.ALL).getFirst().id();
            var refused = new TreeMap<>(Map.of(
                    "nix",
                    "there is no session 'nix'",
                    session.toString(),
                    "is a session; name one of its events",
                    session + "/",
                    "is a session; name one of its events",
                    session + "#9999",
                    "and no #9999",
                    session + "/message",
                    "events: claude/",
                    session + "/message/msg_zzz",
                    "those that begin like it: claude/",
                    session + "/nonsense/x",
                    "--keys` tells the keys",
                    "",
                    "there is no session ''"));
            refused.forEach((event, said) -> assertThatThrownBy(() -> explain(pipeline, event))
                    .as(event)
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.NOT_FOUND))
                    .hasMessageContaining(said));
        }
    }
}
