package dev.twinlog.model.prices;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// An exact amount of US dollars, in millionths of millionths: a price for a million tokens with six decimals
/// is a whole number of them for each token, so sums never round.
public record Money(BigInteger pico) {
    /// Decimals of {@link #usd}: millionths of a dollar.
    public static final int DECIMALS = 6;

    public static final Money NONE = new Money(BigInteger.ZERO);

    private static final int PICO_DECIMALS = 12;
    private static final BigInteger PICO_IN_NANO = BigInteger.valueOf(1000);

    /// An amount in billionths of a dollar.
    public static Money ofNanos(long nanos) {
        return nanos == 0 ? NONE : new Money(BigInteger.valueOf(nanos).multiply(PICO_IN_NANO));
    }

    public Money plus(Money other) {
        if (other.pico.signum() == 0) return this;
        return pico.signum() == 0 ? other : new Money(pico.add(other.pico));
    }

    /// US dollars with six decimals, rounded half up: here, and nowhere before.
    public String usd() {
        return new BigDecimal(pico, PICO_DECIMALS)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
