/// JSON as the readers need it: a line is marked up once, and only what is asked for is decoded.
/// Why not a streaming parser: docs/decisions/0005-json-tape.md.
@NullMarked
package dev.twinlog.readers.json;

import org.jspecify.annotations.NullMarked;
