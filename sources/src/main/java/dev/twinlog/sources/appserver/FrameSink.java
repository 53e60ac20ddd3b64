package dev.twinlog.sources.appserver;

import dev.twinlog.journal.StreamFrame;
import java.io.IOException;

/// Where frames are kept: the journal, or what keeps secrets out of it. Called by one thread, in order.
public interface FrameSink {
    /// Keeps `frame.encode()` as a record of class STREAM and returns its position; does not wait until it is forced.
    ///
    /// @throws IOException when it cannot be kept; then the frame is lost, and counted
    long append(StreamFrame frame) throws IOException;
}
