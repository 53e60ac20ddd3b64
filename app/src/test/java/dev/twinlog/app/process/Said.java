package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

/// How a command ended, and what it printed.
record Said(int code, String out, String err) {
    /// The answer of a command that did what it was told.
    JsonText json() {
        assertThat(code).as(err).isZero();
        return JsonText.of(out);
    }

    /// The answer, whatever the exit code.
    JsonText answer() {
        return JsonText.of(out);
    }
}
