package dev.twinlog.sources.transcripts;

/// The answer to "is everything in the journal that was written before now?".
///
/// @param position  the end of the journal; with `reached`, every byte written to a watched file before the
///                  call
///                  lies before it, but for those that `importing` tells of
/// @param reached   false when patience ran out, or reading is held back
/// @param importing files found in bulk, at the start or in a folder that came, are still being read: those
///                  that
///                  nobody changes now may be missing
public record Barrier(long position, boolean reached, boolean importing) {}
