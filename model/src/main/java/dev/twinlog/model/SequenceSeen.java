package dev.twinlog.model;

/// That telemetry of a session carried a number of its process: Claude Code's `event.sequence`. A process counts all
/// events that it sends, from 0 on; which process it was is not told.
///
/// @param sequence the number, 0 or more
/// @param at       `event.timestamp`, epoch milliseconds: within a process it never falls while the number rises
/// @param identity 64 bits of the record that told it; a retried request tells the same once more
public record SequenceSeen(SessionId session, long sequence, long at, long identity) implements Heard {
    public SequenceSeen {
        if (sequence < 0) throw new IllegalArgumentException("a sequence number is not negative: " + sequence);
    }
}
