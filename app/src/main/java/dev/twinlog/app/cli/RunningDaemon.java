package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.setup.SettingsProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the running daemon says of itself, for commands that go on without it.
final class RunningDaemon {
    private RunningDaemon() {}

    /// Its status; null when none runs, or it does not answer.
    static @Nullable Map<?, ?> status(Surroundings surroundings) throws SettingsProblem {
        try {
            var daemon = surroundings.daemon();
            if (daemon.isEmpty()) return null;
            var bytes = new ByteArrayOutputStream();
            try (var answers = daemon.get()) {
                new Question.Status().ask(answers, bytes);
            }
            try (var json = new JsonFactory().createParser(bytes.toByteArray())) {
                json.nextToken();
                return JsonTree.read(json) instanceof Map<?, ?> status ? status : null;
            }
        } catch (Refusal | IOException e) {
            return null;
        }
    }

    /// The address of its door for OTLP over HTTP, or null.
    static @Nullable String otlpHttp(Map<?, ?> status) {
        return status.get("addresses") instanceof Map<?, ?> addresses
                        && addresses.get("otlpHttp") instanceof String door
                ? door
                : null;
    }
}
