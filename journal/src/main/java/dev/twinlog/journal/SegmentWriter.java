package dev.twinlog.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Appends frames to the newest segment. For one thread at a time.
final class SegmentWriter implements AutoCloseable {
    /// Bytes gathered for one write.
    static final int BUFFER_BYTES = 256 * 1024;

    private final Segment segment;
    private final Disk.DiskFile file;
    private final ByteBuffer buffer;
    private boolean untidy;

    SegmentWriter(Segment segment, Disk.DiskFile file, ByteBuffer buffer) {
        this.segment = segment;
        this.file = file;
        this.buffer = buffer;
    }

    static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BUFFER_BYTES);
    }

    Segment segment() {
        return segment;
    }

    /// Forces the file, and returns the position up to which that is.
    long force() throws IOException {
        long end = segment.endPosition();
        file.force();
        return end;
    }

    /// Writes a frame and its stored bytes. When that fails nothing of them stays: the file is cut back, at
    /// the latest before the next append.
    void append(Frame frame, byte[] stored) throws IOException {
        if (untidy) tidy();
        int at = segment.dataEnd();
        try {
            write(frame, stored, at);
        } catch (IOException e) {
            untidy = true;
            try {
                tidy();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        segment.tally().add(frame);
        segment.dataEnd(at + frame.bytes());
    }

    private void tidy() throws IOException {
        file.truncate(segment.dataEnd());
        untidy = false;
    }

    private void write(Frame frame, byte[] stored, int at) throws IOException {
        frame.write(buffer.clear());
        long to = at;
        int done = 0;
        while (true) {
            int piece = Math.min(buffer.remaining(), frame.storedLength() - done);
            buffer.put(stored, done, piece).flip();
            done += piece;
            int length = buffer.remaining();
            file.writeFully(buffer, to);
            if (done == frame.storedLength()) return;
            to += length;
            buffer.clear();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
