/// Twinlog as the process that users start, in a home of its own.
@NullMarked
package dev.twinlog.app.process;

import org.jspecify.annotations.NullMarked;
