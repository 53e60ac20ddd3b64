package dev.twinlog.app;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Remembers why writing failed, which a `PrintStream` keeps to itself. That nobody reads any more is no failure:
/// `head` has seen enough.
final class CheckedStream extends FilterOutputStream {
    private @Nullable String failure;

    CheckedStream(OutputStream to) {
        super(to);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            var why = String.valueOf(e.getMessage());
            if (!why.toLowerCase(Locale.ROOT).contains("broken pipe")) failure = why;
            throw e;
        }
    }

    /// Why something could not be written, or null.
    @Nullable
    String failure() {
        return failure;
    }
}
