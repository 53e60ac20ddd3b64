package dev.twinlog.views;

/// A short piece of a text around a match, safe to show: no control or direction characters, white space as
/// one space.
final class Snippet {
    static final int LENGTH_MAX = 160;
    private static final int BEFORE = 60;
    private static final int SEQUENCE_MAX = 32;
    private static final String MORE = "…";

    private Snippet() {}

    static String of(String text, int start, int end) {
        int from = boundary(text, Math.max(0, start - BEFORE));
        var snippet = new StringBuilder(LENGTH_MAX);
        if (from > 0) snippet.append(MORE);
        boolean space = true;
        int at = from;
        while (at < text.length()) {
            int sequence = afterSequence(text, at);
            if (sequence > at) {
                at = sequence;
                continue;
            }
            int character = text.codePointAt(at);
            boolean blank = blank(character);
            if (snippet.length() + Character.charCount(character) > LENGTH_MAX - MORE.length()) break;
            if (!blank && !invisible(character)) snippet.appendCodePoint(character);
            else if (blank && !space) snippet.append(' ');
            if (!invisible(character) || blank) space = blank;
            at += Character.charCount(character);
        }
        return at < text.length()
                ? snippet.append(MORE).toString()
                : snippet.toString().stripTrailing();
    }

    /// The index behind a control sequence such as a colour, `ESC [ … m` (ECMA-48, 5.4), or the same index. One that
    /// does not end is none.
    private static int afterSequence(String text, int at) {
        if (!text.startsWith("\u001b[", at)) return at;
        int i = at + 2;
        while (i < text.length() && i - at < SEQUENCE_MAX && text.charAt(i) >= ' ' && text.charAt(i) <= '?') i++;
        return i < text.length() && text.charAt(i) >= '@' && text.charAt(i) <= '~' ? i + 1 : at;
    }

    private static int boundary(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }

    private static boolean blank(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    /// Control characters, and those that turn the direction of a line; the joiners of emoji and scripts stay.
    private static boolean invisible(int character) {
        if (character == 0x200C || character == 0x200D) return false;
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
