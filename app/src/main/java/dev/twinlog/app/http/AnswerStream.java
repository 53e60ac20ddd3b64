package dev.twinlog.app.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import dev.twinlog.app.Feed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The body of a response, written by a blocking thread in pieces. The head goes out with the first piece, so what
/// fails before can still become an error; a reader who does not read holds the writer, and is given up after a
/// while.
final class AnswerStream extends OutputStream {
    private final HttpResponseWriter response;
    private final MediaType type;
    private final int pieceBytes;
    private byte[] piece = new byte[4096];
    private int filled;
    private boolean begun;

    /// @param type       of what is written
    /// @param pieceBytes that are collected before they are sent
    AnswerStream(HttpResponseWriter response, MediaType type, int pieceBytes) {
        this.response = response;
        this.type = type;
        this.pieceBytes = pieceBytes;
    }

    /// Whether anything was sent: then it is too late for an error status.
    boolean begun() {
        return begun;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        while (count > 0) {
            int taken = Math.min(count, pieceBytes - filled);
            reserve(filled + taken);
            System.arraycopy(bytes, from, piece, filled, taken);
            filled += taken;
            from += taken;
            count -= taken;
            if (filled == pieceBytes) send();
        }
    }

    private void reserve(int size) {
        if (size > piece.length) {
            piece = Arrays.copyOf(piece, Math.min(pieceBytes, Math.max(size, 2 * piece.length)));
        }
    }

    /// Does nothing: pieces go out when they are full, so that no writer can make them small.
    @Override
    public void flush() {}

    /// Sends what was written so far, and returns when the reader has taken it.
    void sendNow() throws IOException {
        if (filled > 0) send();
    }

    private void send() throws IOException {
        begin(-1);
        if (!response.tryWrite(HttpData.wrap(Arrays.copyOf(piece, filled))))
            throw new IOException("the reader is gone");
        filled = 0;
        try {
            response.whenConsumed().get(Limits.STALLED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the reader is gone", e);
        } catch (TimeoutException e) {
            throw new Feed.Stalled("the reader does not read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an answer was sent");
        }
    }

    /// @param length of the body, if the whole of it is known; else negative
    private void begin(long length) throws IOException {
        if (begun) return;
        begun = true;
        var head = Replies.head(HttpStatus.OK, type);
        if (length >= 0) head.contentLength(length);
        if (!response.tryWrite(head.build())) throw new IOException("the reader is gone");
    }

    /// Sends what is left; the answer is whole.
    @Override
    public void close() throws IOException {
        begin(filled);
        if (filled > 0) {
            if (!response.tryWrite(HttpData.wrap(Arrays.copyOf(piece, filled))))
                throw new IOException("the reader is gone");
            filled = 0;
        }
        response.close();
    }

    /// Ends the response in the middle, so that nobody takes the half for the whole.
    void abort(Throwable cause) {
        response.close(cause);
    }
}
