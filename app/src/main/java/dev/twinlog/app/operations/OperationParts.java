package dev.twinlog.app.operations;

import dev.twinlog.app.Answers;
import dev.twinlog.setup.Folders;
import dev.twinlog.sources.appserver.Sidecar;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What operations work on.
///
/// @param environment the variables of the process
/// @param otlpHttp    tells the base of the door for OTLP over HTTP; null: it is not open
/// @param redact      takes secrets out of a text
public record OperationParts(
        Sidecar sidecar,
        Answers answers,
        FollowedSwitch killSwitch,
        FollowedSwitch ingest,
        OperatorActs acts,
        Folders folders,
        Map<String, String> environment,
        Supplier<@Nullable String> otlpHttp,
        UnaryOperator<String> redact,
        Clock clock) {
    public OperationParts {
        environment = Map.copyOf(environment);
    }
}
