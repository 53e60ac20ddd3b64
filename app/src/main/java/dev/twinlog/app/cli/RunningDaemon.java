package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import dev.twinlog.app.Answers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.operations.Operation;
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
            return daemon.isEmpty() ? null : status(daemon.get());
        } catch (Refusal | IOException e) {
            return null;
        }
    }

    /// What the store tells while no daemon runs; null when there is none that can be read.
    static @Nullable Map<?, ?> stored(Surroundings surroundings) {
        try {
            return status(surroundings.answersFor(new Question.Status()));
        } catch (Refusal | SettingsProblem | IOException e) {
            return null;
        }
    }

    /// How it hears the app-server; null when none runs, or it does not answer.
    static @Nullable Map<?, ?> sidecar(Surroundings surroundings) throws SettingsProblem {
        try {
            return surroundings.isServed()
                    ? surroundings.rpc().call(Operation.GET_CODEX_APP_SERVER_STATUS, Map.of())
                    : null;
        } catch (Refusal | IOException e) {
            return null;
        }
    }

    private static @Nullable Map<?, ?> status(Answers from) throws Refusal, IOException {
        var bytes = new ByteArrayOutputStream();
        try (from) {
            new Question.Status().ask(from, bytes);
        }
        try (var json = new JsonFactory().createParser(bytes.toByteArray())) {
            json.nextToken();
            return JsonTree.read(json) instanceof Map<?, ?> status ? status : null;
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
