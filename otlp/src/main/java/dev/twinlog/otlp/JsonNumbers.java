package dev.twinlog.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Numbers as OTLP/JSON may write them: as numbers or texts, whole ones also with a fraction of nothing.
final class JsonNumbers {
    private static final int TEXT_MAX = 64;
    private static final BigInteger UNSIGNED_MAX =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private JsonNumbers() {}

    /// A whole number of 64 bits.
    static long whole(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER)
            return in.getLongValue();
        var number = exact(in);
        if (number.bitLength() >= Long.SIZE) throw new IOException(number + " is beyond 64 bits");
        return number.longValue();
    }

    /// A whole number of 64 bits without a sign.
    static long unsigned(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING && in.getTextLength() < 19) return plain(in);
        var number = in.currentToken() == JsonToken.VALUE_NUMBER_INT ? in.getBigIntegerValue() : exact(in);
        if (number.signum() < 0 || number.compareTo(UNSIGNED_MAX) > 0)
            throw new IOException(number + " is no number of 64 bits without a sign");
        return number.longValue();
    }

    /// A text of few digits, which nearly all are.
    private static long plain(JsonParser in) throws IOException {
        var digits = in.getTextCharacters();
        int from = in.getTextOffset();
        int length = in.getTextLength();
        long value = 0;
        for (int i = from; i < from + length; i++) {
            if (digits[i] < '0' || digits[i] > '9' || length == 0)
                return exact(in).longValue();
            value = value * 10 + digits[i] - '0';
        }
        if (length == 0) throw new IOException("an empty text is no number");
        return value;
    }

    private static BigInteger exact(JsonParser in) throws IOException {
        try {
            var number = new BigDecimal(written(in));
            if (number.precision() - number.scale() > TEXT_MAX) throw new IOException("a number is beyond 64 bits");
            return number.toBigIntegerExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IOException("a whole number is expected", e);
        }
    }

    private static String written(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                if (in.getTextLength() > TEXT_MAX) throw new IOException("a number of more than 64 characters");
                yield in.getText();
            }
            case null, default -> throw new IOException(JsonWords.token(in.currentToken()) + " is no number");
        };
    }

    static double decimal(JsonParser in) throws IOException {
        var text = written(in);
        try {
            return switch (text) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw new IOException("a number is expected", e);
        }
    }

    /// The number of an enumeration; null for a name that is not known.
    static @Nullable Long choice(JsonParser in, Field field) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) return int32(whole(in));
        var text = in.getText();
        boolean digits = !text.isEmpty() && Character.isDigit(text.charAt(0));
        return digits ? Long.valueOf(int32(whole(in))) : field.names().get(text);
    }

    /// As protobuf reads a number that is too large for 32 bits.
    private static long int32(long number) {
        int low = (int) number;
        return low;
    }
}
