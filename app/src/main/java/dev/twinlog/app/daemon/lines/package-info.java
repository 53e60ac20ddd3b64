/// Lines of the agents' files, put together again from the pieces that were captured, and kept without secrets.
@NullMarked
package dev.twinlog.app.daemon.lines;

import org.jspecify.annotations.NullMarked;
