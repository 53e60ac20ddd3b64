package dev.twinlog.journal;

/// One record of the journal.
///
/// @param position where it begins: the name by which it is found again
/// @param next     the position of the record after it
/// @param kind     what the payload holds
/// @param payload  the bytes as they were appended; not to be changed
public record JournalRecord(long position, long next, RecordClass kind, byte[] payload) {}
