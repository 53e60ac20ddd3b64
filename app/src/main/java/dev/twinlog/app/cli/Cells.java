package dev.twinlog.app.cli;

import java.util.ArrayList;
import java.util.List;

/// Text as a terminal shows it: without control sequences, measured in cells.
final class Cells {
    private static final int ESCAPE = 0x1b;
    private static final int CSI = 0x9b;
    private static final int BELL = 0x07;
    private static final int STRING_TERMINATOR = 0x9c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int EMOJI_PRESENTATION = 0xfe0f;

    private Cells() {}

    /// Text on one line: control sequences are gone, every run of white space is one space.
    static String line(String text) {
        var clean = clean(text);
        var line = new StringBuilder(clean.length());
        clean.codePoints().forEach(point -> {
            boolean space = Character.isWhitespace(point);
            if (!space) line.appendCodePoint(point);
            else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') line.append(' ');
        });
        return line.toString().strip();
    }

    /// Text without anything that would command the terminal or turn the reading direction; newlines and
    /// tabs stay.
    static String clean(String text) {
        var clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (point == ESCAPE || isC1String(point) || point == CSI) {
                i = afterSequence(text, i);
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
        return !Character.isISOControl(point) && !turnsDirection && Character.getType(point) != Character.SURROGATE;
    }

    /// DCS, SOS, OSC, PM and APC begin a string that goes on to its terminator.
    private static boolean isC1String(int point) {
        return point == 0x90 || point == 0x98 || point >= 0x9d && point <= 0x9f;
    }

    /// The index after the control sequence that begins at `i`; ECMA-48.
    private static int afterSequence(String text, int i) {
        char first = text.charAt(i);
        if (first == CSI) return afterCsi(text, i + 1);
        if (first != ESCAPE) return afterString(text, i + 1);
        if (i + 1 == text.length()) return i + 1;
        return switch (text.charAt(i + 1)) {
            case '[' -> afterCsi(text, i + 2);
            case ']', 'P', 'X', '^', '_' -> afterString(text, i + 2);
            default -> afterPlain(text, i + 1);
        };
    }

    private static int afterCsi(String text, int i) {
        while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) <= 0x3f) i++;
        boolean ends = i < text.length() && text.charAt(i) >= 0x40 && text.charAt(i) <= 0x7e;
        return ends ? i + 1 : i;
    }

    /// A string that is never ended is no string: only its introducer goes, so that nothing else is hidden.
    private static int afterString(String text, int start) {
        for (int i = start; i < text.length() && text.charAt(i) != '\n'; i++) {
            char c = text.charAt(i);
            if (c == BELL || c == STRING_TERMINATOR) return i + 1;
            if (c == ESCAPE && i + 1 < text.length() && text.charAt(i + 1) == '\\') return i + 2;
        }
        return start;
    }

    private static int afterPlain(String text, int i) {
        while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) <= 0x2f) i++;
        boolean ends = i < text.length() && text.charAt(i) >= 0x30 && text.charAt(i) <= 0x7e;
        return ends ? i + 1 : i;
    }

    /// How many cells a line takes.
    static int width(String line) {
        int width = 0;
        int before = 0;
        for (int i = 0; i < line.length(); i += Character.charCount(before)) {
            int point = line.codePointAt(i);
            width += width(point, before);
            before = point;
        }
        return width;
    }

    private static int width(int point, int before) {
        if (point < 0x300) return 1;
        if (before == ZERO_WIDTH_JOINER) return 0;
        if (point == EMOJI_PRESENTATION) return before != 0 && !isWide(before) ? 1 : 0;
        if (isEmptyCell(point)) return 0;
        return isWide(point) ? 2 : 1;
    }

    private static boolean isEmptyCell(int point) {
        if (point >= 0x1f3fb && point <= 0x1f3ff) return true; // skin tones
        if (point >= 0x1160 && point <= 0x11ff) return true; // Hangul vowels and finals join the syllable
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT;
    }

    /// East Asian wide and fullwidth, and emoji that are shown as pictures; Unicode's EastAsianWidth in
    /// rough blocks.
    private static boolean isWide(int point) {
        if (point < 0x1100) return false;
        return point <= 0x115f
                || point >= 0x2e80 && point <= 0xa4cf && point != 0x303f
                || point >= 0xa960 && point <= 0xa97f
                || point >= 0xac00 && point <= 0xd7a3
                || point >= 0xf900 && point <= 0xfaff
                || point >= 0xfe30 && point <= 0xfe6f
                || point >= 0xff00 && point <= 0xff60
                || point >= 0xffe0 && point <= 0xffe6
                || point >= 0x1f000 && point <= 0x1faff && !isRegional(point)
                || point >= 0x20000 && point <= 0x3fffd
                || point <= 0x2bff && Character.isEmojiPresentation(point);
    }

    private static boolean isRegional(int point) {
        return point >= 0x1f1e6 && point <= 0x1f1ff;
    }

    /// The line in exactly so many cells: filled up, or cut with `…`.
    static String fit(String line, int cells, boolean right) {
        var cut = cut(line, cells);
        var filling = " ".repeat(cells - width(cut));
        return right ? filling + cut : cut + filling;
    }

    /// The line in at most so many cells, its cut end marked by `…`.
    static String cut(String line, int cells) {
        return width(line) <= cells ? line : head(line, Math.max(0, cells - 1)) + (cells > 0 ? "…" : "");
    }

    /// As much of a line as fits.
    private static String head(String line, int cells) {
        int width = 0;
        int before = 0;
        int i = 0;
        while (i < line.length()) {
            int point = line.codePointAt(i);
            width += width(point, before);
            if (width > cells) break;
            before = point;
            i += Character.charCount(point);
        }
        return line.substring(0, i);
    }

    /// The text in lines of at most so many cells, broken at spaces where there are any.
    static List<String> wrapped(String text, int cells) {
        var lines = new ArrayList<String>();
        for (var line : clean(text).replace("\t", "    ").split("\n", -1)) wrap(line, Math.max(2, cells), lines);
        return lines;
    }

    /// The text in lines of at most so many cells, broken at spaces only: a word that is longer, as a path or a key,
    /// stays
    /// whole for who copies it, and the terminal goes on with it in its next line.
    static List<String> broken(String text, int cells) {
        var lines = new ArrayList<String>();
        for (var line : clean(text).replace("\t", "    ").split("\n", -1)) {
            var begun = new StringBuilder();
            var words = line.split(" ", -1);
            for (int i = 0; i < words.length; i++) {
                boolean isFirst = i == 0;
                if (!begun.toString().isBlank() && width(begun + " " + words[i]) > cells) {
                    lines.add(begun.toString().stripTrailing());
                    begun.setLength(0);
                    isFirst = true;
                }
                begun.append(isFirst ? "" : " ").append(words[i]);
            }
            lines.add(begun.toString().stripTrailing());
        }
        return lines;
    }

    private static void wrap(String line, int cells, List<String> lines) {
        var rest = line.stripTrailing();
        while (width(rest) > cells) {
            var head = head(rest, cells);
            if (head.isEmpty()) head = rest.substring(0, rest.offsetByCodePoints(0, 1));
            int space = head.lastIndexOf(' ');
            boolean atSpace = space > 0 && !head.substring(0, space).isBlank() && rest.charAt(head.length()) != ' ';
            var taken = atSpace ? head.substring(0, space) : head;
            lines.add(taken.stripTrailing());
            rest = rest.substring(taken.length()).stripLeading();
        }
        lines.add(rest);
    }
}
