package dev.twinlog.sources.otlp;

import dev.twinlog.journal.Control;
import java.io.IOException;

/// Where facts about the receiver go: `otlp_up`, `otlp_down`, `otlp_refused`.
@FunctionalInterface
public interface OtlpFacts {
    /// @throws IOException when it cannot be kept now; it is told again later
    void tell(Control fact) throws IOException;
}
