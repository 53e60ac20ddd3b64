package dev.twinlog.sources.otlp;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.OtlpPayload.Tally;
import dev.twinlog.otlp.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;

/// What OTLP answers to a request that was taken: nothing, or which part of it was not.
final class ExportAnswer {
    private ExportAnswer() {}

    static byte[] of(Encoding encoding, Signal signal, Tally tally) {
        var why = tally.why() == null ? "" : tally.why();
        return switch (encoding) {
            case JSON -> json(signal, tally.refused(), why).getBytes(StandardCharsets.UTF_8);
            case PROTOBUF -> tally.refused() == 0 ? new byte[0] : protobuf(signal, tally.refused(), why);
        };
    }

    private static String json(Signal signal, int refused, String why) {
        if (refused == 0) return "{}";
        var name = switch (signal) {
            case LOGS -> "rejectedLogRecords";
            case TRACES -> "rejectedSpans";
            case METRICS -> "rejectedDataPoints";
        };
        var message = new String(JsonStringEncoder.getInstance().quoteAsString(why));
        return "{\"partialSuccess\":{\"" + name + "\":\"" + refused + "\",\"errorMessage\":\"" + message + "\"}}";
    }

    private static byte[] protobuf(Signal signal, int refused, String why) {
        return switch (signal) {
            case LOGS ->
                ExportLogsServiceResponse.newBuilder()
                        .setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                                .setRejectedLogRecords(refused)
                                .setErrorMessage(why))
                        .build()
                        .toByteArray();
            case TRACES ->
                ExportTraceServiceResponse.newBuilder()
                        .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                                .setRejectedSpans(refused)
                                .setErrorMessage(why))
                        .build()
                        .toByteArray();
            case METRICS ->
                ExportMetricsServiceResponse.newBuilder()
                        .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                                .setRejectedDataPoints(refused)
                                .setErrorMessage(why))
                        .build()
                        .toByteArray();
        };
    }
}
