/// Transcripts of both agents, made up in the shape and the sizes of real ones, with the truth about them.
@NullMarked
package dev.twinlog.bench.corpus;

import org.jspecify.annotations.NullMarked;
