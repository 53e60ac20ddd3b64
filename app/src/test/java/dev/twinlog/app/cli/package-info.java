@NullMarked
package dev.twinlog.app.cli;

import org.jspecify.annotations.NullMarked;
