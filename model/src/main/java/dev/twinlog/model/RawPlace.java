package dev.twinlog.model;

/// Where the raw bytes of an observation lie.
///
/// @param position the journal position of the record that holds the first byte
/// @param offset   the first byte's offset in the agent's file, or in the request
/// @param length   how many bytes
public record RawPlace(long position, long offset, int length) {}
