/// What Twinlog is told by its surroundings: folders, settings, secrets. Pure but for the two files that it
/// reads.
@NullMarked
package dev.twinlog.setup;

import org.jspecify.annotations.NullMarked;
