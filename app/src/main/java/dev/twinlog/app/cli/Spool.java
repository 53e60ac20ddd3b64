package dev.twinlog.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/// Takes a daemon's answer whole before it is passed on, since a pager may wait for hours and the daemon
/// gives up a reader who does not read. What is long lies in a file of the owner's meanwhile.
final class Spool {
    /// More than this goes through a file.
    static final int MEMORY_BYTES_MAX = 1 << 20;

    private Spool() {}

    static void pass(InputStream in, OutputStream out) throws IOException {
        var head = in.readNBytes(MEMORY_BYTES_MAX);
        if (head.length < MEMORY_BYTES_MAX) out.write(head);
        else passLong(head, in, out);
    }

    private static void passLong(byte[] head, InputStream in, OutputStream out) throws IOException {
        var file = Files.createTempFile("twinlog-", ".answer");
        try (var channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            in.transferTo(Channels.newOutputStream(channel));
            channel.position(0);
            out.write(head);
            Channels.newInputStream(channel).transferTo(out);
        }
    }
}
