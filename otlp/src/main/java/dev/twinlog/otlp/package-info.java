/// The wire format of OTLP (OpenTelemetry protocol 1.x), and the form in which its requests lie in the journal.
@NullMarked
package dev.twinlog.otlp;

import org.jspecify.annotations.NullMarked;
