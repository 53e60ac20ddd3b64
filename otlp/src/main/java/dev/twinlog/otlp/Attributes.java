package dev.twinlog.otlp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Keys with values, sorted by key. Values are `String`, `Boolean`, `Long`, `Double`, a read-only
/// `java.nio.ByteBuffer`, a `List` of values, `Attributes`, or null for a value that was left empty. Of a repeated key
/// the first in the record counts for look-ups; all are kept.
public final class Attributes {
    /// No attributes.
    public static final Attributes NONE = new Attributes(List.of());

    private final List<Attribute> sorted;

    record Attribute(String key, @Nullable Object value) {}

    private Attributes(List<Attribute> sorted) {
        this.sorted = sorted;
    }

    static Attributes of(List<Attribute> attributes) {
        if (attributes.isEmpty()) return NONE;
        var sorted = new ArrayList<>(attributes);
        sorted.sort(Comparator.comparing(Attribute::key));
        return new Attributes(sorted);
    }

    public int size() {
        return sorted.size();
    }

    /// Visits all by key.
    public void forEach(BiConsumer<String, ? super @Nullable Object> visitor) {
        for (var attribute : sorted) visitor.accept(attribute.key, attribute.value);
    }

    List<Attribute> all() {
        return sorted;
    }

    /// The value of a key; null when it is absent or empty.
    public @Nullable Object get(String key) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).key.compareTo(key) < 0) low = middle + 1;
            else high = middle;
        }
        return low < sorted.size() && sorted.get(low).key.equals(key) ? sorted.get(low).value : null;
    }

    /// A text, or a number or truth as it is written; null when it is absent or anything else.
    public @Nullable String text(String key) {
        return switch (get(key)) {
            case String text -> text;
            case Long number -> number.toString();
            case Double number -> number.toString();
            case Boolean truth -> truth.toString();
            case null, default -> null;
        };
    }

    /// A whole number, also where it is written as a text or as a double; null when it is absent or none.
    public @Nullable Long number(String key) {
        return switch (get(key)) {
            case Long number -> number;
            case Double number when number == Math.rint(number) && Math.abs(number) < 0x1p53 -> number.longValue();
            case String text -> whole(text);
            case null, default -> null;
        };
    }

    /// A number with a fraction, also where it is written as a text or has none; null when it is absent, none or not
    /// finite.
    public @Nullable Double decimal(String key) {
        Double number = switch (get(key)) {
            case Long whole -> Double.valueOf(whole);
            case Double decimal -> decimal;
            case String text -> decimal(text, text.length());
            case null, default -> null;
        };
        return number == null || number.isNaN() || number.isInfinite() ? null : number;
    }

    /// A truth, also where it is written as a text; null when it is absent or none.
    public @Nullable Boolean truth(String key) {
        return switch (get(key)) {
            case Boolean truth -> truth;
            case String text when text.equals("true") -> Boolean.TRUE;
            case String text when text.equals("false") -> Boolean.FALSE;
            case null, default -> null;
        };
    }

    private static final int NUMBER_LENGTH_MAX = 40;

    private static @Nullable Long whole(String text) {
        try {
            return text.isEmpty() || text.length() > NUMBER_LENGTH_MAX ? null : Long.valueOf(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable Double decimal(String text, int length) {
        try {
            return length == 0 || length > NUMBER_LENGTH_MAX ? null : Double.valueOf(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attributes that && sorted.equals(that.sorted);
    }

    @Override
    public int hashCode() {
        return sorted.hashCode();
    }

    @Override
    public String toString() {
        return sorted.toString();
    }
}
