package dev.twinlog.readers;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import dev.twinlog.readers.json.Json;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one record of a transcript or of telemetry says, as it is being told: the things that all its observations
/// share, and where they go.
public final class Testimony {
    final Origin origin;
    final Words words;
    private final Consumer<Heard> out;
    private int told;

    /// What all observations of a record share.
    ///
    /// @param session  the session that it names
    /// @param agentId  the subagent inside the session, or null
    /// @param identity 64 bits of the record's own identity
    /// @param copyId   64 bits that a copy of it shares, or 0
    /// @param at       its time
    /// @param sequence its place in its source
    /// @param turn     how it tells its turn
    /// @param digest   64 bits of its bytes
    /// @param raw      where they lie
    /// @param witness  who speaks
    public record Origin(
            SessionId session,
            @Nullable String agentId,
            long identity,
            long copyId,
            long at,
            long sequence,
            TurnRef turn,
            long digest,
            RawPlace raw,
            Witness witness) {}

    public Testimony(Origin origin, Words words, Consumer<Heard> out) {
        this.origin = origin;
        this.words = words;
        this.out = out;
    }

    /// Begins the record's next observation.
    public Saying about(Kind kind) {
        return new Saying(this, kind, Hash64.of(origin.identity, told++));
    }

    /// Tells something of the session; an absent or empty value tells nothing.
    public void fact(SessionFact.Name name, Json value) {
        fact(name, value.text());
    }

    /// Tells something of the session; an absent or empty value tells nothing.
    public void fact(SessionFact.Name name, @Nullable String value) {
        fact(name, value, origin.at);
    }

    /// Tells something of the session that is believed only where no record with a time tells it.
    public void weakFact(SessionFact.Name name, Json value) {
        fact(name, value.text(), Observation.UNTIMED);
    }

    private void fact(SessionFact.Name name, @Nullable String value, long at) {
        if (value == null || value.isEmpty()) return;
        tell(new SessionFact(
                origin.session, name, words.clean(value), origin.witness, at, origin.sequence, origin.digest));
    }

    /// A short text without secrets.
    public String clean(String text) {
        return words.clean(text);
    }

    /// Tells that two ids name the same thing.
    public void link(Kind kind, Alias one, Alias other) {
        tell(new Link(origin.session, kind, one, other));
    }

    /// Whether all these members of an object can be counts of tokens, or are absent; counted when not.
    public boolean believes(Json counts, List<String> names) {
        for (var name : names) {
            var count = counts.get(name);
            if (count.isPresent() && words.tokens(count) == null) return false;
        }
        return true;
    }

    void tell(Heard heard) {
        out.accept(heard);
    }
}
