package dev.twinlog.app.daemon;

import dev.twinlog.app.Refusal;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalRecord;
import dev.twinlog.otlp.MalformedPayloadException;
import dev.twinlog.otlp.OtlpPayload;
import dev.twinlog.otlp.OtlpRecord;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.readers.RawRedactor;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.store.SeenOnce;
import dev.twinlog.store.StoreException;
import dev.twinlog.views.SafeJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every record of telemetry that the journal holds, once, with all its attributes and without secrets: a line of JSON
/// each, in the order of the journal. A request that was sent twice is in the journal twice; its records are told once.
record RawAttributes(Journal journal, Path scratch) {
    private static final Logger LOG = LoggerFactory.getLogger(RawAttributes.class);

    void write(OutputStream out) throws Refusal, IOException {
        long end = journal.end();
        var redactor = new RawRedactor(ReadingCounter.NONE);
        var safe = new SafeJson(out);
        try (var seen = SeenOnce.in(scratch);
                var cursor = journal.cursor(0)) {
            for (var record = cursor.next(); record != null && record.position() < end; record = cursor.next())
                write(record, seen, redactor, safe);
        } catch (StoreException e) {
            throw new Refusal(Refusal.Reason.UNABLE, "cannot export: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(JournalRecord record, SeenOnce seen, RawRedactor redactor, OutputStream out) {
        var signal = Requests.signal(record.kind());
        if (signal == null) return;
        try {
            var request = OtlpRequest.decode(record.payload());
            if (request.token() == OtlpRequest.Token.CANARY) return;
            OtlpPayload.read(signal, request.encoding(), request.body(), each -> {
                var identity = each.identity();
                if (seen.add(identity.first(), identity.second())) write(each, redactor, out);
            });
        } catch (MalformedPayloadException e) {
            LOG.warn("a request of telemetry at {} is passed over: {}", record.position(), e.getMessage());
        }
    }

    private static void write(OtlpRecord record, RawRedactor redactor, OutputStream out) {
        var line = record.toJson().getBytes(StandardCharsets.UTF_8);
        try {
            out.write(redactor.line(line, 0, line.length));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
