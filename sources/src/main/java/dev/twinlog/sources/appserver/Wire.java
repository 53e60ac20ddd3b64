package dev.twinlog.sources.appserver;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A way to exchange whole JSON-RPC messages with one app-server: lines of a child, or text frames of a
/// socket. It knows nothing of what they mean. Safe for use by many threads.
interface Wire extends AutoCloseable {
    /// Frames heard may be this large.
    int FRAME_BYTES_MAX = 64 << 20;
    /// Bytes that wait to be sent; a peer that does not read them is a broken link.
    int OUTBOX_BYTES_MAX = 8 << 20;

    /// Has a message sent; never waits.
    ///
    /// @throws IOException when the link is closed, or the outbox is full
    void send(byte[] json) throws IOException;

    /// Closes the link; the listener hears of its end once. Of a child it closes stdin only.
    @Override
    void close();

    /// Hears what comes, on one thread, in order.
    interface Listener {
        /// A whole message, which need not be JSON. While it is taken nothing more is read.
        void frame(byte[] message);

        /// Something that is no message: too large, or not UTF-8; it was passed over.
        ///
        /// @param quoted its beginning, at most 512 characters, not redacted yet
        void unfit(String why, String quoted);

        /// The end of the link, the last that is told.
        ///
        /// @param why in words; null when it was closed by us
        void closed(@Nullable String why);
    }
}
