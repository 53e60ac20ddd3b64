package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// `twinlog tail --json` of all sessions, and what it has printed so far. Safe for use by many threads.
final class TailFeed implements AutoCloseable {
    private final AgentProcess tail;
    private final Map<String, Json> read = new ConcurrentHashMap<>();

    private TailFeed(AgentProcess tail) {
        this.tail = tail;
    }

    /// Starts it beside a daemon that is ready.
    static TailFeed of(Household household) throws IOException {
        return new TailFeed(AgentProcess.of(household.starting("tail", "--json", "--lines", "0")));
    }

    /// Waits until such an event of a session is printed.
    Json await(String session, Predicate<Json> event, Duration within) throws Exception {
        try {
            return json(tail.awaitLine(within, each -> isOf(session, each) && event.test(json(each))));
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "not told of " + session + " within " + within + "; told was: " + events(session), e);
        }
    }

    /// All that was printed of a session, in order; an event once for each form that it had.
    List<Json> events(String session) {
        return tail.out().stream()
                .filter(line -> isOf(session, line))
                .map(this::json)
                .toList();
    }

    /// The events of a session in the form that was printed last, by key, as `show` would list them.
    Map<String, Map<?, ?>> latest(String session) {
        var latest = new TreeMap<String, Map<?, ?>>();
        for (var event : events(session)) {
            var object = new TreeMap<Object, @Nullable Object>((Map<?, ?>) event.value());
            object.remove("session");
            latest.put(event.at("key").text(), object);
        }
        return latest;
    }

    /// What `show` tells of a session, in the same form.
    static Map<String, Map<?, ?>> latest(Json shown) {
        var latest = new TreeMap<String, Map<?, ?>>();
        for (var event : shown.at("events").elements())
            latest.put(event.at("key").text(), new TreeMap<>((Map<?, ?>) event.value()));
        return latest;
    }

    /// A line begins with the agent and the session, and no session is of two agents.
    private static boolean isOf(String session, String line) {
        return line.startsWith("{\"session\":\"") && line.startsWith(session + '"', line.indexOf('/') + 1);
    }

    private Json json(String line) {
        return read.computeIfAbsent(line, Json::read);
    }

    @Override
    public void close() {
        try {
            assertThat(tail.alive()).as("tail still runs: " + tail.told()).isTrue();
        } finally {
            tail.close();
        }
    }
}
