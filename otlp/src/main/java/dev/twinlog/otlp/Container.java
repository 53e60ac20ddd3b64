package dev.twinlog.otlp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A message on the way from a request to its records: where the fields stand that its records share.
final class Container {
    private static final int ABSENT = -1;

    private final Shape shape;
    private final @Nullable Container around;
    /// Begin and end of each field's last value.
    private final int[] pieces;

    private @Nullable String why;

    Container(Shape shape, @Nullable Container around) {
        this.shape = shape;
        this.around = around;
        this.pieces = new int[2 * shape.fields().size()];
        Arrays.fill(pieces, ABSENT);
    }

    Shape shape() {
        return shape;
    }

    @Nullable
    Container around() {
        return around;
    }

    /// Notes where a field stands.
    ///
    /// @param why the limit that it goes beyond, or null
    void piece(Field field, int from, int to, @Nullable String why) {
        int at = 2 * shape.index(field);
        pieces[at] = from;
        pieces[at + 1] = to;
        if (this.why == null) this.why = why;
    }

    boolean has(Field field) {
        return from(field) != ABSENT;
    }

    int from(Field field) {
        return pieces[2 * shape.index(field)];
    }

    int to(Field field) {
        return pieces[2 * shape.index(field) + 1];
    }

    /// The limit that it or what is around it goes beyond, or null.
    @Nullable
    String why() {
        return why != null || around == null ? why : around.why();
    }
}
