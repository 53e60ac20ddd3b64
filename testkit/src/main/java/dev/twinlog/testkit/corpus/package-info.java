/// Made-up transcripts of both agents, written as the agents write them, with the truth about them.
@NullMarked
package dev.twinlog.testkit.corpus;

import org.jspecify.annotations.NullMarked;
