package dev.twinlog.otlp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the records of a body stand, and which are refused: decided here alone, for the answer to the sender and for
/// every later reading.
final class Frames {
    private static final String TOO_MANY = "more than " + OtlpLimits.RECORDS_MAX + " records in one request";

    private final List<Frame> frames = new ArrayList<>();
    private int all;

    /// One record.
    ///
    /// @param index among all of its request
    /// @param why   the limit that it goes beyond, or null; see {@link #why}
    record Frame(
            int index,
            Shape shape,
            Container container,
            int from,
            int to,
            @Nullable String why) {
        /// The limit for which it is refused, or null.
        @Nullable
        String refused() {
            return why == null ? container.why() : why;
        }
    }

    /// Notes a record.
    void add(Shape shape, Container container, int from, int to, @Nullable String why) {
        int index = all++;
        if (index < OtlpLimits.RECORDS_MAX) frames.add(new Frame(index, shape, container, from, to, why));
    }

    /// The records, as far as they may be taken; some may be refused.
    List<Frame> frames() {
        return frames;
    }

    OtlpPayload.Tally tally() {
        int refused = all - frames.size();
        var why = refused == 0 ? null : TOO_MANY;
        for (var frame : frames) {
            var because = frame.refused();
            if (because == null) continue;
            refused++;
            if (why == null) why = "record " + frame.index() + ": " + because;
        }
        return new OtlpPayload.Tally(all - refused, refused, why);
    }
}
