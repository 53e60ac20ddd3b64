package dev.twinlog.testkit.sim;

import dev.twinlog.model.Heard;
import java.util.List;

/// One raw record of a simulated source, as its reader tells it.
///
/// @param source the file, or the stream of requests or frames, that it stands in
/// @param at     when it was written, epoch milliseconds
/// @param heard  what the reader finds in it, in the reader's order
public record Line(String source, long at, List<Heard> heard) {
    public Line {
        heard = List.copyOf(heard);
    }

    /// The same line in another source.
    Line in(String other) {
        return new Line(other, at, heard);
    }

    /// Whether it stands in a file of an agent, and not in a copy of one.
    boolean isTranscript() {
        return !source.endsWith("/otlp") && !source.endsWith("/stream") && !source.endsWith("/copy");
    }
}
