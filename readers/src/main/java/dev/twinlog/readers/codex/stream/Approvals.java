package dev.twinlog.readers.codex.stream;

import static dev.twinlog.model.FieldGroup.DECISION;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Phase;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The approvals that the user was asked for and did not give or refuse yet, in one generation. The stream tells that a
/// request was answered, and not how.
final class Approvals {
    /// So many are asked for at once at most; of more the oldest is let go of.
    static final int ASKED_MAX = 256;

    private record Name(SessionId session, String request) {}

    /// @param reason why the agent asks, or null
    private record Asked(
            long position,
            String item,
            @Nullable String turn,
            @Nullable String reason) {}

    private final ReadingCounter counter;
    private final Map<Name, Asked> asked = new LinkedHashMap<>();

    Approvals(ReadingCounter counter) {
        this.counter = counter;
    }

    /// Tells that the user is asked whether a tool may run.
    void asked(StreamMessage message, Json id) {
        var item = message.params().text("itemId");
        if (item == null || item.isEmpty() || !id.isPresent()) {
            counter.add(ReadingCounter.STREAM_NO_NAME, 1);
            return;
        }
        var reason = message.params().text("reason");
        var name = new Name(message.session(), request(id));
        asked.put(name, new Asked(message.frame().position(), item, message.turn(), reason));
        bound();
        message.about(Kind.TOOL_CALL)
                .alias(Alias.Type.ITEM, item)
                .at(message.params().number("startedAtMs", message.at()))
                .phase(Phase.DELTA)
                .put(DECISION, "asked", true)
                .put(DECISION, "askedReason", reason)
                .tell();
    }

    private void bound() {
        if (asked.size() <= ASKED_MAX) return;
        asked.remove(asked.keySet().iterator().next());
        counter.add(ReadingCounter.STREAM_ITEMS_DROPPED, 1);
    }

    /// Tells that the question was answered, here or by another client.
    void resolved(StreamMessage message) {
        var one = asked.remove(
                new Name(message.session(), request(message.params().get("requestId"))));
        if (one == null) {
            counter.add(ReadingCounter.STREAM_NOT_READ, 1);
            return;
        }
        message.about(Kind.TOOL_CALL)
                .alias(Alias.Type.ITEM, one.item)
                .turn(one.turn == null ? TurnRef.UNTOLD : new TurnRef.Named(one.turn))
                .ofAnotherRecord()
                .put(DECISION, "asked", true)
                .put(DECISION, "answered", true)
                .put(DECISION, "askedReason", one.reason)
                .tell();
    }

    /// The id of a request, which may be a number or a text.
    private static String request(Json id) {
        var text = id.text();
        return text == null ? id.raw(Json.SHORT_UNITS_MAX) : '"' + text;
    }

    void clear() {
        asked.clear();
    }

    /// Where in the journal the oldest of them was asked for.
    OptionalLong oldest() {
        return asked.values().stream().mapToLong(Asked::position).min();
    }
}
