package dev.twinlog.model.prices;

import java.math.BigDecimal;
import java.math.BigInteger;

/// What a million tokens of each class cost, in US dollars with at most six decimals.
///
/// @param input        tokens of the prompt that no cache had
/// @param output       tokens of the answer, with reasoning
/// @param cacheRead    tokens of the prompt that a cache had
/// @param cacheWrite   tokens written to a cache for the usual time: 5 minutes with Claude
/// @param cacheWrite1h tokens written to a cache for an hour
public record Price(
        BigDecimal input, BigDecimal output, BigDecimal cacheRead, BigDecimal cacheWrite, BigDecimal cacheWrite1h) {
    /// Dollars for a million tokens: a dollar a token.
    public static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    private static final int PICO_OF_MILLIONTH = 6;

    public Price {
        check(input);
        check(output);
        check(cacheRead);
        check(cacheWrite);
        check(cacheWrite1h);
    }

    /// Whether an amount can be a price: from 0 to {@link #MOST}, with at most six decimals.
    public static boolean isPrice(BigDecimal amount) {
        return amount.signum() >= 0
                && amount.compareTo(MOST) <= 0
                && amount.stripTrailingZeros().scale() <= Money.DECIMALS;
    }

    private static void check(BigDecimal price) {
        if (!isPrice(price))
            throw new IllegalArgumentException(
                    "a price is from 0 to " + MOST + " and has at most six decimals: " + price);
    }

    /// What the tokens cost, exactly.
    public Money of(BilledTokens tokens) {
        return rates().of(tokens);
    }

    /// The same prices for single tokens.
    public Rates rates() {
        return new Rates(pico(input), pico(output), pico(cacheRead), pico(cacheWrite), pico(cacheWrite1h));
    }

    private static long pico(BigDecimal price) {
        return price.movePointRight(PICO_OF_MILLIONTH).longValueExact();
    }

    /// What a token of each class costs, in millionths of millionths of a dollar.
    public record Rates(long input, long output, long cacheRead, long cacheWrite, long cacheWrite1h) {
        /// What the tokens cost, exactly.
        public Money of(BilledTokens tokens) {
            try {
                return new Money(BigInteger.valueOf(exactly(tokens)));
            } catch (ArithmeticException beyondLong) {
                return new Money(times(input, tokens.input())
                        .add(times(output, tokens.output()))
                        .add(times(cacheRead, tokens.cacheRead()))
                        .add(times(cacheWrite, tokens.cacheWrite()))
                        .add(times(cacheWrite1h, tokens.cacheWrite1h())));
            }
        }

        private long exactly(BilledTokens tokens) {
            long prompt = Math.addExact(
                    Math.multiplyExact(input, tokens.input()), Math.multiplyExact(cacheRead, tokens.cacheRead()));
            long written = Math.addExact(
                    Math.multiplyExact(cacheWrite, tokens.cacheWrite()),
                    Math.multiplyExact(cacheWrite1h, tokens.cacheWrite1h()));
            return Math.addExact(Math.addExact(prompt, written), Math.multiplyExact(output, tokens.output()));
        }

        private static BigInteger times(long rate, long tokens) {
            return BigInteger.valueOf(rate).multiply(BigInteger.valueOf(tokens));
        }
    }
}
