package dev.twinlog.journal;

import java.util.List;

/// A file as the journal has it: one generation of what lay at a path.
///
/// @param file   which file
/// @param pieces its pieces, in the order of the journal
public record CapturedFile(FileId file, List<FileChunkRef> pieces) {
    public CapturedFile {
        pieces = List.copyOf(pieces);
    }
}
