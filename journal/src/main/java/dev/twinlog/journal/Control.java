package dev.twinlog.journal;

import java.util.SortedMap;
import java.util.TreeMap;

/// A fact about Twinlog itself that must survive a rebuild: start and end, heartbeat, a file that vanished
/// or shrank, mode transitions, operators' acts. The payload of a {@link RecordClass#CONTROL} record: one
/// JSON object.
///
/// @param type   what happened, in snake case
/// @param at     when, epoch milliseconds
/// @param values what there is to say of it
public record Control(String type, long at, SortedMap<String, String> values) {
    public Control {
        values = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public byte[] encode() {
        return ControlCodec.encode(this);
    }

    /// @throws CorruptRecordException when the payload is no control fact
    public static Control decode(byte[] payload) throws CorruptRecordException {
        return ControlCodec.decode(payload);
    }
}
