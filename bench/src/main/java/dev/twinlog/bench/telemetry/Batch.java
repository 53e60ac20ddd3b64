package dev.twinlog.bench.telemetry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The bytes of a client's request. They are encoded once; before each sending the mark of each record, its attribute
/// `load.id`, and its time are written over, so that sending costs the client as little as can be.
final class Batch {
    /// Records in a request.
    static final int RECORDS = 20;

    private static final String MARK = "load.id";
    private static final String BLANK = "@@@@@@@@@@";
    private static final long TIME = 1_700_000_000_000_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[] bytes;
    private final List<Integer> marks;
    private final List<Integer> times;
    private final Wire wire;

    private Batch(byte[] bytes, Wire wire) {
        this.bytes = bytes;
        this.wire = wire;
        this.marks = places(bytes, BLANK.getBytes(StandardCharsets.US_ASCII));
        this.times = places(bytes, time(TIME));
    }

    /// The batch of one client.
    ///
    /// @param prefix what the marks begin with
    static Batch of(Wire wire, int client, String prefix) {
        var report = Agents.of(client, RECORDS, new Random(client));
        var mark = prefix + "-c" + client + "-" + BLANK;
        return new Batch(
                switch (wire) {
                    case PROTOBUF, GRPC -> protobuf(report, mark);
                    case JSON -> json(report, mark);
                    case ZIPKIN -> zipkin(report, mark, client);
                },
                wire);
    }

    /// The request number n of its client, which numbers its records from n × {@link #RECORDS} on.
    byte[] numbered(long n) {
        for (int i = 0; i < marks.size(); i++) write(marks.get(i), n * RECORDS + i * RECORDS / marks.size());
        var now = time(System.currentTimeMillis() * 1_000_000);
        for (int place : times) System.arraycopy(now, 0, bytes, place, now.length);
        return bytes;
    }

    private void write(int place, long number) {
        for (int i = BLANK.length() - 1; i >= 0; i--, number /= 10) bytes[place + i] = (byte) ('0' + number % 10);
    }

    private byte[] time(long nanos) {
        return switch (wire) {
            case PROTOBUF, GRPC ->
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(nanos)
                        .array();
            case JSON -> Long.toString(nanos).getBytes(StandardCharsets.US_ASCII);
            case ZIPKIN -> Long.toString(nanos / 1000).getBytes(StandardCharsets.US_ASCII);
        };
    }

    private static List<Integer> places(byte[] bytes, byte[] wanted) {
        var places = new ArrayList<Integer>();
        for (int i = 0; i + wanted.length <= bytes.length; i++)
            if (java.util.Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) places.add(i);
        return places;
    }

    private static byte[] protobuf(Agents.Report report, String mark) {
        var logs = ScopeLogs.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName(report.scope()));
        for (var event : report.events()) {
            var log = LogRecord.newBuilder()
                    .setTimeUnixNano(TIME)
                    .setObservedTimeUnixNano(TIME)
                    .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
                    .setBody(value(event.name()));
            event.attributes().forEach((key, value) -> log.addAttributes(attribute(key, value)));
            logs.addLogRecords(log.addAttributes(attribute(MARK, mark)));
        }
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(attribute("service.name", report.service())))
                        .addScopeLogs(logs))
                .build()
                .toByteArray();
    }

    private static KeyValue attribute(String key, Object value) {
        return KeyValue.newBuilder().setKey(key).setValue(value(value)).build();
    }

    private static AnyValue value(Object value) {
        var any = AnyValue.newBuilder();
        return switch (value) {
            case Long number -> any.setIntValue(number).build();
            case Double number -> any.setDoubleValue(number).build();
            default -> any.setStringValue(value.toString()).build();
        };
    }

    private static byte[] json(Agents.Report report, String mark) {
        var root = JSON.createObjectNode();
        var resource = root.putArray("resourceLogs").addObject();
        attribute(resource.putObject("resource").putArray("attributes"), "service.name", report.service());
        var scope = resource.putArray("scopeLogs").addObject();
        scope.putObject("scope").put("name", report.scope());
        var records = scope.putArray("logRecords");
        for (var event : report.events()) {
            var log = records.addObject();
            log.put("timeUnixNano", Long.toString(TIME)).put("observedTimeUnixNano", Long.toString(TIME));
            log.put("severityNumber", 9).putObject("body").put("stringValue", event.name());
            var attributes = log.putArray("attributes");
            event.attributes().forEach((key, value) -> attribute(attributes, key, value));
            attribute(attributes, MARK, mark);
        }
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void attribute(ArrayNode into, String key, Object value) {
        var any = into.addObject().put("key", key).putObject("value");
        switch (value) {
            case Long number -> any.put("intValue", number.toString());
            case Double number -> any.put("doubleValue", number);
            default -> any.put("stringValue", value.toString());
        }
    }

    /// Zipkin has no logs: each event is a span whose tags are the attributes.
    private static byte[] zipkin(Agents.Report report, String mark, int client) {
        var root = JSON.createArrayNode();
        for (var event : report.events()) {
            ObjectNode span = root.addObject();
            span.put("traceId", "%06d%s".formatted(100_000 + client, BLANK));
            span.put("id", "%06d%s".formatted(100_000 + client, BLANK));
            span.put("name", event.name()).put("timestamp", TIME / 1000).put("duration", 1000);
            span.putObject("localEndpoint").put("serviceName", report.service());
            var tags = span.putObject("tags");
            event.attributes().forEach((key, value) -> tags.put(key, value.toString()));
            tags.put(MARK, mark);
        }
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }
}
