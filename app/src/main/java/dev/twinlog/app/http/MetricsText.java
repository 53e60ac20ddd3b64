package dev.twinlog.app.http;

import dev.twinlog.app.Refusal;
import java.io.IOException;

/// The metrics as they are now, in the text format of Prometheus.
@FunctionalInterface
public interface MetricsText {
    /// Where nothing is measured.
    MetricsText NONE = () -> "";

    String scrape() throws Refusal, IOException;
}
