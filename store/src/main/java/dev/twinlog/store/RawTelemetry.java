package dev.twinlog.store;

import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which raw requests of telemetry a store still needs, and what it keeps of those that were let go of. Like the
/// store's own, its methods are for the one thread that settles, and its changes are made at once and durably.
///
/// All of them throw {@link StoreException} when that could not be done; then nothing has changed.
public interface RawTelemetry {
    /// The sessions of which requests told something, each with the journal position of the last of these.
    Map<SessionId, Long> last();

    /// The sessions of which requests were let go of.
    Map<SessionId, Expired> expired();

    /// The requests before a position have nothing to tell of a session any more. Those that tell of no other await the
    /// sweep. What was let go of up to there before changes nothing.
    ///
    /// @param names ids of the session's events beside their keys, kept for who tells of them later
    /// @return what is let go of by now
    Expired expire(SessionId session, long before, Collection<Name> names);

    /// The names that were kept of a session's events.
    List<Name> names(SessionId session);

    /// The requests that tell of no session any more and are not swept yet, by their positions.
    Set<Long> unswept();

    /// These are swept.
    void swept(Collection<Long> positions);

    /// Keeps a session as it is settled, since a request that told of it cannot be read.
    void keep(SessionId session);

    /// @param before    the journal position before which they were let go of
    /// @param prompts   how many of a person's prompts the session had then
    /// @param messages  and how many messages
    /// @param toolCalls and how many calls of tools
    record Expired(long before, long prompts, long messages, long toolCalls) {}

    /// Another id of an event.
    ///
    /// @param name the id with its type in front
    /// @param key  the event's key
    record Name(Kind kind, String name, String key) {}
}
