package dev.twinlog.bench.telemetry;

/// How a batch travels.
public enum Wire {
    /// OTLP/HTTP, protobuf.
    PROTOBUF("/v1/logs", "application/x-protobuf"),
    /// OTLP/HTTP, JSON.
    JSON("/v1/logs", "application/json"),
    /// OTLP/gRPC.
    GRPC("opentelemetry.proto.collector.logs.v1.LogsService/Export", "application/grpc"),
    /// Zipkin's own JSON, version 2.
    ZIPKIN("/api/v2/spans", "application/json");

    private final String path;
    private final String contentType;

    Wire(String path, String contentType) {
        this.path = path;
        this.contentType = contentType;
    }

    /// The path of HTTP; of gRPC the full name of the method.
    public String path() {
        return path;
    }

    public String contentType() {
        return contentType;
    }
}
