package dev.twinlog.app.operations;

import dev.twinlog.app.Refusal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A step that an operator takes, and what is seen afterwards.
///
/// @param name   as answers have it, such as `kill_switch`
/// @param goesOn whether the next step is taken also when this one fails
record Step(String name, Act act, boolean goesOn) {
    Step(String name, Act act) {
        this(name, act, false);
    }

    /// One whose failure keeps nobody from the next.
    static Step passable(String name, Act act) {
        return new Step(name, act, true);
    }

    /// What is done.
    @FunctionalInterface
    interface Act {
        /// @throws Refusal when Twinlog refuses it, which fails the step
        Seen take() throws Refusal, IOException, InterruptedException;
    }

    /// What was seen.
    ///
    /// @param saw  in words
    /// @param next what to do when it is not as it should be; null: it is
    record Seen(String saw, @Nullable String next) {
        static Seen fine(String saw) {
            return new Seen(saw, null);
        }

        static Seen failed(String saw, String next) {
            return new Seen(saw, next);
        }
    }
}
