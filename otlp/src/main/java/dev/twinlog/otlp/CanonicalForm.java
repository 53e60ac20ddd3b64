package dev.twinlog.otlp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one form of a record in which both encodings agree (SPEC 3.1): resource, scope and record, each as its fields in
/// the order of their numbers without those that are empty or zero, attributes sorted by key. Every part tells its
/// length, so that no two records have one form.
final class CanonicalForm {
    private static final int BYTES_AT_FIRST = 2048;
    private static final String SPAN = "span";

    private byte[] bytes = new byte[BYTES_AT_FIRST];
    private int length;

    private CanonicalForm() {}

    static RecordIdentity of(Signal signal, OtlpContext context, Message content) {
        var form = new CanonicalForm();
        form.text(signal.name());
        form.message(context.message("resource"));
        form.message(context.message("scope"));
        for (var metric : context.metric()) {
            form.text(metric.shape().name());
            form.message(metric);
        }
        form.message(content);
        return form.hashed();
    }

    static RecordIdentity ofSpan(@Nullable String traceId, @Nullable String spanId) {
        var form = new CanonicalForm();
        form.text(SPAN);
        form.text(String.valueOf(traceId));
        form.text(String.valueOf(spanId));
        return form.hashed();
    }

    private RecordIdentity hashed() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes, 0, length);
            return RecordIdentity.of(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void message(@Nullable Message message) {
        int begun = open();
        if (message != null) {
            var fields = message.shape().fields();
            for (int i = 0; i < fields.size(); i++) field(fields.get(i), message.at(i));
        }
        close(begun);
    }

    private void field(Field field, @Nullable Object value) {
        if (value == null || isEmpty(field, value)) return;
        int before = length;
        number(field.number());
        int begun = length;
        value(value);
        boolean emptyMessage = value instanceof Message && length == begun + 1 + Integer.BYTES;
        if (emptyMessage) length = before;
    }

    private static boolean isEmpty(Field field, Object value) {
        return switch (value) {
            case Long number -> number == 0 && !field.optional();
            case Double number -> number == 0 && !field.optional();
            case Boolean truth -> field.type() != Field.Type.VALUE && !truth;
            case String text -> field.type() != Field.Type.VALUE && text.isEmpty();
            case Attributes attributes -> field.type() != Field.Type.VALUE && attributes.size() == 0;
            case Nothing _ -> true;
            default -> false;
        };
    }

    /// What sort a value is of, and its content.
    private void value(@Nullable Object value) {
        switch (value) {
            case null -> put((byte) 0);
            case Nothing _ -> put((byte) 0);
            case String text -> {
                put((byte) 1);
                text(text);
            }
            case Boolean truth -> put((byte) (truth ? 3 : 2));
            case Long whole -> {
                put((byte) 4);
                number(whole);
            }
            case Double decimal -> {
                put((byte) 5);
                number(Double.doubleToLongBits(decimal));
            }
            case ByteBuffer data -> {
                put((byte) 6);
                data(data);
            }
            case Attributes attributes -> {
                put((byte) 7);
                attributes(attributes);
            }
            case List<?> list -> {
                put((byte) 8);
                int begun = open();
                for (var each : list) value(each);
                close(begun);
            }
            case Message message -> {
                put((byte) 9);
                message(message);
            }
            default -> throw new IllegalStateException(value.getClass() + " is no value of OTLP");
        }
    }

    private void attributes(Attributes attributes) {
        int begun = open();
        for (var attribute : attributes.all()) {
            text(attribute.key());
            value(attribute.value());
        }
        close(begun);
    }

    private void data(ByteBuffer data) {
        int begun = open();
        var copy = data.duplicate();
        room(copy.remaining());
        int size = copy.remaining();
        copy.get(bytes, length, size);
        length += size;
        close(begun);
    }

    private void text(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        int begun = open();
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        close(begun);
    }

    /// Leaves room for the length of what follows.
    private int open() {
        room(Integer.BYTES);
        length += Integer.BYTES;
        return length;
    }

    private void close(int begun) {
        ByteBuffer.wrap(bytes).putInt(begun - Integer.BYTES, length - begun);
    }

    private void number(long number) {
        room(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(length, number);
        length += Long.BYTES;
    }

    private void put(byte one) {
        room(1);
        bytes[length++] = one;
    }

    private void room(int more) {
        if (length + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
}
