package dev.twinlog.app.cli;

import java.util.ArrayList;
import java.util.List;

/// The end of a help text, for a width. Lines of prose that follow one another are one paragraph, which
/// picocli breaks where it must; lines that begin with a space are examples: one that is too long goes on
/// behind a backslash, so that a shell takes what was copied.
final class Footer {
    private static final String GOES_ON = " \\";
    private static final String INDENT = "      ";

    private Footer() {}

    static List<String> of(List<String> lines, int cells) {
        var footer = new ArrayList<String>();
        boolean prose = false;
        for (var line : lines) {
            boolean wasProse = prose;
            prose = !line.isEmpty() && !line.startsWith(" ");
            if (prose && wasProse) footer.add(footer.removeLast() + " " + line);
            else if (prose) footer.add(line);
            else example(line, cells, footer);
        }
        return footer;
    }

    private static void example(String line, int cells, List<String> footer) {
        var rest = line;
        while (rest.length() > cells) {
            int space = rest.lastIndexOf(' ', cells - GOES_ON.length());
            if (rest.substring(0, Math.max(0, space)).isBlank()) break;
            footer.add(rest.substring(0, space) + GOES_ON);
            rest = INDENT + rest.substring(space + 1);
        }
        footer.add(rest);
    }
}
