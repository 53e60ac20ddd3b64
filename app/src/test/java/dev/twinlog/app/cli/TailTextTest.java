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

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final TailText text = text(80);

    private TailText text(int columns) {
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new TailText(new Terminal(
                stream, stream, columns, columns < 400, false, false, Clock.systemUTC(), TimeZone.getTimeZone("UTC")));
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
