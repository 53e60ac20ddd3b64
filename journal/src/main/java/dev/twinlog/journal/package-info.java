/// The journal keeps: every byte heard, append-only, before anything interprets it (SPEC 2.0). It is the
/// durable truth; whatever else is stored is a projection of it.
@NullMarked
package dev.twinlog.journal;

import org.jspecify.annotations.NullMarked;
