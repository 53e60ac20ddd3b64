/// Reads Claude Code's transcripts. What is read of each type of record: docs/compatibility.md.
@NullMarked
package dev.twinlog.readers.claude;

import org.jspecify.annotations.NullMarked;
