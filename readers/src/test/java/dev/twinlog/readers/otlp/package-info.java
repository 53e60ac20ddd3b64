@NullMarked
package dev.twinlog.readers.otlp;

import org.jspecify.annotations.NullMarked;
