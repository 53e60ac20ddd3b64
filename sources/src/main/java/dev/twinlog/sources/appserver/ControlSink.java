package dev.twinlog.sources.appserver;

import dev.twinlog.journal.Control;
import java.io.IOException;

/// Where facts about the sidecar are kept: `sidecar_started`, `sidecar_ended`, `sidecar_state`. Called by one thread,
/// in order, and in the order of the frames.
public interface ControlSink {
    /// @throws IOException when it cannot be kept; that is counted, and what it was about goes on
    void append(Control fact) throws IOException;
}
