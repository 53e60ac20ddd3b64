package dev.twinlog.app.cli;

import dev.twinlog.app.cli.Terminal.Style;
import dev.twinlog.app.operations.Course;
import dev.twinlog.app.operations.StepReport;
import java.time.Duration;
import java.util.Locale;

/// The steps of a sequence as they are taken, for people.
final class CourseText {
    private static final int STATE_CELLS = 8;
    private static final int NAME_CELLS = 16;

    private final Terminal terminal;

    CourseText(Terminal terminal) {
        this.terminal = terminal;
    }

    void step(StepReport step) {
        var state = Cells.fit(step.ok() ? "ok" : "failed", STATE_CELLS, false);
        var name = Cells.fit(words(step.step()), NAME_CELLS, false);
        var lines = Cells.broken(Cells.line(step.saw()), terminal.room(STATE_CELLS + NAME_CELLS));
        var head = terminal.styled(step.ok() ? Style.FAINT : Style.BAD, state) + name;
        for (var line : lines) {
            terminal.out().println((head + line).stripTrailing());
            head = " ".repeat(STATE_CELLS + NAME_CELLS);
        }
        var next = step.next();
        if (next != null)
            for (var line : Cells.broken("next: " + next, terminal.room(STATE_CELLS + NAME_CELLS)))
                terminal.out().println(" ".repeat(STATE_CELLS + NAME_CELLS) + line);
        terminal.out().flush();
    }

    /// A step's name as people are told it.
    static String words(String step) {
        return step.replace('_', ' ');
    }

    void end(Course course) {
        var mode = course.mode();
        if (mode == null) return;
        terminal.out().println();
        terminal.out().println(terminal.styled(Style.STRONG, mode) + " after " + seconds(course.millis()) + ".");
        if (course.note() == null) return;
        for (var line : Cells.broken(Cells.line(course.note()), terminal.room(0)))
            terminal.out().println(line);
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", Duration.ofMillis(millis).toMillis() / 1000.0);
    }
}
