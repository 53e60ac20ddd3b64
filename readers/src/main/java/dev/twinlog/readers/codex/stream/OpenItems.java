package dev.twinlog.readers.codex.stream;

import dev.twinlog.model.SessionId;
import dev.twinlog.readers.ReadingCounter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The items of one generation that were begun and are not finished: what is staged of them is bounded, together and
/// each, and what is dropped is counted.
final class OpenItems {
    /// What is staged of all unfinished items takes no more than this.
    static final long STAGED_BYTES_MAX = 64L << 20;
    /// So many items are unfinished at once at most; of more the oldest is let go of.
    static final int ITEMS_MAX = 4096;

    private record Name(SessionId session, String id) {}

    private final ReadingCounter counter;
    private final Map<Name, OpenItem> items = new LinkedHashMap<>();
    private long staged;

    OpenItems(ReadingCounter counter) {
        this.counter = counter;
    }

    @Nullable
    OpenItem get(SessionId session, String id) {
        return items.get(new Name(session, id));
    }

    void open(OpenItem item) {
        finish(item.session(), item.id());
        if (items.size() >= ITEMS_MAX) {
            var oldest = items.values().iterator().next();
            finish(oldest.session(), oldest.id());
            counter.add(ReadingCounter.STREAM_ITEMS_DROPPED, 1);
        }
        items.put(new Name(item.session(), item.id()), item);
        staged += item.bytes();
    }

    /// Adds a piece of text to an item; what has no room is dropped.
    ///
    /// @param shown whether it is of what is shown; else of the raw content behind a summary
    /// @param index of the part that it belongs to
    void add(OpenItem item, HeardFrame frame, String delta, boolean shown, long index) {
        long before = item.bytes();
        if (staged + delta.length() + OpenItem.FRAME_BYTES > STAGED_BYTES_MAX) item.fill();
        int taken = item.add(delta, shown, index);
        if (taken > 0) item.frame(frame.position(), frame.number());
        staged += item.bytes() - before;
        counter.add(ReadingCounter.STREAM_TEXT_DROPPED, delta.length() - taken);
    }

    /// It is finished, or given up.
    void finish(SessionId session, String id) {
        var item = items.remove(new Name(session, id));
        if (item != null) staged -= item.bytes();
    }

    /// Takes out those that are over.
    List<OpenItem> take(Predicate<OpenItem> over) {
        var taken = new ArrayList<OpenItem>();
        for (var item : items.values()) if (over.test(item)) taken.add(item);
        for (var item : taken) finish(item.session(), item.id());
        return taken;
    }

    /// Where in the journal the oldest of them began.
    OptionalLong oldest() {
        return items.values().stream()
                .mapToLong(item -> item.first().position())
                .min();
    }

    /// Memory that what is staged takes, about.
    long staged() {
        return staged;
    }
}
