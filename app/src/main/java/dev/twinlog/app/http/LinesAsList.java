package dev.twinlog.app.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Takes JSON lines and writes them as one JSON list. A newline is never inside a line's JSON, where it is escaped.
final class LinesAsList extends FilterOutputStream {
    private boolean begun;
    private boolean lineEnded;

    LinesAsList(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int end = from + count;
        for (int start = from; start < end; ) {
            int newline = newline(bytes, start, end);
            if (newline > start) piece(bytes, start, newline - start);
            lineEnded = newline < end;
            start = newline + 1;
        }
    }

    private static int newline(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != '\n') i++;
        return i;
    }

    private void piece(byte[] bytes, int from, int count) throws IOException {
        if (!begun) out.write('[');
        else if (lineEnded) out.write(',');
        begun = true;
        out.write(bytes, from, count);
    }

    /// Ends the list; what is below stays open.
    void end() throws IOException {
        if (!begun) out.write('[');
        out.write(']');
    }
}
