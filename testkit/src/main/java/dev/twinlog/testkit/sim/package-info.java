/// A made-up world of agents' sessions whose truth is known, and a settler that hears it in every order.
@NullMarked
package dev.twinlog.testkit.sim;

import org.jspecify.annotations.NullMarked;
