package dev.twinlog.app.daemon.stream;

import dev.twinlog.store.Store;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// From where in the journal the reader of the stream is brought to where it was: a note in the store.
///
/// @param since      where the oldest unfinished thing began; empty: nothing is unfinished
/// @param describing frames that must be read too, ascending
public record StreamMark(OptionalLong since, List<Long> describing) {
    private static final String NOTE = "stream_unfinished";
    /// Nothing is unfinished.
    public static final StreamMark NONE = new StreamMark(OptionalLong.empty(), List.of());

    public StreamMark {
        describing = List.copyOf(describing);
    }

    /// What a store was told.
    public static StreamMark in(Store store) {
        return of(store.note(NOTE));
    }

    /// `SINCE;POSITION,POSITION…`, each part may be empty. A note that cannot be read is none: then items that are
    /// unfinished now lose what was said before.
    static StreamMark of(@Nullable String note) {
        if (note == null || note.isEmpty()) return NONE;
        try {
            int end = note.indexOf(';');
            var since = note.substring(0, end);
            var rest = note.substring(end + 1);
            return new StreamMark(
                    since.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(since)),
                    rest.isEmpty()
                            ? List.of()
                            : List.of(rest.split(",")).stream()
                                    .map(Long::valueOf)
                                    .toList());
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return NONE;
        }
    }

    void note(Store store) {
        store.note(NOTE, toString());
    }

    /// What leads to where either leads.
    StreamMark or(StreamMark other) {
        var both = new TreeSet<>(describing);
        both.addAll(other.describing);
        var from = since.isEmpty() ? other.since : since;
        if (since.isPresent() && other.since.isPresent())
            from = OptionalLong.of(Math.min(since.getAsLong(), other.since.getAsLong()));
        return new StreamMark(from, List.copyOf(both));
    }

    @Override
    public String toString() {
        return (since.isPresent() ? Long.toString(since.getAsLong()) : "") + ";"
                + describing.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
