package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/// How `tail` tells events to people, and how it takes messages apart.
class TailTextTest {
    private static final String SESSION = "claude/eb720ced-2e03-421f-8614-86f157ce1f94";

    private static final Clock CLOCK =
            Clock.fixed(java.time.Instant.parse("2026-11-20T23:00:00Z"), java.time.ZoneOffset.UTC);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final TailText text = text(80);

    private TailText text(int columns) {
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new TailText(
                new Terminal(stream, stream, columns, columns < 400, false, false, CLOCK, TimeZone.getTimeZone("UTC")));
    }

    private static Map<?, ?> event(String kind, String status, String fields) throws IOException {
        var json = "{\"session\":\"" + SESSION + "\",\"key\":\"k\",\"kind\":\"" + kind
                + "\",\"at\":\"2026-11-20T21:18:55.318Z\",\"status\":\"" + status + "\",\"agentId\":null,\"fields\":{"
                + fields + "}}";
        try (var parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return (Map<?, ?>) JsonTree.read(parser);
        }
    }

    private static String field(String name, String value) {
        return "\"" + name + "\":{\"value\":" + value + ",\"witness\":\"transcript\"}";
    }

    private List<String> told(Map<?, ?> event) {
        out.reset();
        text.lines(event, "/home/me/twinlog").forEach(text::print);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void a_line_tells_when_where_and_what() throws Exception {
        assertThat(told(event("prompt", "completed", field("text", "\"What is it?\""))))
                .containsExactly("21:18:55  claude eb720ced  twinlog  > What is it?");
    }

    @Test
    void a_call_that_ends_is_told_by_its_result_alone() throws Exception {
        var call = field("name", "\"Bash\"") + "," + field("input", "\"{\\\"command\\\":\\\"npm test\\\"}\"");
        assertThat(told(event("tool_call", "open", call)))
                .containsExactly("21:18:55  claude eb720ced  twinlog  → Bash  npm test");

        var ended = call + "," + field("exitCode", "2") + "," + field("durationMs", "1234") + ","
                + field("output", "\"2 bad\\nones\"");
        assertThat(told(event("tool_call", "failed", ended)))
                .containsExactly("21:18:55  claude eb720ced  twinlog  ✗ Bash  failed  exit 2  1.2 s  2 bad ones");
        assertThat(told(event("tool_call", "failed", ended))).isEmpty();
    }

    @Test
    void a_line_fits_the_terminal_and_commands_it_nothing() throws Exception {
        var lines =
                told(event("message", "completed", field("text", "\"\\u001b[2J\\nred " + "word ".repeat(50) + "\"")));

        assertThat(lines).hasSize(1).allMatch(line -> Cells.width(line) <= 80 && line.endsWith("…"));
        assertThat(lines.getFirst()).doesNotContain("\u001b").contains("• red word");
    }

    private static Map<Object, Object> with(Map<?, ?> event, String name, Object value) {
        var changed = new java.util.HashMap<Object, Object>(event);
        changed.put(name, value);
        return changed;
    }

    @Test
    void the_day_is_told_when_it_is_another() throws Exception {
        var said = event("prompt", "completed", field("text", "\"x\""));
        assertThat(told(with(said, "at", "2026-11-19T01:00:00.000Z")))
                .containsExactly("2026-11-19", "01:00:00  claude eb720ced  twinlog  > x");
        assertThat(told(with(said, "at", "2026-11-19T02:00:00.000Z"))).isEmpty();
        assertThat(told(with(with(said, "at", "2026-11-20T02:00:00.000Z"), "key", "l")))
                .containsExactly("2026-11-20", "02:00:00  claude eb720ced  twinlog  > x");
        assertThat(told(with(with(said, "at", "2026-11-20T03:00:00.000Z"), "key", "m")))
                .hasSize(1);
    }

    @Test
    void an_item_that_gets_its_id_late_is_told_once() throws Exception {
        var said = event("message", "completed", field("text", "\"x\""));
        assertThat(told(said)).hasSize(1);
        assertThat(told(with(said, "key", "other"))).isEmpty();
        assertThat(told(with(with(said, "key", "third"), "at", "2026-11-20T21:18:55.319Z")))
                .hasSize(1);
    }

    @Test
    void a_turn_is_told_behind_what_happened_in_it() throws Exception {
        var turns = new TailTurns();
        var lines = new java.util.ArrayList<TailText.Line>();
        var turn = with(with(event("turn", "interrupted", ""), "turn", "t1"), "key", "turn");
        var prompt = with(event("prompt", "completed", field("text", "\"a\"")), "turn", "t1");
        var message = with(with(event("message", "completed", field("text", "\"b\"")), "turn", "t1"), "key", "m");
        var next = with(with(event("prompt", "completed", field("text", "\"c\"")), "turn", "t2"), "key", "p2");
        lines.addAll(turns.next(turn, text.lines(turn, null)));
        assertThat(turns.quiet()).isEmpty();
        for (var event : List.of(prompt, message, next)) lines.addAll(turns.next(event, text.lines(event, null)));
        assertThat(lines).extracting(TailText.Line::mark).containsExactly(">", "•", "·", ">");

        var late = with(with(event("turn", "completed", ""), "turn", "t2"), "key", "turn2");
        assertThat(turns.next(late, text.lines(late, null))).isEmpty();
        assertThat(turns.quiet()).extracting(TailText.Line::text).containsExactly("turn completed");
    }

    @Test
    void turns_of_what_happened_before_stand_each_behind_its_own() throws Exception {
        var all = new java.util.ArrayList<TailTurns.Past>();
        var kinds = List.of("turn", "prompt", "message", "prompt");
        var turns = List.of("t1", "t1", "t1", "t2");
        for (int i = 0; i < kinds.size(); i++) {
            var event = with(event(kinds.get(i), "interrupted", field("text", "\"" + i + "\"")), "turn", turns.get(i));
            event.put("key", "k" + i);
            all.add(new TailTurns.Past(event, text.lines(event, null)));
        }
        assertThat(TailTurns.ordered(all)).extracting(TailText.Line::mark).containsExactly(">", "•", "·", ">");
        assertThat(TailTurns.ordered(all.subList(0, 1))).hasSize(1);
    }

    @Test
    void what_is_copied_from_another_session_is_not_told_again() throws Exception {
        var copied = new java.util.HashMap<Object, Object>(event("message", "completed", field("text", "\"x\"")));
        copied.put("copied", true);

        assertThat(told(copied)).isEmpty();
    }

    @Test
    void messages_are_taken_apart_and_the_last_id_is_remembered() throws Exception {
        var body =
                ": still there\nid: a-1-2\n\nevent: event\nid: a-2-2\ndata: {\"x\":1}\n\nevent: end\ndata: {}\n\ndata: cut";
        var stream = new LiveStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));

        assertThat(stream.lastId()).isNull();
        assertThat(stream.next()).contains(new LiveStream.Message("event", "{\"x\":1}"));
        assertThat(stream.lastId()).isEqualTo("a-2-2");
        assertThat(stream.next()).contains(new LiveStream.Message("end", "{}"));
        assertThat(stream.next()).isEmpty();
        assertThat(stream.lastId()).isEqualTo("a-2-2");
    }
}
