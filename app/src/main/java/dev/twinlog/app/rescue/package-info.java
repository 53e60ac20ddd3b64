/// What the agents delete by themselves, when, and whether Twinlog has it by then.
@NullMarked
package dev.twinlog.app.rescue;

import org.jspecify.annotations.NullMarked;
