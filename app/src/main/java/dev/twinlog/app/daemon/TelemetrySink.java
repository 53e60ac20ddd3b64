package dev.twinlog.app.daemon;

import dev.twinlog.journal.Journal;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.otlp.MalformedPayloadException;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.otlp.TelemetryRedactor;
import dev.twinlog.sources.otlp.OtlpSink;
import java.io.IOException;

/// Puts requests of telemetry into the journal.
///
/// @param redacting whether secrets are taken out of them before that, since raw bytes are not kept whole
/// @param rush      is told of each
record TelemetrySink(Journal journal, boolean redacting, Rush rush) implements OtlpSink {
    @Override
    public long append(RecordClass kind, byte[] payload) throws IOException {
        rush.came();
        return journal.append(kind, redacting ? redacted(kind, payload) : payload);
    }

    private static byte[] redacted(RecordClass kind, byte[] payload) throws IOException {
        var signal = Requests.signal(kind);
        if (signal == null) return payload;
        try {
            var request = OtlpRequest.decode(payload);
            var body = new TelemetryRedactor(ReadingCounter.NONE).redact(signal, request.encoding(), request.body());
            return new OtlpRequest(request.encoding(), request.token(), request.at(), body).encode();
        } catch (MalformedPayloadException e) {
            throw new IOException("a request cannot be kept without its secrets: " + e.getMessage(), e);
        }
    }

    @Override
    public void force(long position) throws IOException {
        journal.force(position);
    }
}
