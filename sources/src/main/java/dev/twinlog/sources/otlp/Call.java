package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.Signal;
import io.netty.util.AsciiString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the head of a request asks for.
///
/// @param signal null for a path that is none of OTLP's
record Call(@Nullable Signal signal, Wire wire) {
    private static final String METHOD = "/Export";

    /// Never fails, so that also a refusal is written as the request was.
    static Call of(HttpRequest request, String path) {
        var type = request.contentType();
        if (type != null && isGrpc(type)) return new Call(grpc(path), new GrpcWire());
        return new Call(http(path), new HttpWire(isProtobuf(type) ? Encoding.PROTOBUF : Encoding.JSON));
    }

    private static boolean isGrpc(MediaType type) {
        var subtype = type.subtype();
        return type.type().equals("application") && (subtype.equals("grpc") || subtype.equals("grpc+proto"));
    }

    private static boolean isProtobuf(@Nullable MediaType type) {
        return type != null
                && type.type().equals("application")
                && type.subtype().equals("x-protobuf");
    }

    private static @Nullable Signal http(String path) {
        for (var signal : Signal.values()) if (signal.path().equals(path)) return signal;
        return null;
    }

    private static @Nullable Signal grpc(String path) {
        if (!path.startsWith("/") || !path.endsWith(METHOD)) return null;
        for (var signal : Signal.values())
            if (path.length() == 1 + signal.service().length() + METHOD.length()
                    && path.startsWith(signal.service(), 1)) return signal;
        return null;
    }

    /// The signal, when all that the head says can be done.
    Signal check(HttpRequest request) throws Refused {
        if (signal == null)
            throw new Refused(Reason.UNKNOWN_PATH, "nothing is here: POST to /v1/logs, /v1/traces or /v1/metrics");
        if (request.method() != HttpMethod.POST) throw new Refused(Reason.METHOD, "only POST brings telemetry");
        if (wire instanceof HttpWire) checkType(request.contentType());
        return signal;
    }

    private static void checkType(@Nullable MediaType type) throws Refused {
        if (isProtobuf(type)) return;
        if (type != null && type.type().equals("application") && type.subtype().equals("json")) return;
        throw new Refused(Reason.CONTENT_TYPE, "content-type must be application/x-protobuf or application/json");
    }

    /// What unpacks its body.
    Unpacking unpacking(RequestHeaders headers, Room.Share share, int bytesMax) throws Refused {
        var plain = new Pieces(share, bytesMax);
        return switch (wire) {
            case HttpWire _ -> isGzip(headers, HttpHeaderNames.CONTENT_ENCODING) ? new Gunzip(plain) : plain;
            case GrpcWire _ ->
                new GrpcUnframing(plain, isGzip(headers, GrpcWire.ENCODING) ? new Gunzip(plain) : null, bytesMax);
        };
    }

    private static boolean isGzip(RequestHeaders headers, AsciiString header) throws Refused {
        if (!headers.contains(header)) return false;
        var encoding = String.join(",", headers.getAll(header)).strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "gzip", "x-gzip" -> true;
            case "identity", "" -> false;
            default -> throw new Refused(Reason.CONTENT_ENCODING, header + " must be gzip or identity");
        };
    }
}
