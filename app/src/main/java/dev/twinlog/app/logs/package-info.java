/// What Twinlog tells its operator while it runs: log lines on stderr.
@NullMarked
package dev.twinlog.app.logs;

import org.jspecify.annotations.NullMarked;
