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
import java.util.OptionalLong;
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

    /// What the requests at some positions tell together, in the order in which it fits.
    ///
    /// @param damaged told of each that cannot be read, which is passed over
    List<Heard> together(Collection<Long> positions, Predicate<Heard> wanted, Runnable damaged) {
        var told = new ArrayList<Heard>();
        for (long position : positions) {
            boolean whole = read(position, each -> {
                if (wanted.test(each)) told.add(each);
            });
            if (!whole) damaged.run();
        }
        return ToldTogether.ordered(told);
    }

    /// Hears everything that the request at a position tells, in the order in which it fits.
    ///
    /// @return whether it could be read; a damaged one is passed over
    boolean hear(long position, Consumer<Heard> out) {
        var told = new ArrayList<Heard>();
        boolean whole = read(position, told::add);
        ToldTogether.ordered(told).forEach(out);
        return whole;
    }

    private boolean read(long position, Consumer<Heard> out) {
        try {
            return read(intact(position), out) != null;
        } catch (CorruptRecordException | MalformedPayloadException e) {
            LOG.warn("a request of telemetry at {} is passed over: {}", position, e.getMessage());
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Why the request at a position cannot be had, with segment and offset; null when it can.
    @Nullable
    String damage(long position) throws IOException {
        try {
            OtlpRequest.decode(intact(position).payload());
            return null;
        } catch (CorruptRecordException | MalformedPayloadException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// When the request at a position came, epoch milliseconds; empty when it cannot be read.
    OptionalLong arrival(long position) throws IOException {
        try {
            return OptionalLong.of(
                    OtlpRequest.decode(intact(position).payload()).at());
        } catch (CorruptRecordException | MalformedPayloadException e) {
            return OptionalLong.empty();
        }
    }

    /// Where the journal lost its end another record may lie at the position of a request by now.
    private JournalRecord intact(long position) throws IOException {
        long end = journal.end();
        if (position >= end)
            throw new CorruptRecordException(
                    "the record at position " + position + " is gone: the journal ends at " + end);
        var record = journal.read(position);
        if (signal(record.kind()) == null)
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
