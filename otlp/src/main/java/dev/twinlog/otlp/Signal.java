package dev.twinlog.otlp;

import java.util.Locale;

/// What a request carries.
public enum Signal {
    LOGS("logs.v1.LogsService"),
    TRACES("trace.v1.TraceService"),
    METRICS("metrics.v1.MetricsService");

    private final String service;

    Signal(String service) {
        this.service = service;
    }

    /// The path of OTLP over HTTP: `/v1/logs`, …
    public String path() {
        return "/v1/" + name().toLowerCase(Locale.ROOT);
    }

    /// The full name of the gRPC service, whose one method is `Export`.
    public String service() {
        return "opentelemetry.proto.collector." + service;
    }
}
