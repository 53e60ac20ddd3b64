package dev.twinlog.sources.transcripts;

import org.jspecify.annotations.Nullable;

/// What a look at a file's stamp says about it, before a byte is read.
enum Look {
    /// As it was when all of it was captured.
    UNCHANGED,
    /// Nothing of it is captured, and there is something.
    FRESH,
    /// Longer than what is captured: to be read on, when it proves to be the same file.
    GROWN,
    /// As long as what is captured, but touched since: to be verified.
    DOUBTED,
    /// Another file lies there now.
    REPLACED,
    /// Shorter than what is captured.
    SHRANK;

    /// What a stamp says, given what is known of the file.
    ///
    /// A changed device number alone is only a doubt: some file systems get another number at each boot, and
    /// taking that for a new file would read all of them again.
    ///
    /// @param inode    the inode that was captured from, or null when nothing was
    /// @param captured bytes captured
    /// @param seen     the stamp when all was captured, or null when unknown
    static Look of(@Nullable Long inode, long captured, @Nullable Stamp seen, Stamp now) {
        if (inode == null) return now.size() == 0 ? UNCHANGED : FRESH;
        if (now.inode() != inode) return REPLACED;
        if (now.size() < captured) return SHRANK;
        if (now.equals(seen)) return UNCHANGED;
        return now.size() > captured ? GROWN : DOUBTED;
    }
}
