package dev.twinlog.readers.otlp;

import dev.twinlog.model.Heard;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.otlp.Signal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A request of one made-up record in OTLP/JSON, and what is heard in it.
final class Sent {
    static final String TRACE = "0102030405060708090a0b0c0d0e0f10";

    final Map<String, Long> counts = new TreeMap<>();
    private final StringBuilder attributes = new StringBuilder();
    private String service = "claude-code";
    private String own = "\"traceId\":\"" + TRACE + "\",\"spanId\":\"0102030405060708\",";
    private Signal signal = Signal.LOGS;
    private OtlpRequest.Token token = OtlpRequest.Token.ABSENT;
    private boolean personal;

    static Sent claude(String event) {
        return new Sent()
                .text("session.id", "s1")
                .text("event.name", event)
                .text("event.timestamp", "2026-11-20T21:18:56.651Z");
    }

    static Sent codex(String event) {
        var sent = new Sent();
        sent.service = "codex_cli_rs";
        return sent.text("conversation.id", "t1")
                .text("event.name", event)
                .text("event.timestamp", "2026-11-20T21:18:56.651Z");
    }

    static Sent span(String service) {
        var sent = new Sent();
        sent.signal = Signal.TRACES;
        sent.service = service;
        return sent;
    }

    Sent text(String key, String value) {
        return value(key, "{\"stringValue\":\"" + value + "\"}");
    }

    Sent number(String key, long value) {
        return value(key, "{\"intValue\":\"" + value + "\"}");
    }

    Sent value(String key, String json) {
        attributes.append(attributes.isEmpty() ? "" : ",").append("{\"key\":\"" + key + "\",\"value\":" + json + "}");
        return this;
    }

    /// Puts another text in the place of one.
    Sent replacing(String text, String other) {
        int at = attributes.indexOf("\"" + text + "\"") + 1;
        attributes.replace(at, at + text.length(), other);
        return this;
    }

    Sent service(String name) {
        service = name;
        return this;
    }

    Sent untraced() {
        own = "";
        return this;
    }

    Sent by(OtlpRequest.Token mark) {
        token = mark;
        return this;
    }

    Sent keepingPersonal() {
        personal = true;
        return this;
    }

    byte[] body() {
        var record =
                "{" + own + "\"timeUnixNano\":\"1795209536651000000\",\"startTimeUnixNano\":\"1795209536651000000\","
                        + "\"attributes\":[" + attributes + "]}";
        boolean spans = signal == Signal.TRACES;
        return ("{\"" + (spans ? "resourceSpans" : "resourceLogs") + "\":[{\"resource\":{\"attributes\":["
                        + "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"" + service + "\"}},"
                        + "{\"key\":\"service.version\",\"value\":{\"stringValue\":\"2.1.329\"}}]},\""
                        + (spans ? "scopeSpans" : "scopeLogs") + "\":[{\"" + (spans ? "spans" : "logRecords") + "\":["
                        + record + "]}]}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    List<Heard> heard() {
        var heard = new ArrayList<Heard>();
        var reader = new AgentTelemetry((name, amount) -> counts.merge(name, amount, Long::sum), personal);
        reader.request(signal, new OtlpRequest(Encoding.JSON, token, 0, body()), 4711, heard::add);
        return heard;
    }

    <T extends Heard> List<T> heard(Class<T> sort) {
        return heard().stream().filter(sort::isInstance).map(sort::cast).toList();
    }
}
