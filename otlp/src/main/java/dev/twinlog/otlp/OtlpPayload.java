package dev.twinlog.otlp;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The body of a request.
public final class OtlpPayload {
    private OtlpPayload() {}

    /// What a body holds.
    ///
    /// @param records log records, spans or metric points that are taken
    /// @param refused those that are not, since they go beyond a limit: for `partial_success`
    /// @param why     names the limit; null when none is refused
    public record Tally(int records, int refused, @Nullable String why) {}

    /// Goes through a body without keeping anything of it.
    ///
    /// @throws MalformedPayloadException when it is no body of this signal and encoding
    public static Tally check(Signal signal, Encoding encoding, byte[] body) throws MalformedPayloadException {
        return Wire.of(encoding, body).scan(Shape.of(signal)).tally();
    }

    /// Reads the records of a body that {@link #check} counts as taken, in the order in which they stand there, one
    /// at a time.
    ///
    /// @throws MalformedPayloadException when it is no body of this signal and encoding; before any record is given
    public static Tally read(Signal signal, Encoding encoding, byte[] body, Consumer<OtlpRecord> out)
            throws MalformedPayloadException {
        var wire = Wire.of(encoding, body);
        var frames = wire.scan(Shape.of(signal));
        OtlpContext context = null;
        for (var frame : frames.frames()) {
            if (frame.refused() != null) continue;
            if (context == null || !context.isOf(frame.container()))
                context = OtlpContext.of(wire, frame.container(), context);
            var content = wire.message(frame.shape(), frame.from(), frame.to());
            out.accept(new OtlpRecord(signal, frame.index(), frame.to() - frame.from(), context, content));
        }
        return frames.tally();
    }
}
