/// Reads Codex' rollouts. What is read of each type of record: docs/compatibility.md.
@NullMarked
package dev.twinlog.readers.codex;

import org.jspecify.annotations.NullMarked;
