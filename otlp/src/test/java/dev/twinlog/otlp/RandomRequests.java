package dev.twinlog.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;

/// Requests of any content, made with the classes generated from OTLP's files, and written by each of the ways that
/// OTLP/JSON allows.
final class RandomRequests {
    private static final Set<String> LEFT_OUT = Set.of("string_value_strindex", "key_strindex", "entity_refs");
    private static final int DEEP = 12;
    private static final String[] TEXTS = {"", "a", "session.id", "…ü\u0000\"\\\n", "😀 and 日本", "key", "0"};

    private final Random dice;

    RandomRequests(long seed) {
        this.dice = new Random(seed);
    }

    Message of(Signal signal) {
        return message(ShapeTest.generated(signal), 0);
    }

    private Message message(Descriptor type, int depth) {
        var message = DynamicMessage.newBuilder(type);
        for (var field : type.getFields()) {
            if (LEFT_OUT.contains(field.getName()) || dice.nextInt(4) == 0) continue;
            if (isMessage(field) && depth >= DEEP) continue;
            if (field.isRepeated())
                for (int i = dice.nextInt(3); i > 0; i--) message.addRepeatedField(field, value(field, depth));
            else message.setField(field, value(field, depth));
        }
        return message.build();
    }

    private static boolean isMessage(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.MESSAGE;
    }

    private Object value(FieldDescriptor field, int depth) {
        return switch (field.getType()) {
            case STRING -> TEXTS[dice.nextInt(TEXTS.length)];
            case BYTES -> bytes(field);
            case BOOL -> dice.nextBoolean();
            case INT32, UINT32, SINT32, FIXED32 -> whole() & 0x7FFFFFFF;
            case INT64, UINT64, FIXED64, SFIXED64 -> dice.nextInt(4) == 0 ? dice.nextLong() : (long) whole();
            case DOUBLE -> decimal();
            case ENUM -> field.getEnumType().findValueByNumber(dice.nextInt(3));
            case MESSAGE -> message(field.getMessageType(), depth + 1);
            default -> throw new AssertionError(field);
        };
    }

    private ByteString bytes(FieldDescriptor field) {
        int length = field.getName().contains("trace_id") ? 16 : field.getName().contains("span_id") ? 8 : 5;
        if (dice.nextInt(10) == 0) length = dice.nextInt(20);
        var bytes = new byte[length];
        if (dice.nextInt(10) > 0) dice.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private int whole() {
        return dice.nextInt(3) == 0 ? 0 : dice.nextInt();
    }

    private double decimal() {
        return switch (dice.nextInt(6)) {
            case 0 -> 0;
            case 1 -> dice.nextInt(100);
            case 2 -> Double.NaN;
            case 3 -> Double.NEGATIVE_INFINITY;
            default -> dice.nextGaussian() * 1e10;
        };
    }

    /// The message in OTLP/JSON.
    String json(Message message) {
        var out = new StringBuilder("{");
        if (dice.nextInt(5) == 0) out.append("\"notOfOtlp\":{\"a\":[1,{\"b\":null}]},");
        var fields = new java.util.ArrayList<>(message.getAllFields().keySet());
        java.util.Collections.shuffle(fields, dice);
        for (var field : fields) {
            out.append('"').append(dice.nextInt(8) == 0 ? field.getName() : field.getJsonName());
            out.append("\":");
            if (field.isRepeated()) list(field, message, out);
            else out.append(one(field, message.getField(field)));
            out.append(',');
        }
        if (dice.nextInt(5) == 0) out.append("\"flags\":null,");
        if (out.length() > 1) out.setLength(out.length() - 1);
        return out.append('}').toString();
    }

    private void list(FieldDescriptor field, Message message, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++)
            out.append(i == 0 ? "" : ", ").append(one(field, message.getRepeatedField(field, i)));
        out.append(']');
    }

    private String one(FieldDescriptor field, Object value) {
        return switch (field.getType()) {
            case STRING -> text((String) value);
            case BYTES -> bytes(field, (ByteString) value);
            case BOOL -> value.toString();
            case INT32, SINT32, INT64, SFIXED64 -> number(value.toString());
            case UINT32, FIXED32 -> number(Integer.toUnsignedString((Integer) value));
            case UINT64, FIXED64 -> number(Long.toUnsignedString((Long) value));
            case DOUBLE -> decimal((Double) value);
            case ENUM -> choice((com.google.protobuf.Descriptors.EnumValueDescriptor) value);
            case MESSAGE -> json((Message) value);
            default -> throw new AssertionError(field);
        };
    }

    private String number(String digits) {
        return switch (dice.nextInt(5)) {
            case 0 -> digits;
            case 1 -> digits.length() < 10 ? digits + ".0" : digits;
            default -> '"' + digits + '"';
        };
    }

    private String decimal(Double value) {
        if (value.isNaN() || value.isInfinite()) return '"' + value.toString() + '"';
        if (value == Math.rint(value) && Math.abs(value) < 1e15) return Long.toString(value.longValue());
        return dice.nextBoolean() ? value.toString() : '"' + value.toString() + '"';
    }

    private String choice(com.google.protobuf.Descriptors.EnumValueDescriptor value) {
        return dice.nextBoolean() ? '"' + value.getName() + '"' : Integer.toString(value.getNumber());
    }

    private String bytes(FieldDescriptor field, ByteString value) {
        if (!field.getName().endsWith("_id"))
            return '"' + java.util.Base64.getEncoder().encodeToString(value.toByteArray()) + '"';
        var hex = HexFormat.of().formatHex(value.toByteArray());
        return '"' + (dice.nextBoolean() ? hex : hex.toUpperCase(java.util.Locale.ROOT)) + '"';
    }

    static String text(String text) {
        var out = new StringBuilder("\"");
        for (char c : text.toCharArray())
            if (c < ' ') out.append(String.format("\\u%04x", (int) c));
            else if (c == '"' || c == '\\') out.append('\\').append(c);
            else out.append(c);
        return out.append('"').toString();
    }
}
