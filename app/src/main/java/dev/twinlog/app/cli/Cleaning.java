package dev.twinlog.app.cli;

/// One going through a text that takes out what would command a terminal (ECMA-48) or turn the reading direction.
/// Linear in the length of the text. For one thread.
final class Cleaning {
    private static final int ESCAPE = 0x1b;
    private static final int CSI = 0x9b;
    private static final int BELL = 0x07;
    private static final int STRING_TERMINATOR = 0x9c;

    private final String text;
    private int unendedUntil;

    Cleaning(String text) {
        this.text = text;
    }

    /// The text without all that; newlines and tabs stay.
    String cleaned() {
        var clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (point == ESCAPE || isC1String(point) || point == CSI) {
                i = afterSequence(i);
                continue;
            }
            if (isShown(point)) clean.appendCodePoint(point);
            i += Character.charCount(point);
        }
        return clean.toString();
    }

    private static boolean isShown(int point) {
        if (point == '\n' || point == '\t') return true;
        boolean turnsDirection = point >= 0x202a && point <= 0x202e || point >= 0x2066 && point <= 0x2069;
        return !isControl(point) && !turnsDirection && Character.getType(point) != Character.SURROGATE;
    }

    /// Also Unicode's own separators of lines and paragraphs, which some terminals and editors break lines at.
    private static boolean isControl(int point) {
        return Character.isISOControl(point) || point == 0x2028 || point == 0x2029;
    }

    /// DCS, SOS, OSC, PM and APC begin a string that goes on to its terminator.
    private static boolean isC1String(int point) {
        return point == 0x90 || point == 0x98 || point >= 0x9d && point <= 0x9f;
    }

    /// The index after the control sequence that begins at `i`; ECMA-48.
    private int afterSequence(int i) {
        char first = text.charAt(i);
        if (first == CSI) return afterCsi(i + 1);
        if (first != ESCAPE) return afterString(i + 1);
        if (i + 1 == text.length()) return i + 1;
        return switch (text.charAt(i + 1)) {
            case '[' -> afterCsi(i + 2);
            case ']', 'P', 'X', '^', '_' -> afterString(i + 2);
            default -> afterPlain(i + 1);
        };
    }

    private int afterCsi(int i) {
        while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) <= 0x3f) i++;
        boolean ends = i < text.length() && text.charAt(i) >= 0x40 && text.charAt(i) <= 0x7e;
        return ends ? i + 1 : i;
    }

    /// A string that is never ended is no string: only its introducer goes, so that nothing else is hidden. Where one
    /// ends not, none that begins in it does, so that each line is looked through once.
    private int afterString(int start) {
        if (start < unendedUntil) return start;
        int i = start;
        for (; i < text.length() && text.charAt(i) != '\n'; i++) {
            char c = text.charAt(i);
            if (c == BELL || c == STRING_TERMINATOR) return i + 1;
            if (c == ESCAPE && i + 1 < text.length() && text.charAt(i + 1) == '\\') return i + 2;
        }
        unendedUntil = i;
        return start;
    }

    private int afterPlain(int i) {
        while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) <= 0x2f) i++;
        boolean ends = i < text.length() && text.charAt(i) >= 0x30 && text.charAt(i) <= 0x7e;
        return ends ? i + 1 : i;
    }
}
