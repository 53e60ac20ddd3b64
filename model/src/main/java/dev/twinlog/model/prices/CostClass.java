package dev.twinlog.model.prices;

/// What decides the price of a request beside its model and its day: how long its prompt is, since some
/// models cost more above a length; or that a witness told its cost, so that no price is needed.
///
/// The order is stored: new ones go to the end.
public enum CostClass {
    USUAL(0),
    OVER_100K(100_000),
    OVER_200K(200_000),
    OVER_272K(272_000),
    /// Its cost is told; it is never estimated.
    TOLD(0);

    private final long tokens;

    CostClass(long tokens) {
        this.tokens = tokens;
    }

    /// The length that the prompt is beyond, in tokens; 0 for none.
    public long tokens() {
        return tokens;
    }

    /// The class of a prompt's whole length, with what was read from and written to caches.
    public static CostClass ofPrompt(long tokens) {
        if (tokens > OVER_272K.tokens) return OVER_272K;
        if (tokens > OVER_200K.tokens) return OVER_200K;
        return tokens > OVER_100K.tokens ? OVER_100K : USUAL;
    }
}
