package dev.twinlog.readers.claude;

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

/// One line of a Claude transcript with what all its types have in common.
final class ClaudeRecord {
    private final Json json;
    private final LineContext context;
    private final SessionId session;
    private final @Nullable String agentId;
    private final @Nullable String uuid;
    private final long id;
    private final RecordSeen.@Nullable About about;
    private final Testimony testimony;
    private final long at;
    private final Consumer<Heard> out;

    ClaudeRecord(
            Json json,
            LineContext context,
            ClaudeTranscriptReader.Repeats repeats,
            long digest,
            Words words,
            Consumer<Heard> out) {
        this.json = json;
        this.context = context;
        this.out = out;
        this.session = session(json.get("sessionId"), context.file().session());
        var named = json.text("agentId");
        this.agentId = named == null ? context.file().agentId() : named;
        var uuid = json.get("uuid");
        this.uuid = uuid.text();
        this.id = hash(uuid);
        this.at = Timestamps.millis(json.get("timestamp"));
        this.about = repeats.about(json);
        this.testimony = new Testimony(origin(digest), words, out);
    }

    Json json() {
        return json;
    }

    SessionId session() {
        return session;
    }

    @Nullable
    String agentId() {
        return agentId;
    }

    boolean hasUuid() {
        return id != Hash64.ABSENT;
    }

    /// The uuid, or null.
    @Nullable
    String uuid() {
        return uuid;
    }

    RecordSeen.@Nullable About about() {
        return about;
    }

    RawPlace raw() {
        return context.raw();
    }

    Testimony testimony() {
        return testimony;
    }

    boolean sidechain() {
        return agentId != null || json.get("isSidechain").isTrue();
    }

    /// The uuid of the record above this one, or null.
    @Nullable
    String above() {
        return json.text("parentUuid");
    }

    Saying about(Kind kind) {
        return testimony.about(kind);
    }

    void tell(Heard heard) {
        out.accept(heard);
    }

    /// Tells the record's place in the tree. Above the first record after a compaction stands the last one
    /// before it.
    void seen(@Nullable String turn, boolean opens, boolean own) {
        var parent = json.get("parentUuid");
        var above = parent.isText() ? parent : json.get("logicalParentUuid");
        tell(new RecordSeen(session, id, hash(above), at, sequence(), turn, opens, own, -1, context.fileKey(), about));
    }

    private long sequence() {
        return context.raw().offset();
    }

    private Testimony.Origin origin(long digest) {
        var time = json.get("timestamp");
        boolean copyable = hasUuid() && time.isText();
        long copyId = copyable ? pair(json.get("uuid"), time) : Hash64.ABSENT;
        long identity = hasUuid() ? Hash64.of(Hash64.of(session.id()), id) : digest;
        var turn = hasUuid() ? new TurnRef.Under(id) : TurnRef.RUNNING;
        return new Testimony.Origin(
                session, agentId, identity, copyId, at, sequence(), turn, digest, raw(), Witness.TRANSCRIPT);
    }

    private static SessionId session(Json named, SessionId ofFile) {
        if (!named.isText() || named.is(ofFile.id()) || named.byteLength() == 0) return ofFile;
        var id = named.text();
        return id == null ? ofFile : new SessionId(ofFile.agent(), id);
    }

    private static long hash(Json id) {
        return id.isText() && id.byteLength() > 0 ? Hash64.of(id.bytes(), id.start(), id.end()) : Hash64.ABSENT;
    }

    private static long pair(Json uuid, Json time) {
        return Hash64.ofPair(uuid.bytes(), uuid.start(), uuid.end(), time.bytes(), time.start(), time.end());
    }
}
