package dev.twinlog.app.daemon;

import dev.twinlog.journal.Journal;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.sources.otlp.OtlpSink;
import java.io.IOException;

/// Puts requests of telemetry into the journal.
record TelemetrySink(Journal journal) implements OtlpSink {
    @Override
    public long append(RecordClass kind, byte[] payload) throws IOException {
        return journal.append(kind, payload);
    }

    @Override
    public void force(long position) throws IOException {
        journal.force(position);
    }
}
