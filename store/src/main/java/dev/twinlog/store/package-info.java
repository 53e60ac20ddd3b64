/// The store remembers: a projection of the journal that answers questions, written by one writer.
@NullMarked
package dev.twinlog.store;

import org.jspecify.annotations.NullMarked;
