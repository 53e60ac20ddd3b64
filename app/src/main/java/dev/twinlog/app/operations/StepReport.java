package dev.twinlog.app.operations;

import org.jspecify.annotations.Nullable;

/// A step that was taken.
///
/// @param step its name, such as `kill_switch`
/// @param saw  what was seen afterwards, in words
/// @param next what to do; null when the step went well
/// @param millis that it took
public record StepReport(String step, String saw, @Nullable String next, long millis) {
    public boolean ok() {
        return next == null;
    }
}
