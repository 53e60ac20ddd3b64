/// Reads what a Codex app-server tells of the threads that it runs (`generate-json-schema` of 0.169.0), one frame at a
/// time. What is read of each method: {@link dev.twinlog.readers.codex.stream.StreamTypes}.
@NullMarked
package dev.twinlog.readers.codex.stream;

import org.jspecify.annotations.NullMarked;
