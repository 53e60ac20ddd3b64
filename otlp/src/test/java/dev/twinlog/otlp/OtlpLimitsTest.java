package dev.twinlog.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes beyond a limit is refused record by record, alike in both encodings, and what is malformed is so as a
/// whole.
class OtlpLimitsTest {
    private static final LogRecord GOOD =
            LogRecord.newBuilder().setEventName("good").build();

    private static LogRecord with(AnyValue value) {
        return LogRecord.newBuilder()
                .addAttributes(KeyValue.newBuilder().setKey("k").setValue(value))
                .build();
    }

    private static AnyValue text(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }

    private static AnyValue nested(int deep) {
        var value = text("deep");
        for (int i = 0; i < deep; i++)
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        return value;
    }

    private static ExportLogsServiceRequest logs(Resource resource, LogRecord... records) {
        var scope = ScopeLogs.newBuilder();
        for (var record : records) scope.addLogRecords(record);
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().setResource(resource).addScopeLogs(scope))
                .build();
    }

    private static ExportLogsServiceRequest logs(LogRecord... records) {
        return logs(Resource.getDefaultInstance(), records);
    }

    private static void refused(ExportLogsServiceRequest request, int taken, String why) throws Exception {
        var json = new RandomRequests(1).json(request).getBytes(UTF_8);
        for (var encoding : Encoding.values()) {
            var body = encoding == Encoding.JSON ? json : request.toByteArray();
            var tally = OtlpPayload.check(Signal.LOGS, encoding, body);
            assertThat(tally.records()).isEqualTo(taken);
            assertThat(tally.refused()).isEqualTo(1);
            assertThat(tally.why()).contains(why);
            var read = new ArrayList<OtlpRecord>();
            OtlpPayload.read(Signal.LOGS, encoding, body, read::add);
            assertThat(read).extracting(OtlpRecord::name).hasSize(taken).allMatch("good"::equals);
        }
    }

    private static void taken(LogRecord record) throws Exception {
        var request = logs(record);
        var json = new RandomRequests(1).json(request).getBytes(UTF_8);
        var all = new OtlpPayload.Tally(1, 0, null);
        assertThat(OtlpPayload.check(Signal.LOGS, Encoding.PROTOBUF, request.toByteArray()))
                .isEqualTo(all);
        assertThat(OtlpPayload.check(Signal.LOGS, Encoding.JSON, json)).isEqualTo(all);
    }

    private static LogRecord attributes(int count) {
        var record = LogRecord.newBuilder();
        for (int i = 0; i < count; i++)
            record.addAttributes(KeyValue.newBuilder().setKey("k" + i));
        return record.build();
    }

    @Test
    void a_record_with_more_attributes_is_refused_and_the_others_are_taken() throws Exception {
        taken(attributes(OtlpLimits.ATTRIBUTES_MAX));
        refused(logs(GOOD, attributes(OtlpLimits.ATTRIBUTES_MAX + 1), GOOD), 2, "record 1: more than 1024 attributes");
        refused(logs(attributes(100_000), GOOD), 1, "attributes");
    }

    @Test
    void a_record_with_values_nested_deeper_is_refused() throws Exception {
        taken(with(nested(OtlpLimits.NESTING_MAX)));
        refused(logs(GOOD, with(nested(OtlpLimits.NESTING_MAX + 1))), 1, "nested deeper than 32");
    }

    @Test
    void a_record_with_more_values_is_refused() throws Exception {
        var many = ArrayValue.newBuilder()
                .addAllValues(Collections.nCopies(OtlpLimits.VALUES_MAX, AnyValue.getDefaultInstance()));
        refused(logs(GOOD, with(AnyValue.newBuilder().setArrayValue(many).build())), 1, "values");
    }

    @Test
    void a_record_with_a_longer_text_is_refused() throws Exception {
        var longest = "ü".repeat(OtlpLimits.TEXT_BYTES_MAX / 2);
        taken(with(text(longest)));
        refused(logs(GOOD, with(text(longest + "x"))), 1, "a text of more than");
    }

    @Test
    void records_of_a_resource_beyond_a_limit_are_refused() throws Exception {
        var resource = Resource.newBuilder().addAllAttributes(attributes(2000).getAttributesList());
        refused(logs(resource.build(), GOOD), 0, "attributes");
    }

    @Test
    void records_beyond_the_number_of_a_request_are_refused() throws Exception {
        var records = Collections.nCopies(OtlpLimits.RECORDS_MAX + 1, GOOD).toArray(LogRecord[]::new);
        refused(logs(records), OtlpLimits.RECORDS_MAX, "more than 65536 records");
    }

    @Test
    void a_span_without_ids_is_refused() throws Exception {
        var ids = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8}))
                .setSpanId(ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        var spans = ScopeSpans.newBuilder()
                .addSpans(ids)
                .addSpans(ids.clone().setSpanId(ByteString.copyFrom(new byte[8])))
                .addSpans(ids.clone().clearTraceId())
                .addSpans(ids.clone().setSpanId(ByteString.copyFrom(new byte[] {1})));
        var request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(spans))
                .build();
        var json = new RandomRequests(1).json(request).getBytes(UTF_8);
        for (var tally : new OtlpPayload.Tally[] {
            OtlpPayload.check(Signal.TRACES, Encoding.PROTOBUF, request.toByteArray()),
            OtlpPayload.check(Signal.TRACES, Encoding.JSON, json)
        }) {
            assertThat(tally.records()).isEqualTo(1);
            assertThat(tally.refused()).isEqualTo(3);
            assertThat(tally.why()).isEqualTo("record 1: " + Needed.WHY);
        }
    }

    @Test
    void deep_nesting_is_malformed_and_no_stack_is_overrun() {
        int deep = 200_000;
        var json = "{\"resourceLogs\":".repeat(1) + "[{\"scopeLogs\":[{\"logRecords\":[{\"body\":"
                + "{\"arrayValue\":{\"values\":[".repeat(deep) + "]}}".repeat(deep) + "}]}]}]}";
        malformed(Encoding.JSON, json.getBytes(UTF_8));
        malformed(Encoding.JSON, ("{\"unknown\":" + "[".repeat(deep) + "]".repeat(deep) + "}").getBytes(UTF_8));
        malformed(Encoding.PROTOBUF, logs(with(nested(400))).toByteArray());
        var groups = new byte[deep];
        java.util.Arrays.fill(groups, (byte) (15 << 3 | 3));
        malformed(Encoding.PROTOBUF, groups);
    }

    private static void malformed(Encoding encoding, byte[] body) {
        assertThatThrownBy(() -> OtlpPayload.check(Signal.LOGS, encoding, body))
                .isInstanceOf(MalformedPayloadException.class)
                .hasMessageContaining("no ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}x",
                "{} {}",
                "{\"resourceLogs\":{}}",
                "{\"resourceLogs\":[1]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"traceId\":\"xyz\"}]}]}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":\"soon\"}]}]}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":-1}]}]}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":1e999999999}]}]}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"intValue\":9223372036854775808}}]}]}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"intValue\":1.5}}]}]}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"boolValue\":\"yes\"}}]}]}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"bytesValue\":\"*\"}}]}]}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":\"text\"}]}]}]}",
            })
    void what_is_no_json_of_otlp_is_malformed(String body) {
        malformed(Encoding.JSON, body.getBytes(UTF_8));
    }

    @Test
    void json_in_other_encodings_than_utf_8_is_malformed() {
        malformed(Encoding.JSON, "{\"resourceLogs\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_16));
        malformed(Encoding.JSON, "{\"resourceLogs\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
        malformed(Encoding.JSON, new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
    }

    @Test
    void protobuf_with_wrong_lengths_or_invalid_utf_8_is_malformed() {
        malformed(Encoding.PROTOBUF, new byte[] {10, 127});
        malformed(Encoding.PROTOBUF, new byte[] {10, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 15});
        malformed(Encoding.PROTOBUF, new byte[] {0});
        malformed(Encoding.PROTOBUF, new byte[] {12});
        var good = logs(GOOD).toByteArray();
        good[good.length - 1] = (byte) 0xFF;
        malformed(Encoding.PROTOBUF, good);
    }

    @Test
    void an_empty_request_holds_nothing() throws Exception {
        var nothing = new OtlpPayload.Tally(0, 0, null);
        assertThat(OtlpPayload.check(Signal.LOGS, Encoding.PROTOBUF, new byte[0]))
                .isEqualTo(nothing);
        assertThat(OtlpPayload.check(Signal.LOGS, Encoding.JSON, "{}".getBytes(UTF_8)))
                .isEqualTo(nothing);
    }
}
