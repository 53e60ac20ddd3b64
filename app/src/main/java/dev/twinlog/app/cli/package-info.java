/// The command line: turns arguments into questions, and answers into text for people.
@NullMarked
package dev.twinlog.app.cli;

import org.jspecify.annotations.NullMarked;
