package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A line for each message, over the standard streams of a child. A thread of its own reads and another one
/// writes, both of the platform: a read of a pipe holds on to the thread that carries it.
final class ChildWire implements Wire {
    private static final int PIECE_BYTES = 64 << 10;
    /// Ends the writer.
    private static final byte[] LAST = {};

    private final Process process;
    private final Telling telling;
    private final Runnable closing;
    private final BlockingQueue<byte[]> outbox = new LinkedBlockingQueue<>();
    private final AtomicLong outboxBytes = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable String broken;
    private final Thread reader;
    private final Thread writer;

    /// @param closing is run once, before standard input is closed
    ChildWire(Process process, Listener listener, Runnable closing) {
        this.process = process;
        this.closing = closing;
        telling = new Telling(listener);
        long pid = process.pid();
        reader = Thread.ofPlatform().daemon().name("codex " + pid + " stdout").start(this::read);
        writer = Thread.ofPlatform().daemon().name("codex " + pid + " stdin").start(this::write);
    }

    @Override
    public void send(byte[] json) throws IOException {
        var why = broken;
        if (why != null) throw new IOException(why);
        if (closed.get()) throw new IOException("the link to the child is closed");
        if (outboxBytes.addAndGet(json.length + 1L) > OUTBOX_BYTES_MAX) {
            var full = "the child does not read: more than " + OUTBOX_BYTES_MAX + " bytes wait to be sent";
            fail(full);
            throw new IOException(full);
        }
        outbox.add(json);
    }

    /// Breaks the link: what waits is not sent, what comes is not heard. By a thread of its own, since the
    /// listener may be taking something.
    private void fail(String why) {
        if (broken != null) return;
        broken = why;
        outbox.clear();
        outbox.add(LAST);
        Thread.ofVirtual().start(() -> telling.closed(why));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        closing.run();
        outbox.add(LAST);
    }

    /// Waits until both threads have ended, which they do after the child.
    boolean awaitEnd(long millis) throws InterruptedException {
        outbox.add(LAST);
        reader.join(millis);
        writer.join(millis);
        return !reader.isAlive() && !writer.isAlive();
    }

    private void write() {
        try (OutputStream to = process.getOutputStream()) {
            for (var next = outbox.take(); next != LAST; next = outbox.take()) {
                to.write(next);
                to.write('\n');
                to.flush();
                outboxBytes.addAndGet(-next.length - 1L);
            }
        } catch (IOException e) {
            if (!closed.get()) fail("the child takes no more: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        var lines = new Lines(FRAME_BYTES_MAX, telling);
        var why = "what the child said could not be taken"; // by a listener that fails
        try (InputStream from = process.getInputStream()) {
            var piece = new byte[PIECE_BYTES];
            for (int count = from.read(piece); count >= 0; count = from.read(piece)) lines.take(piece, count);
            lines.over();
            why = "the child closed its standard output";
        } catch (IOException e) {
            why = "the child's standard output cannot be read: " + e.getMessage();
        } finally {
            telling.closed(closed.get() ? null : why);
        }
    }
}
