@NullMarked
package dev.twinlog.otlp;

import org.jspecify.annotations.NullMarked;
