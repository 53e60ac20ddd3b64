/// The live stream's part of the daemon: its frames as they are kept and settled, its source, and what is told of it.
@NullMarked
package dev.twinlog.app.daemon.stream;

import org.jspecify.annotations.NullMarked;
