@NullMarked
package dev.twinlog.setup;

import org.jspecify.annotations.NullMarked;
