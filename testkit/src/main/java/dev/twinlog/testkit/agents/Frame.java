package dev.twinlog.testkit.agents;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A step of a streamed answer.
public sealed interface Frame {
    /// A server-sent event.
    record Event(String type, Map<String, @Nullable Object> data) implements Frame {}

    /// Here the stream waits until the test opens the gate.
    record Gate(String name) implements Frame {}

    /// Now a piece has been sent whole.
    record Whole(Exchange.Sent piece) implements Frame {}

    /// Now the answer is whole; what follows only says so.
    record Complete() implements Frame {}

    /// Here the connection breaks.
    record Break() implements Frame {}
}
