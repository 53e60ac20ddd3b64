/// Hears the transcripts: the files that the agents write (SPEC 2.1). New bytes go to the journal as they
/// are; nothing is interpreted here. Why files are told apart as they are: docs/decisions/0008-transcript-source.md.
@NullMarked
package dev.twinlog.sources.transcripts;

import org.jspecify.annotations.NullMarked;
