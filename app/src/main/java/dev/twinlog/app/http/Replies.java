package dev.twinlog.app.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.twinlog.app.Refusal;

/// Responses, with the headers that all of them carry.
final class Replies {
    /// No scripts, styles or pictures but our own, nothing inline, no frames around us, no forms to others.
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// One JSON value a line.
    static final MediaType JSON_LINES = MediaType.create("application", "jsonl");

    private Replies() {}

    /// Headers of a response. What it tells belongs to the user alone, so nobody keeps it and nobody frames it.
    static ResponseHeadersBuilder head(HttpStatus status, MediaType type) {
        return bare(status).contentType(type);
    }

    /// Headers of a response that has no body.
    static ResponseHeadersBuilder bare(HttpStatus status) {
        return ResponseHeaders.builder(status)
                .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .add(HttpHeaderNames.CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)
                .add(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .add(HttpHeaderNames.X_FRAME_OPTIONS, "DENY")
                .add(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
                .add(HttpHeaderNames.CROSS_ORIGIN_RESOURCE_POLICY, "same-origin");
    }

    static HttpResponse json(HttpStatus status, String json) {
        return HttpResponse.of(head(status, MediaType.JSON_UTF_8).build(), HttpData.ofUtf8(json));
    }

    static HttpResponse error(HttpStatus status, String message) {
        return json(status, "{\"error\":" + quoted(message) + "}");
    }

    static HttpResponse text(HttpStatus status, String text) {
        return HttpResponse.of(head(status, MediaType.PLAIN_TEXT_UTF_8).build(), HttpData.ofUtf8(text));
    }

    /// A JSON string.
    static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    static HttpStatus status(Refusal.Reason reason) {
        return switch (reason) {
            case WRONG_QUESTION -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case UNABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }
}
