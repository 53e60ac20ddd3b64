/// What Prometheus is told.
@NullMarked
package dev.twinlog.app.metrics;

import org.jspecify.annotations.NullMarked;
