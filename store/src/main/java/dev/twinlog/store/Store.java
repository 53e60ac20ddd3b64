package dev.twinlog.store;

import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the settler needs of the place that remembers. One writer; a commit is whole or not at all, also
/// over kill -9.
public interface Store extends AutoCloseable {
    /// The journal position up to which everything is settled here; 0 when new.
    long position();

    /// The greatest event id ever given; 0 when new.
    long lastEventId();

    /// Commits a batch.
    ///
    /// @throws StoreException when it could not; then nothing of it is stored
    void commit(Batch batch);

    /// The events of a session by kind and key.
    List<StoredEvent> events(SessionId session);

    /// The body of an event.
    ///
    /// @throws StoreException when there is no such event
    byte[] body(long eventId);

    /// Every file that was ever captured.
    List<Batch.FileRow> files();

    /// The files of one session.
    List<Batch.FileRow> files(SessionId session);

    /// The files that told something of a session: its own, and copies under other names.
    List<Batch.FileRow> speakersOf(SessionId session);

    /// The pieces of a file by offset.
    List<Batch.ChunkRow> chunks(long file);

    /// The requests of telemetry that told something of a session: their positions in the journal, ascending.
    List<Long> telemetry(SessionId session);

    /// The requests of telemetry before a position that told something of any session.
    Set<Long> telemetryBefore(long position);

    /// Which raw requests of telemetry are needed, and what is kept of those that were let go of.
    RawTelemetry rawTelemetry();

    /// Events of other sessions that share a copy id with these.
    List<CopyHolder> holders(Collection<Long> copyIds, SessionId except);

    /// What was committed of a session's record index, in order.
    List<byte[]> recordIndex(SessionId session);

    /// The session's row, or null when it is not known.
    Batch.@Nullable SessionRow session(SessionId id);

    /// The ledger of a session.
    List<Gap> gaps(SessionId session);

    /// Counters by name.
    Map<String, Long> counters();

    /// The files of which something was captured and no piece is known any more: their raw bytes have expired. What
    /// they told stays.
    Set<Long> expiredFiles();

    /// The sessions of which such a file told something, or requests of telemetry that were let go of: nothing can
    /// settle them anew.
    Set<SessionId> sealed();

    /// Forgets the pieces of a file, at once and durably. Its row stays, so that it is known how far it was captured,
    /// and is made when there is none.
    ///
    /// @throws StoreException when it could not; then nothing has changed
    void expire(Batch.FileRow file);

    /// Removes a session with all its events, sums and gaps, at once and durably; the rows of its files stay.
    ///
    /// @throws StoreException when it could not; then nothing has changed
    void remove(SessionId session);

    /// A fact about this store that is no event: the versions of readers and redaction that settled it, for
    /// example. Null when it was never noted.
    @Nullable
    String note(String name);

    /// Notes a fact, at once and durably.
    ///
    /// @throws StoreException when it could not
    void note(String name, String value);

    /// Gives back memory that only matters while much is committed.
    default void rest() {}

    /// Answers from what is committed here, for any thread. It closes with the store.
    StoreReader reader();

    @Override
    void close();

    /// @param owned  whether it counts for its session
    record StoredEvent(long id, Kind kind, String key, boolean owned, long copyId) {}

    /// @param copyId the shared copy id
    record CopyHolder(long copyId, SessionId session, long event, boolean owned) {}
}
