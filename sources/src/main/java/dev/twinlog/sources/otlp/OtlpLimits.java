package dev.twinlog.sources.otlp;

import java.time.Duration;

/// How much the receiver takes from one who knocks, and from all together (docs/otlp.md).
///
/// @param bodyBytes   a body, inflated
/// @param roomBytes   all bodies at once, arriving or waiting, inflated; the heap needs twice as much for a
///                    moment
/// @param requests    requests at once, of both doors; one beyond it is refused at once
/// @param waiting     requests that wait at once for room or for the journal; one beyond it is refused at
///                    once
/// @param hold        how long a request waits for room and for the journal, both together, before it is
///                    refused
/// @param arrival     how long a body may take to arrive
/// @param head        how long the head of a request may take to arrive, and a new connection its first
///                    request
/// @param idle        how long a connection may lie without a request; longer than clients keep one, so
///                    that it is seldom ours to close what an agent is about to use
/// @param connections connections at once, of each door
public record OtlpLimits(
        int bodyBytes,
        long roomBytes,
        int requests,
        int waiting,
        Duration hold,
        Duration arrival,
        Duration head,
        Duration idle,
        int connections) {
    public static final int BODY_BYTES_MAX = 32 << 20;
    public static final long ROOM_BYTES_MAX = BODY_BYTES_MAX;
    public static final int REQUESTS_MAX = 1024;
    public static final int WAITING_MAX = 128;
    public static final Duration HOLD = Duration.ofSeconds(5);
    public static final Duration ARRIVAL = Duration.ofSeconds(30);
    public static final Duration HEAD = Duration.ofSeconds(10);
    public static final Duration IDLE = Duration.ofMinutes(2);
    public static final int CONNECTIONS_MAX = 1024;

    /// The limits of a daemon.
    public static final OtlpLimits DEFAULT = new OtlpLimits(
            BODY_BYTES_MAX, ROOM_BYTES_MAX, REQUESTS_MAX, WAITING_MAX, HOLD, ARRIVAL, HEAD, IDLE, CONNECTIONS_MAX);

    /// Bytes of the request line.
    static final int REQUEST_LINE_BYTES_MAX = 4 * 1024;

    /// Bytes of all headers of a request.
    static final int HEADER_BYTES_MAX = 16 * 1024;

    /// Bytes of a piece in which a body is taken over HTTP/1.1.
    static final int PIECE_BYTES = 16 * 1024;

    /// Pieces of one body that may lie unread.
    static final int PIECES_AHEAD = 4;

    /// Bytes that an HTTP/2 connection may send ahead of being read.
    static final int WINDOW_BYTES = 128 * 1024;

    /// Requests at once on one HTTP/2 connection.
    static final int STREAMS_MAX = 32;

    /// Requests that a client may take back on one HTTP/2 connection within {@link #RESETS_WITHIN}.
    static final int RESETS_MAX = 100;

    static final Duration RESETS_WITHIN = Duration.ofSeconds(30);

    /// Bytes of the head of a gzip member, with the file's name and remarks.
    static final int GZIP_HEAD_BYTES_MAX = 1024;

    /// Members of one gzip body.
    static final int GZIP_MEMBERS_MAX = 1024;

    /// When who was refused for want of room or journal should come again.
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /// The whole of a request, from its head to its answer. Beyond this something hangs, and the answer is
    /// 503.
    static final Duration REQUEST = Duration.ofSeconds(60);

    /// How long behind the answer to a request that had not come whole an HTTP/2 client is told that the rest is not
    /// wanted.
    static final Duration ANSWER_AHEAD = Duration.ofMillis(100);

    /// How long behind the answer to a request that had not come whole an HTTP/2 client is told that its connection
    /// ends, and how long behind that it does: so that the client can read the one and heed the other.
    static final Duration FAREWELL = Duration.ofSeconds(1);

    /// How long it stays open at most while other requests of it are under way.
    static final Duration FAREWELL_MAX = Duration.ofMinutes(1);

    /// How often a taken port is tried again.
    static final Duration PORT_RETRY = Duration.ofSeconds(5);

    /// How long requests under way have to end when the receiver closes.
    static final Duration GRACE = Duration.ofSeconds(2);

    /// Facts about doors that wait until the journal takes them; of more the oldest are left out, and
    /// counted.
    static final int FACTS_MAX = 100;

    public OtlpLimits {
        if (bodyBytes < 1) throw new IllegalArgumentException("bodies of " + bodyBytes + " bytes cannot be taken");
        if (roomBytes < bodyBytes)
            throw new IllegalArgumentException(
                    "room for " + roomBytes + " bytes is too little for a body of " + bodyBytes);
        if (requests < 1 || waiting < 1 || connections < 1)
            throw new IllegalArgumentException("at least one request and connection must be let in");
    }
}
