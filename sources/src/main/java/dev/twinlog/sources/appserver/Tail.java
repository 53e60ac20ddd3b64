package dev.twinlog.sources.appserver;

import java.nio.charset.StandardCharsets;

/// The last bytes of a stream, and how many came before them. Safe for use by many threads.
final class Tail {
    private final byte[] ring;
    private long written;

    Tail(int bytesMax) {
        ring = new byte[bytesMax];
    }

    synchronized void take(byte[] piece, int count) {
        int from = Math.max(0, count - ring.length);
        written += from;
        for (int i = from; i < count; i++) ring[(int) (written++ % ring.length)] = piece[i];
    }

    /// As text, of whole lines: half a line could be half a secret, which nobody recognises.
    synchronized String text() {
        int length = (int) Math.min(written, ring.length);
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = ring[(int) ((written - length + i) % ring.length)];
        var text = new String(bytes, StandardCharsets.UTF_8);
        return written <= ring.length ? text : text.substring(lineEnd(text));
    }

    private static int lineEnd(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text.length() : end + 1;
    }

    /// Bytes that are no longer kept.
    synchronized long dropped() {
        return Math.max(0, written - ring.length);
    }
}
