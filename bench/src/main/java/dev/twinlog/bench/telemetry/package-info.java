/// Load as exporters of telemetry make it: batches of log records, sent by several clients at once.
@NullMarked
package dev.twinlog.bench.telemetry;

import org.jspecify.annotations.NullMarked;
