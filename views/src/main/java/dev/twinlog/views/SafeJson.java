package dev.twinlog.views;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// JSON in UTF-8 on its way out, in which what would command a terminal or turn the reading direction is escaped (RFC
/// 8259, 7): DEL, the C1 control characters, and Unicode's directional formatting characters. All of them can only
/// stand within strings, so the value stays the same. Does not close what it writes to. For one thread.
public final class SafeJson extends FilterOutputStream {
    private static final int DEL = 0x7f;
    /// Begins U+0080 to U+00BF.
    private static final int C1_LEAD = 0xc2;
    private static final int C1_LAST = 0x9f;
    /// Begins U+2000 to U+2FFF.
    private static final int DIRECTION_LEAD = 0xe2;
    private static final int CONTINUATION = 0x80;
    private static final int NONE = 0;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private int lead = NONE;
    private int middle = NONE;

    public SafeJson(OutputStream to) {
        super(to);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int copied = from;
        for (int i = from; i < from + length; i++) {
            int b = bytes[i] & 0xff;
            if (lead == NONE && b != DEL && b != C1_LEAD && b != DIRECTION_LEAD) continue;
            if (lead == NONE) out.write(bytes, copied, i - copied);
            take(b);
            copied = i + 1;
        }
        out.write(bytes, copied, from + length - copied);
    }

    /// Takes a byte that is, begins or goes on with a character that may have to be escaped.
    private void take(int b) throws IOException {
        if (lead == NONE) {
            if (b == DEL) escape(b);
            else lead = b;
        } else if (lead == C1_LEAD) {
            if (b <= C1_LAST) escape(b);
            else pass(C1_LEAD, b);
        } else if (middle == NONE && (b == CONTINUATION || b == CONTINUATION + 1)) {
            middle = b;
        } else if (middle == NONE) {
            pass(DIRECTION_LEAD, b);
        } else {
            direction(b);
        }
    }

    private void direction(int last) throws IOException {
        int point = 0x2000 | (middle & 0x3f) << 6 | last & 0x3f;
        if (point >= 0x202a && point <= 0x202e || point >= 0x2066 && point <= 0x2069) escape(point);
        else pass(DIRECTION_LEAD, middle, last);
    }

    private void pass(int... bytes) throws IOException {
        for (int b : bytes) out.write(b);
        lead = NONE;
        middle = NONE;
    }

    private void escape(int point) throws IOException {
        var escape = new StringBuilder("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) escape.append(HEX[point >> shift & 0xf]);
        out.write(escape.toString().getBytes(StandardCharsets.US_ASCII));
        lead = NONE;
        middle = NONE;
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
