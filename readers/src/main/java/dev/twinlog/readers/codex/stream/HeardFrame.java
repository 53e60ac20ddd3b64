package dev.twinlog.readers.codex.stream;

/// One frame of the stream as the journal holds it.
///
/// @param generation of the link over which it came
/// @param number     of the frame in its generation
/// @param at         when it came, epoch milliseconds
/// @param position   of its record in the journal
/// @param json       one JSON-RPC message, UTF-8; not to be changed
public record HeardFrame(long generation, long number, long at, long position, byte[] json) {}
