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
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

    /// What the requests at some positions tell together, in the order in which it fits. A damaged one is passed over.
    List<Heard> together(Collection<Long> positions, Predicate<Heard> wanted) {
        var told = new ArrayList<Heard>();
        for (long position : positions)
            read(position, each -> {
                if (wanted.test(each)) told.add(each);
            });
        return ToldTogether.ordered(told);
    }

    private void read(long position, Consumer<Heard> out) {
        try {
            read(journal.read(position), out);
        } catch (CorruptRecordException | MalformedPayloadException e) {
            LOG.warn("a request of telemetry at {} is passed over: {}", position, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Tells everything that a request tells, in its own order.
    ///
    /// @return the request; null when the record holds none
    /// @throws MalformedPayloadException when its payload cannot be understood
    @Nullable
    OtlpRequest read(JournalRecord record, Consumer<Heard> out) throws MalformedPayloadException {
        var signal = signal(record.kind());
        if (signal == null) return null;
        var request = OtlpRequest.decode(record.payload());
        if (request.token() != OtlpRequest.Token.CANARY) reader.request(signal, request, record.position(), out);
        return request;
    }
}
