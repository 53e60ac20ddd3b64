/// What agents tell over OTLP: requests in, observations and links out.
@NullMarked
package dev.twinlog.readers.otlp;

import org.jspecify.annotations.NullMarked;
