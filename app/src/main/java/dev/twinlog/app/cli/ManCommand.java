package dev.twinlog.app.cli;

import dev.twinlog.app.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// `twinlog man`.
final class ManCommand implements Command {
    /// The variable by which builds that must give the same bytes each time tell the date.
    private static final String BUILD_DATE = "SOURCE_DATE_EPOCH";

    private static final Spec SPEC = new Spec(
            "man",
            "Print the manual page, for man(1).",
            List.of(),
            List.of(),
            List.of(
                    "",
                    "Its date is today's, or that of the variable SOURCE_DATE_EPOCH. The folder of",
                    "the last example must be there (mkdir -p).",
                    "",
                    "Examples:",
                    "  twinlog man | man -l -",
                    "  twinlog man > ~/.local/share/man/man1/twinlog.1"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) {
        var terminal = surroundings.terminal();
        var date = date(
                surroundings.environment().getOrDefault(BUILD_DATE, ""),
                terminal.clock().instant());
        terminal.out().print(new ManPage(Cli.specs(), Version.line(), date.toString()).text());
        return ExitCodes.DONE;
    }

    private static LocalDate date(String seconds, Instant now) {
        boolean told =
                !seconds.isEmpty() && seconds.length() < 12 && seconds.chars().allMatch(Character::isDigit);
        var instant = told ? Instant.ofEpochSecond(Long.parseLong(seconds)) : now;
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
