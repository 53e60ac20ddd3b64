package dev.twinlog.app.operations;

import dev.twinlog.app.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an operator sees of a running Twinlog, and waits to see.
final class Looks {
    /// Between two looks.
    static final Duration BETWEEN = Duration.ofMillis(200);

    private final Operator operator;
    private final Pace pace;
    private @Nullable IOException silent;

    Looks(Operator operator, Pace pace) {
        this.operator = operator;
        this.pace = pace;
    }

    /// An answer, as plain maps.
    record Seen(Map<String, @Nullable Object> answer) {
        @Nullable
        Object at(String... path) {
            @Nullable Object value = answer;
            for (var name : path) value = value instanceof Map<?, ?> map ? map.get(name) : null;
            return value;
        }

        String text(String... path) {
            return at(path) instanceof String text ? text : "";
        }

        long number(String... path) {
            return at(path) instanceof Long number ? number : 0;
        }

        boolean flag(String... path) {
            return Boolean.TRUE.equals(at(path));
        }

        String texts(String... path) {
            return at(path) instanceof List<?> list
                    ? list.stream().map(String::valueOf).collect(Collectors.joining("; "))
                    : "";
        }
    }

    /// Has something done. A Twinlog that did not answer once is not waited for again.
    Seen call(Operation operation, Map<String, ?> params) throws Refusal, IOException {
        if (silent != null) throw silent;
        try {
            return new Seen(operator.call(operation, params));
        } catch (IOException e) {
            silent = e;
            throw e;
        }
    }

    Seen sidecar() throws Refusal, IOException {
        return call(Operation.GET_CODEX_APP_SERVER_STATUS, Map.of());
    }

    Seen status() throws Refusal, IOException {
        return call(Operation.GET_CAPTURE_RELIABILITY_STATUS, Map.of());
    }

    /// Looks until it is as wanted, or the patience is over; returns the last look.
    Seen until(Operation look, Predicate<Seen> wanted, Duration patience)
            throws Refusal, IOException, InterruptedException {
        long end = pace.nanos() + patience.toNanos();
        var seen = call(look, Map.of());
        while (!wanted.test(seen) && pace.nanos() < end) {
            pace.pause(BETWEEN);
            seen = call(look, Map.of());
        }
        return seen;
    }
}
