package dev.twinlog.otlp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A message on the way from a request to its records: where it stands, and what its records share.
final class Container {
    private static final int ABSENT = -1;

    private final Shape shape;
    private final @Nullable Container around;
    private final Measure measure = new Measure();
    private int[] pieces = {};
    private int from;
    private int to;

    Container(Shape shape, @Nullable Container around) {
        this.shape = shape;
        this.around = around;
    }

    Shape shape() {
        return shape;
    }

    @Nullable
    Container around() {
        return around;
    }

    /// Of what it tells beside the messages in it.
    Measure measure() {
        return measure;
    }

    /// Notes where it stands.
    void span(int from, int to) {
        this.from = from;
        this.to = to;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /// Notes where the value of a field stands; of several the last counts.
    void piece(Field field, int from, int to) {
        if (pieces.length == 0) {
            pieces = new int[2 * shape.fields().size()];
            Arrays.fill(pieces, ABSENT);
        }
        int at = 2 * shape.index(field);
        pieces[at] = from;
        pieces[at + 1] = to;
    }

    /// Where the last value of a field begins, or -1.
    int from(Field field) {
        return pieces.length == 0 ? ABSENT : pieces[2 * shape.index(field)];
    }

    int to(Field field) {
        return pieces[2 * shape.index(field) + 1];
    }

    /// The limit that it or what is around it goes beyond, or null.
    @Nullable
    String why() {
        return measure.why() != null || around == null ? measure.why() : around.why();
    }
}
