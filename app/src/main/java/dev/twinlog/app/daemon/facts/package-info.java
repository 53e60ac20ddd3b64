/// The facts that the journal keeps about Twinlog itself and about files, as they are written and read again.
@NullMarked
package dev.twinlog.app.daemon.facts;

import org.jspecify.annotations.NullMarked;
