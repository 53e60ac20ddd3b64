package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.twinlog.otlp.Encoding;
import org.jspecify.annotations.Nullable;

/// Answers a head of HTTP/1.1 that cannot be taken, which never comes to {@link Reception}: as JSON, since it is not
/// known how its body would be written.
final class BadHeads implements ServerErrorHandler {
    private final DoorCounts counts;

    BadHeads(DoorCounts counts) {
        this.counts = counts;
    }

    @Override
    public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        return null;
    }

    @Override
    public @Nullable AggregatedHttpResponse onProtocolViolation(
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        var reason = reason(status);
        if (reason == null) return null;
        counts.refused(reason);
        var body = RpcStatus.of(reason, words(reason)).encode(Encoding.JSON);
        var head = ResponseHeaders.builder(status)
                .contentType(MediaType.JSON)
                .add(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .contentLength(body.length)
                .build();
        return AggregatedHttpResponse.of(head, HttpData.wrap(body));
    }

    private static @Nullable Reason reason(HttpStatus status) {
        return switch (status.code()) {
            case 400 -> Reason.MALFORMED;
            case 414 -> Reason.LINE_TOO_LONG;
            case 431 -> Reason.HEAD_TOO_LARGE;
            default -> null;
        };
    }

    private static String words(Reason reason) {
        return switch (reason) {
            case LINE_TOO_LONG -> "the request line is longer than " + OtlpLimits.REQUEST_LINE_BYTES_MAX + " bytes";
            case HEAD_TOO_LARGE -> "the headers are larger than " + OtlpLimits.HEADER_BYTES_MAX + " bytes";
            default -> "this is no HTTP/1.1 that can be understood";
        };
    }
}
