package dev.twinlog.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Named values of one field group, sorted by name. Values are `String`, `Long`, `Double` or `Boolean`.
public final class Fields {
    private static final Fields NONE = new Fields(new String[0], new Object[0]);

    private final String[] names;
    private final Object[] values;

    private Fields(String[] names, Object[] values) {
        this.names = names;
        this.values = values;
    }

    /// No fields.
    public static Fields none() {
        return NONE;
    }

    /// One field.
    public static Fields of(String name, Object value) {
        return new Fields(new String[] {name}, new Object[] {checked(name, value)});
    }

    /// The fields of a map; absent (null) values are left out.
    public static Fields of(Map<String, ? extends @Nullable Object> map) {
        var sorted = new TreeMap<String, Object>();
        map.forEach((name, value) -> {
            if (value != null) sorted.put(name, checked(name, value));
        });
        return sorted.isEmpty()
                ? NONE
                : new Fields(
                        sorted.keySet().toArray(String[]::new), sorted.values().toArray());
    }

    private static Object checked(String name, Object value) {
        if (value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean)
            return value;
        if (value instanceof Integer i) return i.longValue();
        throw new IllegalArgumentException("field " + name + " cannot hold a " + value.getClass());
    }

    /// Collects fields; a null value adds nothing, a repeated name takes the later value. Keeps them sorted
    /// as they come, since the readers build millions of small ones.
    public static final class Builder {
        private String[] names = new String[4];
        private Object[] values = new Object[4];
        private int size;

        public Builder put(String name, @Nullable Object value) {
            if (value == null) return this;
            int at = Arrays.binarySearch(names, 0, size, name);
            if (at < 0) at = open(-at - 1);
            names[at] = name;
            values[at] = checked(name, value);
            return this;
        }

        private int open(int at) {
            if (size == names.length) {
                names = Arrays.copyOf(names, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            System.arraycopy(names, at, names, at + 1, size - at);
            System.arraycopy(values, at, values, at + 1, size - at);
            size++;
            return at;
        }

        public boolean isEmpty() {
            return size == 0;
        }

        public Fields build() {
            return size == 0 ? NONE : new Fields(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
        }
    }

    public boolean isEmpty() {
        return names.length == 0;
    }

    public int size() {
        return names.length;
    }

    /// The value of a name, or null.
    public @Nullable Object get(String name) {
        int at = Arrays.binarySearch(names, name);
        return at < 0 ? null : values[at];
    }

    /// The text of a name, or null when it is absent or no text.
    public @Nullable String text(String name) {
        return get(name) instanceof String s ? s : null;
    }

    /// The whole number of a name, or the other value when it is absent or no whole number.
    public long number(String name, long otherwise) {
        return get(name) instanceof Long l ? l : otherwise;
    }

    /// Visits the fields by name.
    public void forEach(BiConsumer<String, Object> visitor) {
        for (int i = 0; i < names.length; i++) visitor.accept(names[i], values[i]);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fields that && Arrays.equals(names, that.names) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(names), Arrays.hashCode(values));
    }

    @Override
    public String toString() {
        var text = new StringBuilder("{");
        forEach((name, value) -> text.append(text.length() > 1 ? ", " : "")
                .append(name)
                .append('=')
                .append(value));
        return text.append('}').toString();
    }
}
