package dev.twinlog.app.daemon;

import dev.twinlog.journal.Control;
import dev.twinlog.journal.CorruptRecordException;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalRecord;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.StreamFrame;
import dev.twinlog.model.Heard;
import dev.twinlog.otlp.MalformedPayloadException;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.otlp.Signal;
import dev.twinlog.readers.otlp.TelemetryReader;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Requests of telemetry as the journal holds them.
record Requests(Journal journal, TelemetryReader reader) {
    /// What a class of records carries; null when it is no telemetry.
    static @Nullable Signal signal(RecordClass kind) {
        return switch (kind) {
            case OTLP_LOGS -> Signal.LOGS;
            case OTLP_TRACES -> Signal.TRACES;
            case OTLP_METRICS -> Signal.METRICS;
            case TRANSCRIPT, CONTROL, STREAM -> null;
        };
    }

    /// Why what is at a position and told of a session cannot be had, with segment and offset; null when it can.
    @Nullable
    String damage(long position) throws IOException {
        try {
            came(intact(position));
            return null;
        } catch (CorruptRecordException | MalformedPayloadException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// When what is at a position came, epoch milliseconds; empty when it cannot be read.
    OptionalLong arrival(long position) throws IOException {
        try {
            return OptionalLong.of(came(intact(position)));
        } catch (CorruptRecordException | MalformedPayloadException e) {
            return OptionalLong.empty();
        }
    }

    private static long came(JournalRecord record) throws CorruptRecordException, MalformedPayloadException {
        return switch (record.kind()) {
            case STREAM -> StreamFrame.decode(record.payload()).at();
            case CONTROL -> Control.decode(record.payload()).at();
            case TRANSCRIPT, OTLP_LOGS, OTLP_TRACES, OTLP_METRICS ->
                OtlpRequest.decode(record.payload()).at();
        };
    }

    /// A record that told of a session beside its files. Where the journal lost its end another may lie at its position
    /// by now.
    JournalRecord intact(long position) throws IOException {
        long end = journal.end();
        if (position >= end)
            throw new CorruptRecordException(
                    "the record at position " + position + " is gone: the journal ends at " + end);
        var record = journal.read(position);
        if (record.kind() == RecordClass.TRANSCRIPT)
            throw new CorruptRecordException("the record at position " + position + " is not the one settled");
        return record;
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
