/// Readers read: one raw record in, what was heard out. Pure: they open nothing and ask no clock.
@NullMarked
package dev.twinlog.readers;

import org.jspecify.annotations.NullMarked;
