/// Measures Twinlog from outside, beside its peers, and writes the page that tells the figures.
@NullMarked
package dev.twinlog.bench;

import org.jspecify.annotations.NullMarked;
