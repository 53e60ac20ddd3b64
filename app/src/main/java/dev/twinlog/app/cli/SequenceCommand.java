package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.operations.Course;
import dev.twinlog.app.operations.Operator;
import dev.twinlog.app.operations.StepReport;
import dev.twinlog.setup.SettingsProblem;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// A command that takes steps with a running daemon, tells each, and stops at the first that fails.
abstract class SequenceCommand implements Command {
    static final Spec.Option JSON = Spec.Option.flag("--json", "Print the answer as JSON, at the end.");

    /// Who takes the steps.
    abstract Operator operator(Surroundings surroundings) throws Refusal, SettingsProblem, IOException;

    /// Takes them.
    abstract Course take(Arguments arguments, Surroundings surroundings, Operator operator, Consumer<StepReport> told)
            throws InterruptedException;

    @Override
    public final int run(Arguments arguments, Surroundings surroundings) throws Exception {
        var terminal = surroundings.terminal();
        var text = new CourseText(terminal);
        boolean json = arguments.has(JSON.name());
        Course course;
        try (var shown = new Shown(terminal, spec().name(), json ? step -> {} : text::step)) {
            course = take(arguments, surroundings, operator(surroundings), shown::step);
        } catch (Refusal refusal) {
            if (json) terminal.out().println(unbegun(refusal).toJson());
            throw refusal;
        }
        if (json) terminal.out().println(course.toJson());
        else text.end(course);
        var failed = course.failed();
        if (failed == null) return ExitCodes.DONE;
        terminal.out().flush();
        boolean last = failed.equals(course.steps().getLast());
        terminal.say(spec().name() + (last ? " stopped at the step '" : " failed at the step '")
                + CourseText.words(failed.step()) + "'"
                + (json ? ": " + failed.saw() + "; next: " + failed.next() : ""));
        return ExitCodes.NOT_DONE;
    }

    /// Where nobody is there to take any step with.
    private static Course unbegun(Refusal refusal) {
        var why = new StepReport("daemon", String.valueOf(refusal.getMessage()), "`twinlog up`", 0);
        return new Course(List.of(why), null, null, 0);
    }

    /// Steps as they end, and on a terminal between them a line that says that the next one takes its time.
    private static final class Shown implements AutoCloseable {
        private final Terminal terminal;
        private final String name;
        private final Consumer<StepReport> steps;
        private WaitingLine waiting;

        Shown(Terminal terminal, String name, Consumer<StepReport> steps) {
            this.terminal = terminal;
            this.name = name;
            this.steps = steps;
            waiting = new WaitingLine(terminal, name);
        }

        void step(StepReport step) {
            waiting.close();
            steps.accept(step);
            waiting = new WaitingLine(terminal, name);
        }

        @Override
        public void close() {
            waiting.close();
        }
    }
}
