/// The doors and what they are given: questions, answers, a running daemon.
@NullMarked
package dev.twinlog.app;

import org.jspecify.annotations.NullMarked;
