package dev.twinlog.app.daemon;

import dev.twinlog.journal.CorruptRecordException;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalRecord;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.model.Heard;
import dev.twinlog.otlp.MalformedPayloadException;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.otlp.Signal;
import dev.twinlog.readers.otlp.TelemetryReader;
import dev.twinlog.reconcile.ToldTogether;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests of telemetry as the journal holds them.
record Requests(Journal journal, TelemetryReader reader) {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    /// What a class of records carries; null when it is no telemetry.
    static @Nullable Signal signal(RecordClass kind) {
        return switch (kind) {
            case OTLP_LOGS -> Signal.LOGS;
            case OTLP_TRACES -> Signal.TRACES;
            case OTLP_METRICS -> Signal.METRICS;
            case TRANSCRIPT, CONTROL, STREAM -> null;
        };
    }

    /// Hears everything that the request at a position tells. A damaged one is passed over.
    void hear(long position, Consumer<Heard> out) {
        try {
            hear(journal.read(position), out);
        } catch (CorruptRecordException | MalformedPayloadException e) {
            LOG.warn("a request of telemetry at {} is passed over: {}", position, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Hears everything that a request tells, in the order in which it fits.
    ///
    /// @return the request; null when the record holds none
    /// @throws MalformedPayloadException when its payload cannot be understood
    @Nullable
    OtlpRequest hear(JournalRecord record, Consumer<Heard> out) throws MalformedPayloadException {
        var signal = signal(record.kind());
        if (signal == null) return null;
        var request = OtlpRequest.decode(record.payload());
        if (request.token() == OtlpRequest.Token.CANARY) return request;
        var told = new ArrayList<Heard>();
        reader.request(signal, request, record.position(), told::add);
        ToldTogether.ordered(told).forEach(out);
        return request;
    }
}
