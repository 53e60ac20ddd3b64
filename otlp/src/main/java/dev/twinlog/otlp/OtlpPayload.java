package dev.twinlog.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The body of a request.
public final class OtlpPayload {
    private static final JsonFactory JSON = new JsonFactory();

    private OtlpPayload() {}

    /// What a body holds.
    ///
    /// @param records log records, spans or metric points that are taken
    /// @param refused those that are not, since they go beyond a limit: for `partial_success`
    /// @param why     names the limit; null when none is refused
    public record Tally(int records, int refused, @Nullable String why) {}

    /// Reads through a body without keeping anything of it.
    ///
    /// @throws MalformedPayloadException when it is no body of this signal and encoding
    public static Tally check(Signal signal, Encoding encoding, byte[] body) throws MalformedPayloadException {
        try {
            return encoding == Encoding.JSON ? json(body) : protobuf(signal, body);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedPayloadException("no protobuf of " + signal.service() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new MalformedPayloadException("no JSON: " + e.getMessage(), e);
        }
    }

    private static Tally protobuf(Signal signal, byte[] body) throws InvalidProtocolBufferException {
        int records = switch (signal) {
            case LOGS ->
                ExportLogsServiceRequest.parseFrom(body).getResourceLogsList().stream()
                        .flatMap(resource -> resource.getScopeLogsList().stream())
                        .mapToInt(scope -> scope.getLogRecordsCount())
                        .sum();
            case TRACES ->
                ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
                        .flatMap(resource -> resource.getScopeSpansList().stream())
                        .mapToInt(scope -> scope.getSpansCount())
                        .sum();
            case METRICS ->
                ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList().stream()
                        .flatMap(resource -> resource.getScopeMetricsList().stream())
                        .mapToInt(scope -> scope.getMetricsCount())
                        .sum();
        };
        return new Tally(records, 0, null);
    }

    private static Tally json(byte[] body) throws IOException {
        try (var parser = JSON.createParser(body)) {
            while (parser.nextToken() != null) {}
        }
        return new Tally(0, 0, null);
    }
}
