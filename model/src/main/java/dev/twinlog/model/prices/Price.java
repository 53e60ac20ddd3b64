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
    private static final int PICO_OF_MILLIONTH = 6;

    public Price {
        check(input);
        check(output);
        check(cacheRead);
        check(cacheWrite);
        check(cacheWrite1h);
    }

    private static void check(BigDecimal price) {
        if (price.signum() < 0 || price.stripTrailingZeros().scale() > Money.DECIMALS)
            throw new IllegalArgumentException("a price is not negative and has at most six decimals: " + price);
    }

    /// What the tokens cost, exactly.
    public Money of(BilledTokens tokens) {
        return new Money(pico(input, tokens.input())
                .add(pico(output, tokens.output()))
                .add(pico(cacheRead, tokens.cacheRead()))
                .add(pico(cacheWrite, tokens.cacheWrite()))
                .add(pico(cacheWrite1h, tokens.cacheWrite1h())));
    }

    private static BigInteger pico(BigDecimal price, long tokens) {
        if (tokens == 0) return BigInteger.ZERO;
        return price.movePointRight(PICO_OF_MILLIONTH).toBigIntegerExact().multiply(BigInteger.valueOf(tokens));
    }
}
