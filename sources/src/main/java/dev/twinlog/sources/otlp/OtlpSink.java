package dev.twinlog.sources.otlp;

import dev.twinlog.journal.RecordClass;
import java.io.IOException;

/// Where requests are kept, with the promises of `Journal`. Safe for use by many threads.
public interface OtlpSink {
    /// Appends a record and returns its position; the payload is not changed afterwards.
    ///
    /// @throws IOException when it cannot be kept; then the request is refused
    long append(RecordClass kind, byte[] payload) throws IOException;

    /// Returns when every record that begins before `position` is on disk.
    ///
    /// @throws IOException when that is not known; then the request is refused
    void force(long position) throws IOException;
}
