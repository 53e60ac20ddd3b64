package dev.twinlog.app.http;

import java.time.Duration;

/// How much the doors take from one who knocks. Questions are small; only answers are long.
final class Limits {
    /// Bytes of a request's body.
    static final int BODY_BYTES_MAX = 1 << 20;

    /// Objects and lists within each other in a request.
    static final int NESTING_MAX = 32;

    /// Requests in a batch at `/rpc`.
    static final int BATCH_MAX = 64;

    /// Bytes of the request line, with path and query.
    static final int REQUEST_LINE_BYTES_MAX = 16 * 1024;

    /// Bytes of all headers.
    static final int HEADER_BYTES_MAX = 16 * 1024;

    /// Connections at once, of all clients together.
    static final int CONNECTIONS_MAX = 1024;

    /// Questions that are answered at once on HTTP/2 connections, each.
    static final int STREAMS_MAX = 32;

    /// How long a connection may lie without a request; short, since one that lies takes the place of one that asks.
    static final Duration IDLE = Duration.ofSeconds(10);

    /// How long a request may take to arrive, and a quick question to be answered.
    static final Duration REQUEST = Duration.ofSeconds(60);

    /// How long an answer may wait for its reader to take the next piece.
    static final Duration STALLED = Duration.ofSeconds(30);

    /// Bytes of an answer that are collected before they are sent.
    static final int PIECE_BYTES = 64 * 1024;

    /// The same of the live feed. Each listener that does not read holds a piece outside of the heap, and there may be
    /// hundreds of them.
    static final int FEED_PIECE_BYTES = 8 * 1024;

    /// How long requests under way have to end when the daemon ends.
    static final Duration GRACE = Duration.ofSeconds(2);

    private Limits() {}
}
