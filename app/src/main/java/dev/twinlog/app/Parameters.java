package dev.twinlog.app;

import dev.twinlog.model.Agent;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Collects the parameters of a question as texts; absent ones are left out.
final class Parameters {
    private final TreeMap<String, String> map = new TreeMap<>();

    Parameters put(String name, @Nullable Object value) {
        if (value != null) map.put(name, value.toString());
        return this;
    }

    Parameters agent(@Nullable Agent agent) {
        return put("agent", agent == null ? null : agent.wire());
    }

    Parameters time(String name, @Nullable Long millis) {
        return put(name, millis == null ? null : Instant.ofEpochMilli(millis));
    }

    SortedMap<String, String> taken() {
        return map;
    }
}
