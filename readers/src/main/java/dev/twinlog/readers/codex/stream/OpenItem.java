package dev.twinlog.readers.codex.stream;

import dev.twinlog.model.FieldLimit;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// An item that was begun and is not finished, with what was produced of it so far and the frames that told it.
final class OpenItem {
    /// Of what is produced of an unfinished item no more than this is staged, in UTF-16 units; the rest is dropped.
    static final int CHARACTERS_MAX = FieldLimit.CHARACTERS_MAX;
    /// What a frame costs beside its text: its position.
    static final int FRAME_BYTES = Long.BYTES;

    private static final int FRAMES_AT_FIRST = 4;

    private final SessionId session;
    private final String id;
    private final @Nullable String turn;
    private final Kind kind;
    private final long at;
    private final HeardPlace first;
    private final Part summary = new Part();
    private final Part content = new Part();
    private boolean full;
    private long[] frames = new long[FRAMES_AT_FIRST];
    private int frameCount;
    private long last;

    /// Where its first frame lies.
    ///
    /// @param number of the frame in its generation
    /// @param length of its JSON
    record HeardPlace(long position, long number, int length) {}

    OpenItem(SessionId session, String id, @Nullable String turn, Kind kind, long at, HeardPlace first) {
        this.session = session;
        this.id = id;
        this.turn = turn;
        this.kind = kind;
        this.at = at;
        this.first = first;
        frame(first.position, first.number);
    }

    /// A text that is put together from parts on lines of their own.
    private static final class Part {
        private final StringBuilder text = new StringBuilder();
        private long index;

        int add(String delta, long of) {
            if (of != index && !text.isEmpty() && text.length() < CHARACTERS_MAX) text.append('\n');
            index = of;
            int taken = Math.min(delta.length(), CHARACTERS_MAX - text.length());
            text.append(delta, 0, taken);
            return taken;
        }
    }

    /// Adds a piece of text; once one was cut no more is taken, so that what is kept has no holes.
    ///
    /// @param shown whether it is of what is shown; else of the raw content behind a summary
    /// @param index of the part that it belongs to
    /// @return how many characters of it were taken
    int add(String delta, boolean shown, long index) {
        if (full) return 0;
        int taken = (shown ? summary : content).add(delta, index);
        full = taken < delta.length();
        return taken;
    }

    /// Nothing more of it is taken.
    void fill() {
        full = true;
    }

    /// Notes a frame that brought some of it.
    void frame(long position, long number) {
        if (frameCount == frames.length) frames = Arrays.copyOf(frames, 2 * frames.length);
        frames[frameCount++] = position;
        last = number;
    }

    /// Memory that it takes, about.
    long bytes() {
        return summary.text.length() + content.text.length() + (long) FRAME_BYTES * frameCount;
    }

    /// What was produced so far.
    String text() {
        var text = (summary.text.isEmpty() ? content : summary).text;
        int end = text.length();
        boolean torn = full && end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, torn ? end - 1 : end);
    }

    SessionId session() {
        return session;
    }

    String id() {
        return id;
    }

    @Nullable
    String turn() {
        return turn;
    }

    Kind kind() {
        return kind;
    }

    long at() {
        return at;
    }

    HeardPlace first() {
        return first;
    }

    /// The number of the last frame that brought some of it.
    long last() {
        return last;
    }

    /// The positions of the frames that it was made of, ascending.
    LongStream frames() {
        return Arrays.stream(frames, 0, frameCount);
    }
}
