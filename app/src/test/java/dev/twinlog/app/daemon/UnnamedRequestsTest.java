package dev.twinlog.app.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Event;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.Witness;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.otlp.Signal;
import dev.twinlog.readers.LineContext;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.TranscriptPaths;
import dev.twinlog.readers.claude.ClaudeTranscriptReader;
import dev.twinlog.readers.otlp.AgentTelemetry;
import dev.twinlog.reconcile.Settlement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Requests of Claude Code without an id, as behind some gateways: telemetry and transcript meet by place and tokens.
final class UnnamedRequestsTest {
    private static final String SESSION = "5bdf19e3-b788-4108-9014-d9426d3f75b0";

    private long offset;

    private List<Heard> transcript() {
        var heard = new ArrayList<Heard>();
        var reader = new ClaudeTranscriptReader(ReadingCounter.NONE);
        for (var line : List.of(
                "{\"type\":\"user\",\"uuid\":\"u1\",\"promptId\":\"p1\",\"message\":{\"content\":\"go\"}," + common(0),
                answer("a1", "u1", "m1", 0, 1),
                answer("a2", "a1", "m1", 1, 2),
                answer("a3", "a2", "m2", 0, 5),
                answer("a4", "a3", "m3", 0, 6).replace("\"output_tokens\":21", "\"output_tokens\":99"))) {
            var bytes = line.getBytes(UTF_8);
            var what =
                    TranscriptPaths.of(Agent.CLAUDE, "-p/" + SESSION + ".jsonl").orElseThrow();
            var raw = new RawPlace(0, offset += 1000, bytes.length);
            reader.line(bytes, 0, bytes.length, new LineContext(what, 1, raw), heard::add);
        }
        return heard;
    }

    private static String answer(String uuid, String parent, String message, int block, int second) {
        return "{\"type\":\"assistant\",\"uuid\":\"" + uuid + "\",\"parentUuid\":\"" + parent + "\",\"apiBlockIndex\":"
                + block + ",\"message\":{\"id\":\"" + message + "\",\"model\":\"opus\",\"stop_reason\":\"end_turn\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],"
                + "\"usage\":{\"input_tokens\":11,\"output_tokens\":21}}," + common(second);
    }

    private static String common(int second) {
        return "\"timestamp\":\"2026-11-20T21:18:0" + second + ".000Z\",\"sessionId\":\"" + SESSION
                + "\",\"version\":\"2.1.329\"}";
    }

    private static List<Heard> telemetry() {
        var heard = new ArrayList<Heard>();
        var reader = new AgentTelemetry(ReadingCounter.NONE, false);
        for (int second : new int[] {2, 5}) {
            var body = "{\"resourceLogs\":[{\"scopeLogs\":[{\"scope\":{\"name\":\"com.anthropic.claude_code.events\"},"
                    + "\"logRecords\":[{\"attributes\":[" + text("session.id", SESSION) + "," + text("prompt.id", "p1")
                    + "," + text("event.name", "api_request") + "," + text("model", "opus") + ","
                    + text("event.timestamp", "2026-11-20T21:18:0" + second + ".500Z") + ","
                    + text("input_tokens", "11") + "," + text("output_tokens", "21") + ","
                    + text("cost_usd", "0.00" + second) + "]}]}]}]}";
            reader.request(
                    Signal.LOGS,
                    new OtlpRequest(Encoding.JSON, OtlpRequest.Token.ABSENT, 0, body.getBytes(UTF_8)),
                    second,
                    heard::add);
        }
        return heard;
    }

    private static String text(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }

    @Test
    void they_meet_as_the_kth_of_their_turn_with_the_same_tokens() {
        var heard = new ArrayList<>(transcript());
        heard.addAll(telemetry());
        Collections.shuffle(heard, new Random(1));
        var requests = Settlement.settle(heard).values().iterator().next().stream()
                .filter(event -> event.key().kind() == Kind.MODEL_REQUEST)
                .toList();
        assertThat(requests).extracting(event -> event.key().id()).containsExactlyInAnyOrder("m1", "m2", "m3");
        assertThat(requests)
                .extracting(UnnamedRequestsTest::usage)
                .containsExactlyInAnyOrder("m1 otlp 0.002", "m2 otlp 0.005", "m3 transcript null");
    }

    private static String usage(Event event) {
        var usage = event.groups().get(FieldGroup.USAGE);
        return event.key().id() + " " + usage.witness().wire() + " "
                + usage.fields().get("costUsd");
    }

    @Test
    void alone_they_are_told_by_their_places() {
        var requests = Settlement.settle(telemetry()).values().iterator().next();
        assertThat(requests)
                .hasSize(2)
                .allMatch(event -> event.groups().get(FieldGroup.USAGE).witness() == Witness.OTLP);
    }
}
