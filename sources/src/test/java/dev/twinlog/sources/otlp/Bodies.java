package dev.twinlog.sources.otlp;

import com.google.protobuf.Message;
import dev.twinlog.otlp.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.nio.charset.StandardCharsets;

/// Bodies of requests, made up.
final class Bodies {
    private Bodies() {}

    static byte[] json(Signal signal) {
        var body = switch (signal) {
            case LOGS -> "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"severityNumber\":9}]}]}]}";
            case TRACES ->
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\",\"name\":\"x\"}]}]}]}";
            case METRICS -> "{\"resourceMetrics\":[{\"scopeMetrics\":[]}]}";
        };
        return body.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] protobuf(Signal signal) {
        return message(signal).toByteArray();
    }

    private static Message message(Signal signal) {
        return switch (signal) {
            case LOGS -> logs(1, "hello");
            case TRACES ->
                ExportTraceServiceRequest.newBuilder()
                        .addResourceSpans(ResourceSpans.getDefaultInstance())
                        .build();
            case METRICS ->
                ExportMetricsServiceRequest.newBuilder()
                        .addResourceMetrics(ResourceMetrics.getDefaultInstance())
                        .build();
        };
    }

    static ExportLogsServiceRequest logs(int records, String text) {
        var scope = ScopeLogs.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("made.up"));
        for (int i = 0; i < records; i++)
            scope.addLogRecords(
                    LogRecord.newBuilder().setBody(AnyValue.newBuilder().setStringValue(text)));
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().addScopeLogs(scope))
                .build();
    }

    /// JSON of about so many bytes.
    static byte[] jsonOf(int bytes) {
        var body = "{\"resourceLogs\":[],\"x\":\"" + "y".repeat(bytes - 26) + "\"}";
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
