/// What listeners hear live: what was settled, told from the store, and what is being produced meanwhile.
@NullMarked
package dev.twinlog.app.daemon.feed;

import org.jspecify.annotations.NullMarked;
