package dev.twinlog.sources.transcripts;

import dev.twinlog.journal.FileId;

/// What an earlier run captured of a file.
///
/// @param captured bytes that were in the journal, from 0 without a hole
/// @param gone     whether a `file_vanished` is in the journal after the last piece
/// @param readAt   when the last piece was read, epoch milliseconds, or 0 when unknown: a file of the same
///                 size that
///                 was last changed well before is believed unchanged without reading from it
/// @param expired  whether the journal has let go of what was captured: when the file grows it is heard anew, from 0
public record Captured(FileId file, long captured, boolean gone, long readAt, boolean expired) {
    public Captured(FileId file, long captured, boolean gone) {
        this(file, captured, gone, 0, false);
    }

    public Captured(FileId file, long captured, boolean gone, long readAt) {
        this(file, captured, gone, readAt, false);
    }
}
