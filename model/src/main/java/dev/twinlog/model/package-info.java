/// The words of Twinlog: what was heard, what is settled from it, and how both are named. Values only; it
/// uses nothing.
@NullMarked
package dev.twinlog.model;

import org.jspecify.annotations.NullMarked;
