package dev.twinlog.otlp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of one message, by the fields of its shape: `String`, `Boolean`, `Long`, `Double`, ids as lower-case
/// hexadecimal text, {@link Attributes}, messages, lists. Of a field that may stand once the last counts.
final class Message {
    private final Shape shape;
    private final @Nullable Object[] values;

    Message(Shape shape) {
        this.shape = shape;
        this.values = new Object[shape.fields().size()];
    }

    Shape shape() {
        return shape;
    }

    @Nullable
    Object at(int index) {
        return values[index];
    }

    /// Takes in a value; one of a repeated field is added.
    @SuppressWarnings("unchecked")
    void take(Field field, Object value) {
        int index = shape.index(field);
        if (!field.repeated()) values[index] = value;
        else {
            if (values[index] == null) values[index] = new ArrayList<>();
            ((List<Object>) values[index]).add(value);
        }
    }

    /// Lets go of what a field held.
    void clear(Field field) {
        values[shape.index(field)] = null;
    }

    /// Puts the attributes in order, once all is taken in.
    @SuppressWarnings("unchecked")
    Message finish() {
        for (int i = 0; i < values.length; i++)
            if (shape.fields().get(i).type() == Field.Type.ATTRIBUTES && values[i] instanceof List<?> all)
                values[i] = Attributes.of((List<Attributes.Attribute>) all);
        return this;
    }

    @Nullable
    Object get(String field) {
        return values[shape.index(field)];
    }

    String text(String field) {
        return get(field) instanceof String text ? text : "";
    }

    long number(String field) {
        return get(field) instanceof Long number ? number : 0;
    }

    Attributes attributes(String field) {
        return get(field) instanceof Attributes attributes ? attributes : Attributes.NONE;
    }

    @Nullable
    Message message(String field) {
        return get(field) instanceof Message message ? message : null;
    }

    List<Message> messages(String field) {
        var messages = new ArrayList<Message>();
        if (get(field) instanceof List<?> all)
            for (var each : all) if (each instanceof Message message) messages.add(message);
        return messages;
    }
}
