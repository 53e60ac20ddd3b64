package dev.twinlog.readers.codex;

import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.readers.Hash64;
import dev.twinlog.readers.LineContext;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.Testimony;
import dev.twinlog.readers.Timestamps;
import dev.twinlog.readers.Words;
import dev.twinlog.readers.json.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One line of a rollout with what all its types have in common. Its session is the file's: copied history
/// keeps the ids of its first thread inside.
final class CodexRecord {
    private static final long NO_ORDINAL = -1;

    private final Json json;
    private final Json payload;
    private final LineContext context;
    private final long ordinal;
    private final long at;
    private final long copyId;
    private final @Nullable String turn;
    private final Testimony testimony;
    private final Consumer<Heard> out;

    CodexRecord(Json json, LineContext context, long digest, Words words, Consumer<Heard> out) {
        this.json = json;
        this.payload = json.get("payload");
        this.context = context;
        this.out = out;
        this.ordinal = json.number("ordinal", NO_ORDINAL);
        this.at = Timestamps.millis(json.get("timestamp"));
        this.copyId = copyId();
        this.turn = turn(payload);
        this.testimony = new Testimony(origin(digest), words, out);
    }

    Json json() {
        return json;
    }

    Json payload() {
        return payload;
    }

    SessionId session() {
        return context.file().session();
    }

    RawPlace raw() {
        return context.raw();
    }

    Testimony testimony() {
        return testimony;
    }

    /// The id of the turn that the record names, or null.
    @Nullable
    String turn() {
        return turn;
    }

    Saying about(Kind kind) {
        return testimony.about(kind);
    }

    void tell(Heard heard) {
        out.accept(heard);
    }

    /// Tells the record's place in its file. The start of a turn opens it; a session's own first record is
    /// never copied.
    void seen() {
        boolean opens = payload.get("type").is("task_started");
        boolean own = json.get("type").is("session_meta")
                && payload.get("id").is(session().id());
        tell(new RecordSeen(session(), copyId, 0, at, sequence(), turn, opens, own, ordinal, context.fileKey(), null));
    }

    private long sequence() {
        return ordinal == NO_ORDINAL ? context.raw().offset() : ordinal;
    }

    private Testimony.Origin origin(long digest) {
        long identity =
                ordinal == NO_ORDINAL ? digest : Hash64.of(Hash64.of(session().id()), ordinal);
        var ref = turn == null ? TurnRef.RUNNING : new TurnRef.Named(turn);
        return new Testimony.Origin(session(), null, identity, copyId, at, sequence(), ref, digest, raw());
    }

    /// Time and payload: what a copy in another rollout shares. Other records are made anew for each.
    private long copyId() {
        var time = json.get("timestamp");
        boolean copied =
                json.get("type").is("response_item") || json.get("type").is("event_msg");
        if (!copied || !time.isText() || !payload.isPresent()) return Hash64.ABSENT;
        return Hash64.ofPair(time.bytes(), time.start(), time.end(), payload.bytes(), payload.start(), payload.end());
    }

    private static @Nullable String turn(Json payload) {
        var named = payload.text("turn_id");
        if (named == null) {
            named = payload.get("internal_chat_message_metadata_passthrough").text("turn_id");
        }
        return named == null || named.isEmpty() ? null : named;
    }
}
