/// The pure part of hearing an app-server: state machines that take signals with their time and answer with what to do.
/// Nothing here reads a clock, rolls a die, opens a file or starts a thread.
@NullMarked
package dev.twinlog.sources.appserver.supervision;

import org.jspecify.annotations.NullMarked;
