package dev.twinlog.otlp;

/// Bytes that are not what they should be; the message says what is wrong and, as far as it is known, where.
public final class MalformedPayloadException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedPayloadException(String message) {
        super(message);
    }

    public MalformedPayloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
