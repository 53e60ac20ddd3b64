package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.OtlpPayload;
import dev.twinlog.otlp.Signal;
import io.netty.util.AsciiString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// OTLP over gRPC, as the protocol of gRPC over HTTP/2 puts a unary call on the wire: an answer is a framed
/// message and trailers, a refusal trailers alone.
record GrpcWire() implements Wire {
    static final MediaType GRPC = MediaType.create("application", "grpc");
    static final AsciiString ENCODING = HttpHeaderNames.of("grpc-encoding");
    private static final AsciiString STATUS = HttpHeaderNames.of("grpc-status");
    private static final AsciiString MESSAGE = HttpHeaderNames.of("grpc-message");
    private static final AsciiString DETAILS = HttpHeaderNames.of("grpc-status-details-bin");
    private static final AsciiString ACCEPT_ENCODING = HttpHeaderNames.of("grpc-accept-encoding");
    private static final HttpHeaders GOOD = HttpHeaders.of(STATUS, "0");

    @Override
    public Encoding encoding() {
        return Encoding.PROTOBUF;
    }

    @Override
    public HttpResponse accepted(Signal signal, OtlpPayload.Tally tally) {
        var message = ExportAnswer.of(Encoding.PROTOBUF, signal, tally);
        var framed = ByteBuffer.allocate(GrpcUnframing.PREFIX_BYTES + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message);
        return HttpResponse.of(head(), HttpData.wrap(framed.array()), GOOD);
    }

    private static ResponseHeaders head() {
        return ResponseHeaders.builder(HttpStatus.OK).contentType(GRPC).build();
    }

    @Override
    public HttpResponse refused(Reason reason, String message) {
        var headers = ResponseHeaders.builder(HttpStatus.OK)
                .contentType(GRPC)
                .addInt(STATUS, reason.code())
                .add(MESSAGE, escaped(message));
        if (reason == Reason.CONTENT_ENCODING) headers.add(ACCEPT_ENCODING, "gzip,identity");
        if (reason.retry()) {
            var details = RpcStatus.of(reason, message).encode(Encoding.PROTOBUF);
            headers.add(DETAILS, Base64.getEncoder().withoutPadding().encodeToString(details));
        }
        return HttpResponse.of(headers.endOfStream(true).build());
    }

    /// Percent-encoded, as gRPC wants messages in headers.
    static String escaped(String message) {
        var escaped = new StringBuilder();
        for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') escaped.append((char) b);
            else escaped.append(String.format("%%%02X", b));
        }
        return escaped.toString();
    }
}
