package dev.twinlog.otlp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A request as it was heard: the payload of the journal's records of telemetry, whose class tells the signal.
///
/// Format: version 1 (1 byte), encoding (1: 0 protobuf, 1 JSON), token (1: 0 absent, 1 valid, 2 invalid, 3 canary),
/// when it came, epoch milliseconds (8, big-endian), the body to the end.
///
/// @param encoding how the body is written
/// @param token    what token it came with
/// @param at       when it came, epoch milliseconds
/// @param body     its bytes, inflated; not to be changed
public record OtlpRequest(Encoding encoding, Token token, long at, byte[] body) {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 3 + Long.BYTES;

    /// What token a request came with.
    public enum Token {
        ABSENT,
        VALID,
        INVALID,
        /// This daemon's own canary: no agent sent it, and nothing is read in it.
        CANARY
    }

    public byte[] encode() {
        return ByteBuffer.allocate(Math.addExact(HEAD_BYTES, body.length))
                .put(VERSION)
                .put(code(encoding))
                .put(code(token))
                .putLong(at)
                .put(body)
                .array();
    }

    /// The request of a payload.
    ///
    /// @throws MalformedPayloadException when the payload is none, or of a format that is not known
    public static OtlpRequest decode(byte[] payload) throws MalformedPayloadException {
        if (payload.length < HEAD_BYTES)
            throw new MalformedPayloadException("a payload of " + payload.length + " bytes is no whole request");
        var from = ByteBuffer.wrap(payload);
        byte version = from.get();
        if (version != VERSION) throw new MalformedPayloadException("request format " + version + " is not known");
        var encoding = encoding(from.get());
        var token = token(from.get());
        long at = from.getLong();
        return new OtlpRequest(encoding, token, at, Arrays.copyOfRange(payload, HEAD_BYTES, payload.length));
    }

    /// When the request of a payload came, epoch milliseconds, without a look at its body.
    ///
    /// @throws MalformedPayloadException when the payload is none, or of a format that is not known
    public static long arrival(byte[] payload) throws MalformedPayloadException {
        if (payload.length < HEAD_BYTES || payload[0] != VERSION)
            throw new MalformedPayloadException(
                    "a payload of " + payload.length + " bytes is no request that is known");
        return ByteBuffer.wrap(payload).getLong(HEAD_BYTES - Long.BYTES);
    }

    private static byte code(Encoding encoding) {
        return switch (encoding) {
            case PROTOBUF -> 0;
            case JSON -> 1;
        };
    }

    private static byte code(Token token) {
        return switch (token) {
            case ABSENT -> 0;
            case VALID -> 1;
            case INVALID -> 2;
            case CANARY -> 3;
        };
    }

    private static Encoding encoding(byte code) throws MalformedPayloadException {
        for (var encoding : Encoding.values()) if (code(encoding) == code) return encoding;
        throw new MalformedPayloadException("encoding " + code + " is not known");
    }

    private static Token token(byte code) throws MalformedPayloadException {
        for (var token : Token.values()) if (code(token) == code) return token;
        throw new MalformedPayloadException("token mark " + code + " is not known");
    }
}
