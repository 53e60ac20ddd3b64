package dev.twinlog.app.daemon.feed;

import dev.twinlog.model.Kind;
import dev.twinlog.readers.FlowingText;
import dev.twinlog.readers.ReadingCounter;
import org.jspecify.annotations.Nullable;

/// An item while it is being produced, as it may be shown: without secrets, and no more of it than a bound.
final class LiveItem {
    /// UTF-16 units that are shown of one item; what is produced beyond it is dropped.
    static final int CHARACTERS_MAX = 1 << 20;

    private final String session;
    private final @Nullable String turn;
    private final String id;
    private final Kind kind;
    private final FlowingText flowing;
    private final StringBuilder shown = new StringBuilder();
    private long part;
    private boolean summary;
    private long taken;

    LiveItem(String session, @Nullable String turn, String id, Kind kind, ReadingCounter counter) {
        this.session = session;
        this.turn = turn;
        this.id = id;
        this.kind = kind;
        this.flowing = new FlowingText(counter);
    }

    /// Takes a piece.
    ///
    /// @param content whether it is raw content, which is shown where there is no summary
    /// @param index   of the part that it belongs to: parts stand on lines of their own
    /// @return what may be shown now
    String add(String piece, boolean content, long index) {
        if (content && summary) return "";
        summary |= !content;
        long room = CHARACTERS_MAX - taken;
        if (room <= 0) return "";
        var more = (index != part && taken > 0 ? "\n" : "") + piece;
        part = index;
        if (more.length() > room) more = more.substring(0, (int) room);
        taken += more.length();
        return show(flowing.add(more));
    }

    /// It is at its end.
    ///
    /// @return the rest of it
    String end() {
        return show(flowing.end());
    }

    private String show(String text) {
        shown.append(text);
        return text;
    }

    /// How much was produced of it and taken.
    long taken() {
        return taken;
    }

    /// What was shown of it so far.
    String shown() {
        return shown.toString();
    }

    int length() {
        return shown.length();
    }

    String session() {
        return session;
    }

    @Nullable
    String turn() {
        return turn;
    }

    String id() {
        return id;
    }

    Kind kind() {
        return kind;
    }
}
