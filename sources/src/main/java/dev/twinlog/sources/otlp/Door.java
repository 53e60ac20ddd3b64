package dev.twinlog.sources.otlp;

import java.util.Locale;

/// One of the receiver's two ports. Both take OTLP over HTTP and over gRPC, so that an agent that mixes
/// them up loses nothing.
enum Door {
    HTTP("otlp-http-port"),
    GRPC("otlp-grpc-port");

    private final String setting;

    Door(String setting) {
        this.setting = setting;
    }

    /// The name of the setting that has its port.
    String setting() {
        return setting;
    }

    /// In facts.
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
