package dev.twinlog.app.daemon.lines;

import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.twinlog.readers.RawRedactor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A packed file of lines as it is kept without secrets: unpacked, redacted line by line, and packed again.
final class Redaction {
    private static final int PIECE_BYTES = 1 << 16;

    private Redaction() {}

    /// The file without secrets; null when it is not whole, is damaged, or has a line longer than can be redacted.
    static byte @Nullable [] packed(byte[] file, int length, RawRedactor redactor, int lineBytesMax) {
        var out = new ByteArrayOutputStream(length);
        try (var in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(file, 0, length));
                var packing = new ZstdOutputStreamNoFinalizer(out)) {
            var lines = new Lines(packing, redactor, lineBytesMax);
            for (var bytes = in.readNBytes(PIECE_BYTES); bytes.length > 0; bytes = in.readNBytes(PIECE_BYTES))
                if (!lines.take(bytes)) return null;
            lines.end();
        } catch (ZstdException | IOException e) {
            return null;
        }
        return out.toByteArray();
    }

    /// Lines on their way, one begun at a time.
    private static final class Lines {
        private final OutputStream out;
        private final RawRedactor redactor;
        private final int lineBytesMax;
        private byte[] begun = new byte[0];

        Lines(OutputStream out, RawRedactor redactor, int lineBytesMax) {
            this.out = out;
            this.redactor = redactor;
            this.lineBytesMax = lineBytesMax;
        }

        boolean take(byte[] bytes) throws IOException {
            int from = begun.length;
            if (from + bytes.length > lineBytesMax) return false;
            var all = Arrays.copyOf(begun, from + bytes.length);
            System.arraycopy(bytes, 0, all, from, bytes.length);
            int at = 0;
            for (int newline = Newlines.next(all, from, all.length); newline >= 0; ) {
                write(all, at, newline + 1);
                at = newline + 1;
                newline = Newlines.next(all, at, all.length);
            }
            begun = Arrays.copyOfRange(all, at, all.length);
            return true;
        }

        private void write(byte[] bytes, int from, int to) throws IOException {
            var redacted = redactor.line(bytes, from, to);
            if (redacted == bytes) out.write(bytes, from, to - from);
            else out.write(redacted);
        }

        void end() throws IOException {
            if (begun.length > 0) write(begun, 0, begun.length);
        }
    }
}
