/// What requests cost: prices, the tables that they stand in, and exact sums of money.
@NullMarked
package dev.twinlog.model.prices;

import org.jspecify.annotations.NullMarked;
