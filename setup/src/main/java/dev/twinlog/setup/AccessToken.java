package dev.twinlog.setup;

/// A secret that opens doors of Twinlog to who shows it. It lies in a file that only its owner can read, and outlives
/// restarts.
public abstract sealed class AccessToken permits OtlpToken, PageToken {
    private final String text;

    AccessToken(String text) {
        this.text = text;
    }

    /// Whether this is what somebody showed. Takes the same time however much of it is right.
    public final boolean matches(String shown) {
        return TokenFile.same(text, shown);
    }

    /// The secret itself: for who is to show it, never for a log.
    public final String reveal() {
        return text;
    }

    /// Tells nothing, so that a log cannot leak it.
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[…]";
    }
}
