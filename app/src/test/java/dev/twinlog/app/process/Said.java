package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;

/// How a command ended, and what it printed.
record Said(int code, String out, String err) {
    /// The answer of a command that did what it was told.
    Json json() {
        assertThat(code).as(err).isZero();
        return Json.read(out);
    }

    /// The answer, whatever the exit code.
    Json answer() {
        return Json.read(out);
    }
}
