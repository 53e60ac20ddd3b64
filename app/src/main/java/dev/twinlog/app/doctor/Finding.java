package dev.twinlog.app.doctor;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing that was looked at.
///
/// @param check its name: `daemon`, `setup.claude`, …
/// @param what  what was found, with its place
/// @param next  what to do; null when there is nothing to do
public record Finding(
        String check, State state, String what, @Nullable String next) {
    /// How it is.
    public enum State {
        OK,
        /// Capture works, but not as well as it could, or not for long.
        WARNING,
        /// Something is not captured.
        PROBLEM,
        /// Nothing speaks against it, and nothing for it.
        CANNOT_TELL;

        /// The name in answers: `cannot_tell`.
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
