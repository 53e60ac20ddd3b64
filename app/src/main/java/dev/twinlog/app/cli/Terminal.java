package dev.twinlog.app.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;

/// What a command writes to, and what the reader can see there.
///
/// @param columns   width in cells; what is shown must fit, unless {@link #whole}
/// @param outShown  stdout is a terminal
/// @param errShown  stderr is a terminal
/// @param colour    stdout may be coloured
/// @param zone      of the reader
record Terminal(
        PrintStream out,
        PrintStream err,
        int columns,
        boolean outShown,
        boolean errShown,
        boolean colour,
        Clock clock,
        TimeZone zone) {
    /// The width when nothing tells it.
    static final int COLUMNS_USUAL = 80;

    /// Narrower than this no table makes sense.
    static final int COLUMNS_MIN = 40;

    /// Wider than this no eye follows a line.
    static final int COLUMNS_MAX = 400;

    /// Looks to tell things apart, of those that can be read on light and on dark.
    private static final List<String> HUES = List.of("34", "35", "1;34", "1;35", "1");

    /// The terminal of a process.
    ///
    /// @param environment COLUMNS, NO_COLOR and TERM are honoured
    /// @param shown       which of `out` and `err` are terminals, as the launcher found: `out`, `err`,
    ///                    `out,err`
    static Terminal of(
            Map<String, String> environment,
            String shown,
            PrintStream out,
            PrintStream err,
            Clock clock,
            TimeZone zone) {
        boolean outShown = shown.contains("out");
        boolean colour = outShown
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        int columns = columns(environment, outShown ? COLUMNS_USUAL : COLUMNS_MAX);
        return new Terminal(out, err, columns, outShown, shown.contains("err"), colour, clock, zone);
    }

    private static int columns(Map<String, String> environment, int otherwise) {
        try {
            int columns =
                    Integer.parseInt(environment.getOrDefault("COLUMNS", "").strip());
            return columns <= 0 ? otherwise : Math.clamp(columns, COLUMNS_MIN, COLUMNS_MAX);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /// The same screen, written to by other streams.
    Terminal over(PrintStream toOut, PrintStream toErr) {
        return new Terminal(toOut, toErr, columns, outShown, errShown, colour, clock, zone);
    }

    /// Whether everything is written whole, since a program reads it: nothing is cut, and no line is broken.
    boolean whole() {
        return !outShown && columns == COLUMNS_MAX;
    }

    /// The cells that a line has beside so many that are taken.
    int room(int taken) {
        return whole() ? Integer.MAX_VALUE : columns - taken;
    }

    /// The width of the screen, also when stdout does not go there: for help, and for what is drawn on
    /// stderr.
    int screenColumns() {
        return whole() ? COLUMNS_USUAL : columns;
    }

    /// The text in a style, where colours may be.
    String styled(Style style, String text) {
        return colour && !text.isEmpty() && style != Style.PLAIN ? style.code + text + Style.END : text;
    }

    /// The text in a colour of what it belongs to, the same for the same number, where colours may be.
    String coloured(int number, String text) {
        var hue = HUES.get(Math.floorMod(number, HUES.size()));
        return colour && !text.isEmpty() ? "\u001b[" + hue + "m" + text + Style.END : text;
    }

    /// Says something on stderr: on a terminal broken between words, elsewhere in one line.
    void say(String message) {
        var line = "twinlog: " + Cells.line(message);
        if (errShown) Cells.broken(line, screenColumns()).forEach(err::println);
        else err.println(line);
        err.flush();
    }

    /// How a text may stand out. Green, yellow and cyan are pale on a light background, so they are not among these.
    enum Style {
        PLAIN(""),
        STRONG("\u001b[1m"),
        FAINT("\u001b[2m"),
        BAD("\u001b[31m"),
        ODD("\u001b[35m"),
        CALLED("\u001b[34m");

        private static final String END = "\u001b[0m";

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }
}
