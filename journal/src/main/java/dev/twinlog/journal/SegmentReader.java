package dev.twinlog.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Finds whole frames in a segment file, past damaged ones. For one thread.
final class SegmentReader implements AutoCloseable {
    /// Bytes read ahead by a reader that goes through a segment.
    static final int AHEAD_BYTES = 256 * 1024;

    /// Bytes read ahead by a reader of a single record.
    static final int SINGLE_BYTES = 4096;

    private final Segment segment;
    private final Disk.DiskFile file;
    private final byte[] window;
    private int windowAt;
    private int windowLength;
    private byte[] stored = new byte[0];

    SegmentReader(Segment segment, Disk.DiskFile file, int aheadBytes) {
        this.segment = segment;
        this.file = file;
        this.window = new byte[aheadBytes];
    }

    Segment segment() {
        return segment;
    }

    /// A whole frame and the file offset that it lies at.
    record Found(Frame frame, int offset) {}

    /// The first whole frame at or after an offset, or null when there is none before the limit. Its stored
    /// bytes are in {@link #stored()} until the next call.
    ///
    /// @param limit   the file offset that no record reaches beyond
    /// @param damaged is told the offset of each damaged record that was skipped
    @Nullable
    Found find(int from, int limit, IntConsumer damaged) throws IOException {
        int at = from;
        while (at < limit) {
            var frame = head(at, limit);
            if (frame != null && sound(frame, at, limit)) return new Found(frame, at);
            damaged.accept(at);
            at = afterDamage(frame, at, limit);
        }
        return null;
    }

    /// The whole frame at an offset, or null when there is none.
    @Nullable
    Found at(int offset, int limit) throws IOException {
        var frame = head(offset, limit);
        return frame != null && sound(frame, offset, limit) ? new Found(frame, offset) : null;
    }

    /// The stored bytes of the frame found last, from the start of the array on.
    byte[] stored() {
        return stored;
    }

    private int afterDamage(@Nullable Frame frame, int at, int limit) throws IOException {
        if (frame != null) {
            int next = at + frame.bytes();
            if (next == limit || head(next, limit) != null) return next;
        }
        return resync(at + 1, limit);
    }

    /// The next offset where a whole frame lies, or the limit. Reads each byte: only behind a damaged length.
    private int resync(int from, int limit) throws IOException {
        for (int at = from; at + Frame.HEAD_BYTES <= limit; at++) {
            ensure(at, Frame.HEAD_BYTES, limit);
            int in = at - windowAt;
            if (window[in] != (byte) (Frame.MAGIC >> 8) || window[in + 1] != (byte) Frame.MAGIC) continue;
            var frame = head(at, limit);
            if (frame != null && sound(frame, at, limit)) return at;
        }
        return limit;
    }

    private @Nullable Frame head(int at, int limit) throws IOException {
        if (limit - at < Frame.HEAD_BYTES || !ensure(at, Frame.HEAD_BYTES, limit)) return null;
        var frame = Frame.read(window, at - windowAt);
        if (frame == null || frame.storedLength() > limit - at - Frame.HEAD_BYTES) return null;
        return segment.plausible(frame, at) ? frame : null;
    }

    private boolean sound(Frame frame, int at, int limit) throws IOException {
        int length = frame.storedLength();
        if (stored.length < length) stored = new byte[Math.max(length, Math.min(2 * stored.length, AHEAD_BYTES))];
        var head = new byte[Frame.HEAD_BYTES];
        System.arraycopy(window, at - windowAt, head, 0, head.length);
        return load(at + Frame.HEAD_BYTES, length, limit) && frame.sound(head, 0, stored);
    }

    private boolean load(int at, int length, int limit) throws IOException {
        if (length > window.length / 2) return file.readFully(ByteBuffer.wrap(stored, 0, length), at) == length;
        if (!ensure(at, length, limit)) return false;
        System.arraycopy(window, at - windowAt, stored, 0, length);
        return true;
    }

    /// Makes the window hold these bytes; false when the file is shorter than it was said to be.
    private boolean ensure(int at, int length, int limit) throws IOException {
        if (at >= windowAt && at + length <= windowAt + windowLength) return true;
        int wanted = Math.min(window.length, limit - at);
        windowAt = at;
        windowLength = file.readFully(ByteBuffer.wrap(window, 0, wanted), at);
        return windowLength >= length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
