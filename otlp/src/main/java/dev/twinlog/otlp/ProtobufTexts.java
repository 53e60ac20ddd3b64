package dev.twinlog.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A body in protobuf with other texts: every text of a message of OTLP, and the texts among its values and keys, is
/// given to a function; all else, unknown fields too, stays as it is.
public final class ProtobufTexts {
    private static final String ATTRIBUTE = "attribute";
    private static final String VALUE = "value";
    private static final String LIST = "list";
    private static final String KEYS = "keys";

    private final UnaryOperator<String> change;

    private ProtobufTexts(UnaryOperator<String> change) {
        this.change = change;
    }

    /// The body with its texts as the function gives them; the same array when it changes none.
    ///
    /// @throws MalformedPayloadException when it is no request of this signal
    public static byte[] map(Signal signal, byte[] body, UnaryOperator<String> change)
            throws MalformedPayloadException {
        OtlpPayload.check(signal, Encoding.PROTOBUF, body);
        try {
            var whole = UnsafeByteOperations.unsafeWrap(body);
            var mapped = new ProtobufTexts(change).message(whole, Shape.of(signal), null);
            return mapped.equals(whole) ? body : mapped.toByteArray();
        } catch (IOException e) {
            throw new MalformedPayloadException("no protobuf of " + signal.service() + ": " + e.getMessage(), e);
        }
    }

    /// A message; the same when nothing in it changes.
    ///
    /// @param shape its shape, or null where it is a value or what values are made of
    /// @param sort  of such a one
    private ByteString message(ByteString message, @Nullable Shape shape, @Nullable String sort) throws IOException {
        var in = message.newCodedInput();
        var bytes = new ByteArrayOutputStream(message.size());
        var out = CodedOutputStream.newInstance(bytes);
        boolean changed = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                copy(tag, in, out);
                continue;
            }
            var before = in.readBytes();
            var after = shape == null
                    ? part(before, WireFormat.getTagFieldNumber(tag), String.valueOf(sort))
                    : field(before, shape.byNumber(WireFormat.getTagFieldNumber(tag)));
            changed |= !after.equals(before);
            out.writeUInt32NoTag(tag);
            out.writeBytesNoTag(after);
        }
        out.flush();
        return changed ? ByteString.copyFrom(bytes.toByteArray()) : message;
    }

    /// Copies a field that is a number or a group.
    private static void copy(int tag, CodedInputStream in, CodedOutputStream out) throws IOException {
        out.writeUInt32NoTag(tag);
        switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> out.writeUInt64NoTag(in.readRawVarint64());
            case WireFormat.WIRETYPE_FIXED64 -> out.writeFixed64NoTag(in.readRawLittleEndian64());
            case WireFormat.WIRETYPE_FIXED32 -> out.writeFixed32NoTag(in.readRawLittleEndian32());
            default -> group(tag, in, out);
        }
    }

    private static void group(int tag, CodedInputStream in, CodedOutputStream out) throws IOException {
        int end = WireFormat.getTagFieldNumber(tag) << 3 | WireFormat.WIRETYPE_END_GROUP;
        for (int inner = in.readTag(); inner != end && inner != 0; inner = in.readTag())
            if (WireFormat.getTagWireType(inner) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                out.writeUInt32NoTag(inner);
                out.writeBytesNoTag(in.readBytes());
            } else {
                copy(inner, in, out);
            }
        out.writeUInt32NoTag(end);
    }

    private ByteString field(ByteString content, @Nullable Field field) throws IOException {
        if (field == null || field.isNumber()) return content;
        return switch (field.type()) {
            case STRING -> text(content);
            case VALUE -> message(content, null, VALUE);
            case ATTRIBUTES -> message(content, null, ATTRIBUTE);
            case MESSAGE, PATH -> message(content, field.inner(), null);
            default -> content;
        };
    }

    /// A field of `KeyValue`, `AnyValue`, `ArrayValue` or `KeyValueList`.
    private ByteString part(ByteString content, int number, String of) throws IOException {
        return switch (of + number) {
            case "attribute1", "value1" -> text(content);
            case "attribute2", "list1" -> message(content, null, VALUE);
            case "value5" -> message(content, null, LIST);
            case "value6" -> message(content, null, KEYS);
            case "keys1" -> message(content, null, ATTRIBUTE);
            default -> content;
        };
    }

    private ByteString text(ByteString content) {
        var before = content.toStringUtf8();
        var after = change.apply(before);
        return after.equals(before) ? content : ByteString.copyFromUtf8(after);
    }
}
