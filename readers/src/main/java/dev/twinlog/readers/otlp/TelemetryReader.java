package dev.twinlog.readers.otlp;

import dev.twinlog.model.Heard;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.otlp.Signal;
import java.util.function.Consumer;

/// Reads requests of telemetry, of all agents. Never throws on bad input: what is not understood is heard as `Unknown`,
/// or counted where no session is named.
public interface TelemetryReader {
    /// Reads one request.
    ///
    /// @param position of its record in the journal
    void request(Signal signal, OtlpRequest request, long position, Consumer<Heard> out);
}
