package dev.twinlog.readers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/// Takes secrets out of an agent's raw bytes by the rules of {@link Redactor}, and leaves every other byte as it is.
/// Pure but for the counter.
///
/// A line is redacted text by text: what stands between two quotes, and what stands around them. So a secret that has
/// no end within its text (the first half of a private key) takes the rest of that text with it, as it does when the
/// text is read, and never the quote behind it: the line stays the JSON that it was.
public final class RawRedactor {
    /// A mark's brackets as the bytes of UTF-8, each byte a character.
    private static final String OPEN = new String("⟦".getBytes(UTF_8), ISO_8859_1);

    private static final String CLOSE = new String("⟧".getBytes(UTF_8), ISO_8859_1);

    private final Redactor looking = new Redactor(ReadingCounter.NONE);
    private final Redactor redactor;

    /// @param counter hears of each secret, as `redacted/KIND`
    public RawRedactor(ReadingCounter counter) {
        this.redactor = new Redactor(counter);
    }

    /// The bytes `[from, to)` of a line without secrets; the same array when there are none in them.
    public byte[] line(byte[] bytes, int from, int to) {
        var line = new String(bytes, from, to - from, ISO_8859_1);
        var out = new StringBuilder(line.length());
        var key = "";
        var between = "";
        for (int at = 0; at < line.length(); ) {
            int end = textEnd(line, at);
            var piece = line.substring(at, end);
            out.append(between.strip().equals(":") ? valueOf(key, piece) : text(piece));
            if (end < line.length()) out.append('"');
            key = between;
            between = piece;
            at = end + 1;
        }
        return out.toString().equals(line) ? bytes : bytes(out.toString());
    }

    /// The text of a JSON string that a key stands before.
    private String valueOf(String key, String piece) {
        var before = '"' + key + "\":\"";
        var whole = before + piece + '"';
        var redacted = redactor.redact(whole);
        boolean ours = !redacted.equals(whole) && redacted.startsWith(before) && redacted.endsWith("\"");
        return text(ours ? redacted.substring(before.length(), redacted.length() - 1) : piece);
    }

    /// A piece of a line as it may be shown: secrets are looked for in what its escapes mean, as readers do.
    private String text(String piece) {
        if (piece.indexOf('\\') < 0) return redactor.redact(piece);
        var meant = Escapes.meant(piece);
        if (looking.redact(meant).equals(meant)) return redactor.redact(piece);
        return Escapes.written(redactor.redact(meant));
    }

    /// A document's bytes without secrets; the same array when there are none.
    public byte[] document(byte[] bytes) {
        var text = new String(bytes, ISO_8859_1);
        var redacted = redactor.redact(text);
        return redacted.equals(text) ? bytes : bytes(redacted);
    }

    /// The next quote that no backslash hides, or the line's end.
    private static int textEnd(String line, int from) {
        for (int at = from; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') return at;
            if (c == '\\') at++;
        }
        return line.length();
    }

    private static byte[] bytes(String redacted) {
        return redacted.replace("⟦", OPEN).replace("⟧", CLOSE).getBytes(ISO_8859_1);
    }
}
