/// What is wrong with capture on this machine, and what to do: facts are gathered, and judged by pure code.
@NullMarked
package dev.twinlog.app.doctor;

import org.jspecify.annotations.NullMarked;
