package dev.twinlog.readers.codex.stream;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import dev.twinlog.readers.Hash64;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.Testimony;
import dev.twinlog.readers.Words;
import dev.twinlog.readers.json.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One message about a thread, with what all that it tells has in common.
final class StreamMessage {
    /// UTF-16 units of the id of a thread; a longer one is none.
    static final int THREAD_LENGTH_MAX = 256;

    private final HeardFrame frame;
    private final String method;
    private final Json params;
    private final SessionId session;
    private final @Nullable String turn;
    private final long at;
    private final Testimony testimony;

    /// @param thread its id
    StreamMessage(HeardFrame frame, Json json, String method, String thread, Words words, Consumer<Heard> out) {
        this.frame = frame;
        this.method = method;
        this.params = json.get("params");
        this.session = new SessionId(Agent.CODEX, thread);
        this.turn = turn(params);
        this.at = json.number("emittedAtMs", frame.at());
        this.testimony = new Testimony(
                new Testimony.Origin(
                        session,
                        null,
                        Hash64.of(frame.generation(), frame.number()),
                        Hash64.ABSENT,
                        at,
                        frame.number(),
                        turn == null ? TurnRef.UNTOLD : new TurnRef.Named(turn),
                        Hash64.of(frame.json()),
                        new RawPlace(frame.position(), 0, frame.json().length),
                        Witness.STREAM),
                words,
                out);
    }

    /// The id of a thread that a message names, or null when it names none that can be.
    static @Nullable String thread(Json params) {
        var thread = params.text("threadId");
        return thread == null || thread.isEmpty() || thread.length() > THREAD_LENGTH_MAX ? null : thread;
    }

    private static @Nullable String turn(Json params) {
        var named = params.text("turnId");
        if (named == null) named = params.get("turn").text("id");
        return named == null || named.isEmpty() ? null : named;
    }

    HeardFrame frame() {
        return frame;
    }

    String method() {
        return method;
    }

    Json params() {
        return params;
    }

    /// The item that it is about, whole.
    Json item() {
        return params.get("item");
    }

    SessionId session() {
        return session;
    }

    @Nullable
    String turn() {
        return turn;
    }

    /// When it was sent, epoch milliseconds.
    long at() {
        return at;
    }

    Testimony testimony() {
        return testimony;
    }

    Saying about(Kind kind) {
        return testimony.about(kind);
    }
}
