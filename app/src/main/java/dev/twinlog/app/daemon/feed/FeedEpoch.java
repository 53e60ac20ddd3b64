package dev.twinlog.app.daemon.feed;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which numbering of events a store has. A rebuilt store numbers them anew, and tells where those begin that the
/// store before it did not have. Kept as a note in the store.
///
/// @param name   no two stores of a folder have the same
/// @param before the store from which this one took over, or null
public record FeedEpoch(String name, @Nullable Before before) {
    /// The note that keeps it.
    public static final String NOTE = "feed";
    /// In a rebuilt store: its last event when it knew as much as the one before.
    public static final String HERE = "feed_here";

    private static final Pattern TEXT = Pattern.compile("([0-9a-z]+)(?: ([0-9a-z]+)@(\\d+)=(\\d+))?");

    /// The store from which one took over.
    ///
    /// @param name of the epoch before
    /// @param last the last event of that store
    /// @param here the last event of this store when it knew as much as that one
    public record Before(String name, long last, long here) {}

    /// The epoch of a new store.
    ///
    /// @param now epoch milliseconds
    public static FeedEpoch begun(long now) {
        return new FeedEpoch(Long.toString(now, Character.MAX_RADIX), null);
    }

    /// What a note tells, or null when it tells nothing.
    public static @Nullable FeedEpoch of(@Nullable String note) {
        if (note == null) return null;
        var text = TEXT.matcher(note);
        if (!text.matches()) return null;
        var before = text.group(2) == null
                ? null
                : new Before(text.group(2), Long.parseLong(text.group(3)), Long.parseLong(text.group(4)));
        return new FeedEpoch(text.group(1), before);
    }

    /// The epoch of the store that was made from the same journal.
    ///
    /// @param now  epoch milliseconds
    /// @param last the last event of this store
    /// @param here the last event of the new one when it knew as much
    public FeedEpoch rebuilt(long now, long last, long here) {
        return new FeedEpoch(begun(now).name, new Before(name, last, here));
    }

    /// As a note.
    @Override
    public String toString() {
        return before == null ? name : name + " " + before.name + "@" + before.last + "=" + before.here;
    }

    /// Where a listener goes on.
    ///
    /// @param last the last event of this store
    Place place(FeedCursor cursor, long last) {
        if (cursor.epoch().equals(name)) return new Place(Math.min(cursor.event(), last), 0, null);
        if (before == null || !cursor.epoch().equals(before.name))
            return new Place(last, Place.UNKNOWN, "another_store");
        long missed = Math.max(0, before.last - cursor.event());
        return new Place(before.here, missed, missed == 0 ? null : "rebuilt");
    }

    /// @param event  the event after which to go on
    /// @param missed how many events cannot be told any more; {@link #UNKNOWN} if that is not known
    /// @param why    they cannot; null: none were missed
    record Place(long event, long missed, @Nullable String why) {
        static final long UNKNOWN = -1;
    }
}
