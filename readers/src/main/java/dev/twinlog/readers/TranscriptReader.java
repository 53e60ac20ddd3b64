package dev.twinlog.readers;

import dev.twinlog.model.Heard;
import java.util.function.Consumer;

/// Reads one agent's transcript records. Never throws on bad input: what cannot be read is heard as
/// `Unreadable`, what is not understood as `Unknown`.
public interface TranscriptReader {
    /// Reads one line without its newline.
    ///
    /// @param buffer holds the line from `from` up to `to`
    void line(byte[] buffer, int from, int to, LineContext context, Consumer<Heard> out);

    /// Reads a small file that has meaning only as a whole (a subagent's `.meta.json`, a stored tool result).
    void whole(byte[] content, LineContext context, Consumer<Heard> out);
}
