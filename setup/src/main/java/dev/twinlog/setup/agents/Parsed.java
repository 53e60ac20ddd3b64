package dev.twinlog.setup.agents;

import org.jspecify.annotations.Nullable;

/// A text that was read, or why it could not be.
///
/// @param <T> what it says
sealed interface Parsed<T> {
    record Right<T>(T said) implements Parsed<T> {}

    record Wrong<T>(Objection why) implements Parsed<T> {}

    /// An objection with the place in the file, line and column from 1.
    static <T> Wrong<T> at(String file, int line, int column, String trouble) {
        return new Wrong<>(new Objection(
                Objection.Rule.UNPARSABLE,
                file + ":" + line + ":" + column + " " + trouble + "; it was left as it is: mend it, and try again"));
    }

    /// What it says, or null.
    default @Nullable T orNull() {
        return this instanceof Right<T>(var said) ? said : null;
    }
}
