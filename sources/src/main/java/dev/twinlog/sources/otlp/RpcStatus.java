package dev.twinlog.sources.otlp;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Duration;
import com.google.protobuf.MessageLite;
import dev.twinlog.otlp.Encoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A `google.rpc.Status`, which is what OTLP says of a refusal: code (field 1), message (2), and, where the
/// request may be sent again, a `google.rpc.RetryInfo` as its detail (3). Three fields are not worth a
/// library.
///
/// @param retry when to send it again; null when it will never be taken
record RpcStatus(int code, String message, java.time.@Nullable Duration retry) {
    private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

    static RpcStatus of(Reason reason, String message) {
        return new RpcStatus(reason.code(), message, reason.retry() ? OtlpLimits.RETRY_AFTER : null);
    }

    byte[] encode(Encoding encoding) {
        return switch (encoding) {
            case JSON -> json().getBytes(StandardCharsets.UTF_8);
            case PROTOBUF -> protobuf();
        };
    }

    private String json() {
        var quoted = new String(JsonStringEncoder.getInstance().quoteAsString(message));
        var details = retry == null
                ? ""
                : ",\"details\":[{\"@type\":\"" + RETRY_INFO + "\",\"retryDelay\":\"" + retry.toSeconds() + "s\"}]";
        return "{\"code\":" + code + ",\"message\":\"" + quoted + "\"" + details + "}";
    }

    private byte[] protobuf() {
        return fields(out -> {
            out.writeInt32(1, code);
            out.writeString(2, message);
            if (retry != null) out.writeMessage(3, retryInfo(retry));
        });
    }

    private static MessageLite retryInfo(java.time.Duration retry) {
        var delay = Duration.newBuilder().setSeconds(retry.toSeconds()).build();
        return Any.newBuilder()
                .setTypeUrl(RETRY_INFO)
                .setValue(ByteString.copyFrom(fields(out -> out.writeMessage(1, delay))))
                .build();
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] fields(Fields fields) {
        var bytes = new ByteArrayOutputStream();
        try {
            var out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not refuse", e);
        }
        return bytes.toByteArray();
    }
}
