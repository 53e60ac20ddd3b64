/// Hears the agents' telemetry: OTLP over HTTP and gRPC (SPEC 2.2). A request is answered when its bytes
/// are on disk, and nothing of it is interpreted here. Why it is built as it is:
/// docs/decisions/0019-otlp-receiver.md; what is accepted, and every limit: docs/otlp.md.
@NullMarked
package dev.twinlog.sources.otlp;

import org.jspecify.annotations.NullMarked;
