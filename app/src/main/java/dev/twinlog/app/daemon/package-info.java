/// The daemon: joins the rooms into the flow, with one thread that settles.
@NullMarked
package dev.twinlog.app.daemon;

import org.jspecify.annotations.NullMarked;
