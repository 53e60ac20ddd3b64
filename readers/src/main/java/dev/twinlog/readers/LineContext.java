package dev.twinlog.readers;

import dev.twinlog.model.RawPlace;

/// Where a line stands.
///
/// @param file    what its file is
/// @param fileKey 64 bits that name the file (path and generation)
/// @param raw     where its bytes lie; `raw.offset()` is the line's offset in the file
public record LineContext(TranscriptFile file, long fileKey, RawPlace raw) {}
