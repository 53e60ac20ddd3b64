package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.HttpStatus;
import java.util.Locale;

/// Why a request is refused, with the codes that say so: HTTP's, and `google.rpc.Code`'s, which gRPC uses
/// too.
enum Reason {
    /// A foreign Host, or any Origin: a web page wants in.
    FOREIGN(HttpStatus.FORBIDDEN, 7, false),
    UNKNOWN_PATH(HttpStatus.NOT_FOUND, 12, false),
    METHOD(HttpStatus.METHOD_NOT_ALLOWED, 12, false),
    CONTENT_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, 3, true),
    CONTENT_ENCODING(HttpStatus.UNSUPPORTED_MEDIA_TYPE, 12, true),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, 16, true),
    MALFORMED(HttpStatus.BAD_REQUEST, 3, true),
    /// A request line that is too long.
    LINE_TOO_LONG(HttpStatus.REQUEST_URI_TOO_LONG, 3, false),
    HEAD_TOO_LARGE(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, 8, false),
    TOO_LARGE(HttpStatus.REQUEST_ENTITY_TOO_LARGE, 8, true),
    /// The body did not arrive in time.
    SLOW(HttpStatus.REQUEST_TIMEOUT, 4, true),
    /// The client ended before its body did.
    CUT_SHORT(HttpStatus.BAD_REQUEST, 1, true),
    /// No room, or too many wait.
    OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE, 14, true),
    /// The journal takes nothing now: not open yet, disk floor, ingest off.
    CLOSED(HttpStatus.SERVICE_UNAVAILABLE, 14, true),
    /// The journal failed to keep this request.
    NOT_KEPT(HttpStatus.SERVICE_UNAVAILABLE, 14, true),
    /// A bug of ours.
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, 13, true);

    private final HttpStatus status;
    private final int code;
    private final boolean lost;

    Reason(HttpStatus status, int code, boolean lost) {
        this.status = status;
        this.code = code;
        this.lost = lost;
    }

    HttpStatus status() {
        return status;
    }

    /// Of `google.rpc.Code`.
    int code() {
        return code;
    }

    /// Whether an agent may have lost records by it, so that it is told as a fact.
    boolean lost() {
        return lost;
    }

    /// Whether the same request may be taken a little later: only then a client may send it again.
    boolean retry() {
        return code == 14;
    }

    /// In facts and counters.
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
