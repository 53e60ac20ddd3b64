package dev.twinlog.readers.codex;

import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
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
/// keeps the ids of its first thread inside, with new times.
final class CodexRecord {
    private static final long NO_ORDINAL = -1;

    private final Json json;
    private final Json payload;
    private final LineContext context;
    private final long ordinal;
    private final long at;
    private final long digest;
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
        this.digest = digest;
        this.turn = turn(payload);
        this.testimony = new Testimony(origin(), words, out);
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
        long offset = context.raw().offset();
        tell(new RecordSeen(
                session(), digest, 0, at, sequence(), offset, turn, opens, own, ordinal, context.fileKey(), null));
    }

    private long sequence() {
        return ordinal == NO_ORDINAL ? context.raw().offset() : ordinal;
    }

    /// The ordinal alone names no record: after a revert a thread has the same ordinals in a second file.
    private Testimony.Origin origin() {
        long identity = ordinal == NO_ORDINAL
                ? digest
                : Hash64.of(Hash64.of(Hash64.of(session().id()), ordinal), digest);
        var ref = turn == null ? TurnRef.RUNNING : new TurnRef.Named(turn);
        return new Testimony.Origin(
                session(), null, identity, copyId(), at, sequence(), ref, digest, raw(), Witness.TRANSCRIPT);
    }

    /// The payload: what a copy in another rollout shares, as long as its turn is the same. The turn that a
    /// parent gave to a child stands in the files of both and is no copy.
    private long copyId() {
        if (!payload.isPresent() || givenByParent()) return Hash64.ABSENT;
        return Hash64.of(payload.bytes(), payload.start(), payload.end());
    }

    private boolean givenByParent() {
        return payload.get("turn_attribution").get("parent_turn_id").isText();
    }

    /// Whether it is an item of another thread: a review mirrors the items of its child.
    boolean mirrored() {
        var thread = payload.get("thread_id");
        return thread.isText() && !thread.is(session().id());
    }

    private static @Nullable String turn(Json payload) {
        var named = payload.text("turn_id");
        if (named == null) {
            named = payload.get("internal_chat_message_metadata_passthrough").text("turn_id");
        }
        return named == null || named.isEmpty() ? null : named;
    }
}
