package dev.twinlog.app.cli;

/// A page for `man`, in the macros that groff and mandoc know alike. Text is ASCII, everything else is named, so that
/// it is the same in every locale.
final class Roff {
    private static final int LINE_BYTES_MAX = 78;

    private final StringBuilder page = new StringBuilder();

    /// The head of a page.
    ///
    /// @param date as `2026-01-31`
    Roff title(String name, String section, String date, String source, String manual) {
        return macro(".TH " + name + " " + section + " \"" + date + "\" \"" + escaped(source) + "\" \""
                + escaped(manual) + "\"");
    }

    Roff section(String name) {
        return macro(".SH " + escaped(name));
    }

    Roff subsection(String name) {
        return macro(".SS " + escaped(name));
    }

    Roff paragraph(String text) {
        return macro(".PP").filled(escaped(text));
    }

    /// A text that goes on where it stands.
    Roff text(String text) {
        return filled(escaped(text));
    }

    /// A term in bold with its meaning below.
    ///
    /// @param variable behind the term, slanted; or empty
    Roff item(String term, String variable, String meaning) {
        var slanted = variable.isEmpty() ? "" : " \\fI" + escaped(variable) + "\\fR";
        return macro(".TP").line("\\fB" + escaped(term) + "\\fR" + slanted).filled(escaped(meaning));
    }

    /// Lines that stay as they are.
    Roff example(Iterable<String> lines) {
        macro(".PP").macro(".RS 4").macro(".nf");
        for (var line : lines) line(escaped(line.strip()));
        return macro(".fi").macro(".RE");
    }

    /// A line of roff of our own.
    Roff macro(String line) {
        page.append(line).append('\n');
        return this;
    }

    /// A paragraph's source in short lines, as tools for such pages want it.
    private Roff filled(String text) {
        var rest = text;
        while (rest.length() > LINE_BYTES_MAX) {
            int space = rest.lastIndexOf(' ', LINE_BYTES_MAX);
            if (space <= 0) break;
            line(rest.substring(0, space));
            rest = rest.substring(space + 1);
        }
        return line(rest);
    }

    private Roff line(String text) {
        page.append(text.startsWith(".") || text.startsWith("'") ? "\\&" : "")
                .append(text)
                .append('\n');
        return this;
    }

    /// A text in which nothing is a command, and every character is itself when it is copied.
    static String escaped(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '~' -> escaped.append("\\(ti");
                case '^' -> escaped.append("\\(ha");
                case '`' -> escaped.append("\\(ga");
                case '\'' -> escaped.append("\\(aq");
                case '"' -> escaped.append("\\(dq");
                case '\n' -> escaped.append(' ');
                default -> {
                    if (point < 0x7f) escaped.appendCodePoint(point);
                    else escaped.append("\\[u%04X]".formatted(point));
                }
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
