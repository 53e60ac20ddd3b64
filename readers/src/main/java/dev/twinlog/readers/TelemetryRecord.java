package dev.twinlog.readers;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SequenceSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Witness;
import dev.twinlog.otlp.Attributes;
import dev.twinlog.otlp.OtlpRecord;
import dev.twinlog.otlp.Signal;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One log record or span of an agent's telemetry, with what all that it tells has in common.
public final class TelemetryRecord {
    /// UTF-16 units of the id of a session; a longer one is none.
    public static final int SESSION_LENGTH_MAX = 256;

    private static final String EVENT_TIME = "event.timestamp";
    /// Personal data by which an account is told, the plainest first.
    private static final List<String> ACCOUNT =
            List.of("user.email", "user.account_uuid", "user.account_id", "organization.id");

    private final OtlpRecord record;
    private final SessionId session;
    private final RawPlace raw;
    private final Speaker speaker;
    private final long at;
    private @Nullable Testimony testimony;

    /// Who reads, and whom it tells.
    ///
    /// @param keepPersonal whether who was signed in is told
    public record Speaker(Words words, ReadingCounter counter, boolean keepPersonal, Consumer<Heard> out) {}

    private TelemetryRecord(OtlpRecord record, SessionId session, RawPlace raw, Speaker speaker) {
        this.record = record;
        this.session = session;
        this.raw = raw;
        this.speaker = speaker;
        this.at = record.at() == 0 ? Timestamps.millis(record.attributes().text(EVENT_TIME)) : record.at();
    }

    /// The record of a session; null when it names none, which is counted.
    ///
    /// @param key      the attribute that names the session
    /// @param position of its request in the journal
    public static @Nullable TelemetryRecord of(
            OtlpRecord record, Agent agent, String key, long position, Speaker speaker) {
        var id = record.attributes().text(key);
        if (id == null || id.isEmpty() || id.length() > SESSION_LENGTH_MAX) {
            boolean none = id == null || id.isEmpty();
            speaker.counter.add(none ? ReadingCounter.OTLP_NO_SESSION : ReadingCounter.OTLP_SESSION_TOO_LONG, 1);
            return null;
        }
        var raw = new RawPlace(position, record.index(), record.length());
        return new TelemetryRecord(record, new SessionId(agent, id), raw, speaker);
    }

    public OtlpRecord record() {
        return record;
    }

    public SessionId session() {
        return session;
    }

    /// When it happened, epoch milliseconds, or {@link Observation#UNTIMED}.
    public long at() {
        return at;
    }

    public Attributes attributes() {
        return record.attributes();
    }

    /// The text of an attribute; null when it is absent or empty.
    public @Nullable String text(String key) {
        var text = attributes().text(key);
        return text == null || text.isEmpty() ? null : text;
    }

    /// The whole number of an attribute, or null.
    public @Nullable Long number(String key) {
        return attributes().number(key);
    }

    /// Says how the turn, the subagent and the place among others are told, before anything is.
    ///
    /// @param sequence among the events of its process, or 0
    public void tells(TurnRef turn, @Nullable String agentId, long sequence) {
        var identity = record.identity();
        boolean span = record.signal() == Signal.TRACES;
        long content = (span ? record.digest() : identity).shortened();
        testimony = new Testimony(
                new Testimony.Origin(
                        session,
                        agentId,
                        identity.shortened(),
                        Hash64.ABSENT,
                        at,
                        sequence,
                        turn,
                        content,
                        raw,
                        Witness.OTLP),
                speaker.words,
                speaker.out);
    }

    /// Begins its next observation.
    public Saying about(Kind kind) {
        return testimony().about(kind);
    }

    public Testimony testimony() {
        if (testimony == null) tells(TurnRef.UNTOLD, null, 0);
        return Objects.requireNonNull(testimony);
    }

    /// Tells something of the session; an absent value tells nothing.
    public void fact(SessionFact.Name name, @Nullable String value) {
        testimony().fact(name, value);
    }

    /// Tells who was signed in, if personal data is kept.
    public void account() {
        if (!speaker.keepPersonal) return;
        for (var key : ACCOUNT) {
            var value = text(key);
            if (value == null) continue;
            fact(SessionFact.Name.ACCOUNT, value);
            return;
        }
    }

    /// Tells the number that the agent gave it.
    public void numbered(long sequence) {
        if (sequence >= 0 && at != Observation.UNTIMED)
            speaker.out.accept(
                    new SequenceSeen(session, sequence, at, record.identity().shortened()));
    }

    /// Tells that nobody understands it.
    ///
    /// @param type what it calls itself
    public void unknown(String type, @Nullable String version) {
        speaker.out.accept(new Unknown(
                session,
                session.agent(),
                testimony().clean(type),
                version == null ? Unknown.VERSION_UNTOLD : testimony().clean(version),
                raw));
    }

    /// Counts that it is left.
    public void leave(String why) {
        speaker.counter.add(why, 1);
    }
}
