/// The contract that every store keeps, and a store in memory for tests of others.
@NullMarked
package dev.twinlog.testkit.store;

import org.jspecify.annotations.NullMarked;
