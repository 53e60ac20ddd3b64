package dev.twinlog.app;

/// An expected "no" to a question. The message says what, where, and what to do; it is shown to the user as
/// it is.
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    /// Why, as far as a door must know it.
    public enum Reason {
        /// The question itself is wrong: a parameter is unknown or makes no sense.
        WRONG_QUESTION,
        /// What was asked for is not there.
        NOT_FOUND,
        /// It cannot be done, now or here.
        UNABLE
    }

    private final Reason reason;

    public Refusal(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Refusal(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
