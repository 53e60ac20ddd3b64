package dev.twinlog.readers;

import dev.twinlog.model.SessionId;
import org.jspecify.annotations.Nullable;

/// What a file under a watched root is, told by its path alone.
///
/// @param session the session that it belongs to
/// @param role    how it is read
/// @param agentId the subagent whose file it is, or null
/// @param zstd    whether its bytes are a zstd stream of lines
/// @param name    the file's own name without folders
public record TranscriptFile(
        SessionId session, Role role, @Nullable String agentId, boolean zstd, String name) {
    /// How a file is read.
    public enum Role {
        /// Lines of a session.
        MAIN,
        /// Lines of a subagent inside a session.
        SUBAGENT,
        /// One JSON object about a subagent.
        SUBAGENT_META,
        /// The text of a tool's output that was too long for the transcript.
        TOOL_RESULT
    }
}
