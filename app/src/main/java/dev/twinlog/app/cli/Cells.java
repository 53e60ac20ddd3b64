package dev.twinlog.app.cli;

import java.util.ArrayList;
import java.util.List;

/// Text as a terminal shows it: without control sequences, measured in cells.
final class Cells {
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
        return new Cleaning(text).cleaned();
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

    /// The end of the line in at most so many cells, its cut beginning marked by `…`.
    static String end(String line, int cells) {
        if (width(line) <= cells) return line;
        int from = line.length();
        while (from > 0) {
            int before = line.offsetByCodePoints(from, -1);
            if (width(line.substring(before)) > cells - 1) break;
            from = before;
        }
        return cells > 0 ? "…" + line.substring(from) : "";
    }

    /// As much of a line as fits.
    private static String head(String line, int cells) {
        return line.substring(0, headEnd(line, 0, cells));
    }

    /// Where that ends which fits of a line from an index on.
    private static int headEnd(String line, int from, int cells) {
        int width = 0;
        int before = 0;
        int i = from;
        while (i < line.length()) {
            int point = line.codePointAt(i);
            width += width(point, before);
            if (width > cells) break;
            before = point;
            i += Character.charCount(point);
        }
        return i;
    }

    /// The first lines of a text, and how many more it has.
    record Lines(List<String> shown, int more) {}

    /// The text in lines of at most so many cells, broken at spaces where there are any.
    static List<String> wrapped(String text, int cells) {
        return wrapped(text, cells, Integer.MAX_VALUE).shown;
    }

    /// The same, at most so many lines of it; the others are counted. Linear in the length of the text.
    static Lines wrapped(String text, int cells, int linesMax) {
        var lines = new ArrayList<String>();
        int more = 0;
        for (var line : clean(text).replace("\t", "    ").split("\n", -1))
            more += wrap(line.stripTrailing(), Math.max(2, cells), linesMax, lines);
        return new Lines(lines, more);
    }

    /// The text in lines of at most so many cells, broken at spaces only: a word that is longer, as a path or a key,
    /// stays whole for who copies it, and the terminal goes on with it in its next line.
    static List<String> broken(String text, int cells) {
        var lines = new ArrayList<String>();
        for (var line : clean(text).replace("\t", "    ").split("\n", -1)) {
            var begun = new StringBuilder();
            int width = 0;
            boolean blank = true;
            var words = line.split(" ", -1);
            for (int i = 0; i < words.length; i++) {
                boolean isFirst = i == 0;
                int wide = width(words[i]);
                if (!blank && width + 1 + wide > cells) {
                    lines.add(begun.toString().stripTrailing());
                    begun.setLength(0);
                    width = 0;
                    isFirst = true;
                }
                begun.append(isFirst ? "" : " ").append(words[i]);
                width += wide + (isFirst ? 0 : 1);
                blank = (isFirst || blank) && words[i].isBlank();
            }
            lines.add(begun.toString().stripTrailing());
        }
        return lines;
    }

    /// Adds the lines that a line makes while there is room, and returns how many found none.
    private static int wrap(String line, int cells, int linesMax, List<String> lines) {
        int more = 0;
        int from = 0;
        do {
            int end = headEnd(line, from, cells);
            int taken = end == line.length() ? end : breakAt(line, from, end);
            if (lines.size() < linesMax) lines.add(line.substring(from, taken).stripTrailing());
            else more++;
            from = taken;
            while (from < line.length() && Character.isWhitespace(line.charAt(from))) from++;
        } while (from < line.length());
        return more;
    }

    /// Where a line is broken whose part from an index fits up to another: at the last space, or where it must be.
    private static int breakAt(String line, int from, int fits) {
        int end = fits > from ? fits : line.offsetByCodePoints(from, 1);
        if (end == line.length() || line.charAt(end) == ' ') return end;
        int space = end - 1;
        while (space > from && line.charAt(space) != ' ') space--;
        boolean between = space > from && !line.substring(from, space).isBlank();
        return between ? space : end;
    }
}
