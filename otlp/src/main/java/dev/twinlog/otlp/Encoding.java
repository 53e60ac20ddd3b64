package dev.twinlog.otlp;

/// How a body is written.
public enum Encoding {
    /// `application/x-protobuf`, and every message over gRPC.
    PROTOBUF,
    /// `application/json`: OTLP's JSON, in which ids are hexadecimal.
    JSON
}
