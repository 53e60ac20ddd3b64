package dev.twinlog.sources.transcripts;

import java.nio.file.Path;

/// Something under a watched root that cannot be captured. It ends when a later look goes well.
///
/// @param path   where
/// @param kind   what is wrong
/// @param reason what exactly, in words
/// @param since  when it was first seen, epoch milliseconds
public record Problem(Path path, Kind kind, String reason, long since) {
    /// What can be wrong, each with what to do about it.
    public enum Kind {
        ROOT_NOT_A_FOLDER("point watch_paths at a folder"),
        ROOT_TWICE("name this folder once in watch_paths"),
        FOLDER_UNREADABLE("give the user that runs twinlog the right to list this folder"),
        FILE_UNREADABLE("give the user that runs twinlog the right to read this file"),
        FOLDER_NAMED_LIKE_A_FILE("rename or remove this folder"),
        NOT_A_REGULAR_FILE("remove it; only regular files are read"),
        LINK_LEAVES_THE_ROOTS("add its target to watch_paths, if it is to be captured"),
        LINK_BROKEN("mend or remove this link"),
        TOO_DEEP("move it higher; twinlog goes no deeper"),
        TOO_MANY_FILES("archive old transcripts; the newest files known are captured"),
        NOT_WATCHED("raise fs.inotify.max_user_watches; until then changes here are found by the slow walk");

        private final String advice;

        Kind(String advice) {
            this.advice = advice;
        }

        /// What to do about it.
        public String advice() {
            return advice;
        }
    }

    /// Where, what and what to do, in one line.
    public String text() {
        return path + ": " + reason + "; " + kind.advice();
    }
}
