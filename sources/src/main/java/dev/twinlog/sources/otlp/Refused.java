package dev.twinlog.sources.otlp;

/// A request that is not taken. The message goes to the client: what is wrong, and what to do.
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    Refused(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
