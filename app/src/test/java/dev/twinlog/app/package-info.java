@NullMarked
package dev.twinlog.app;

import org.jspecify.annotations.NullMarked;
