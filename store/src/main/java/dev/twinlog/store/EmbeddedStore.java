package dev.twinlog.store;

import dev.twinlog.model.Gap;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.ReadConnections.Question;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The store in SQLite files of one folder: `twinlog.db`, and `search.db` for full-text search. Its methods
/// are for the one thread that settles; {@link #reader()} answers any other. Commits survive the end of the
/// process at once, a power
/// cut up to the last checkpoint: the journal settles the rest again.
public final class EmbeddedStore implements Store {
    /// The database's name in its folder.
    public static final String DATABASE = "twinlog.db";
    /// The search index's name in its folder.
    public static final String SEARCH = "search.db";

    /// The note of a store that took sealed sessions over from another: up to where in the journal that was settled.
    public static final String CARRIED_TO = "carried_to";

    private static final int WRITE_CACHE_BYTES = 16 << 20;

    private final Path file;
    private final Sqlite sqlite;
    private final BatchWriter writer;
    private final SettledRows rows;
    private final EmbeddedReader reader;
    private final SearchIndex search;
    private long position;
    private long lastEventId;
    private boolean closed;

    private EmbeddedStore(Path file, Sqlite sqlite, SearchIndex search) throws SQLException {
        this.file = file;
        this.sqlite = sqlite;
        this.writer = new BatchWriter(sqlite);
        this.rows = new SettledRows(sqlite, writer.references());
        this.search = search;
        this.reader = new EmbeddedReader(file, search.file(), search::suspect);
        readProgress();
    }

    /// Opens the store of a folder for writing, making it when it does not exist. Only the holder of the lock on the
    /// data folder may.
    ///
    /// @throws StoreException when the database is damaged, newer than this program, or cannot be migrated
    public static EmbeddedStore open(Path folder) {
        var file = folder.resolve(DATABASE);
        var store = openWithoutSearch(folder);
        store.search.start(new EventTexts(file), store.lastEventId, store.reader::searchReplaced);
        return store;
    }

    /// Opens a store as {@link #open} does, whose events are not indexed: for settling anew beside another.
    public static EmbeddedStore openWithoutSearch(Path folder) {
        PrivateFiles.folder(folder);
        var file = folder.resolve(DATABASE);
        StoreSchema.CURRENT.bring(file);
        PrivateFiles.file(file);
        var sqlite = Sqlite.writer(file, WRITE_CACHE_BYTES);
        try {
            return new EmbeddedStore(file, sqlite, SearchIndex.open(folder.resolve(SEARCH)));
        } catch (SQLException e) {
            sqlite.close();
            throw Sqlite.failure(file, "open", e);
        }
    }

    /// Opens the store of a folder for reading beside or without a daemon; nothing in it is changed.
    ///
    /// @throws StoreException when there is none, or it cannot be read
    public static StoreReader openToRead(Path folder) {
        var file = folder.resolve(DATABASE);
        if (!Files.exists(file))
            throw new StoreException(
                    "nothing is captured yet: run `twinlog up`, or `twinlog sync` once (there is no " + file + ")");
        StoreSchema.CURRENT.check(file);
        return new EmbeddedReader(file, folder.resolve(SEARCH), () -> {});
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long lastEventId() {
        return lastEventId;
    }

    @Override
    public void commit(Batch batch) {
        long last = BatchCheck.lastEventId(batch, position, lastEventId);
        try {
            writer.write(batch, last);
            sqlite.commit();
        } catch (SQLException e) {
            takeBack(e);
            throw Sqlite.failure(file, "commit to", e);
        } catch (RuntimeException e) {
            takeBack(e);
            throw new StoreException("cannot commit to " + file + ": " + e.getMessage(), e);
        }
        search.committed(batch.events(), lastEventId, last);
        position = batch.position();
        lastEventId = last;
    }

    private void takeBack(Exception because) {
        sqlite.rollback(because);
        try {
            writer.takenBack();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    /// A question that may have no answer.
    private interface Lookup<T> {
        @Nullable
        T ask(Sqlite sqlite) throws SQLException;
    }

    private void readProgress() throws SQLException {
        position = sqlite.number("SELECT position FROM progress", 0);
        lastEventId = sqlite.number("SELECT last_event FROM progress", 0);
        sqlite.commit();
    }

    /// Asks on the writing connection, which sees every commit, and ends the read so that the log can be
    /// written back.
    <T> T ask(Question<T> question) {
        return Objects.requireNonNull(found(question::ask));
    }

    /// The same, where there may be no answer.
    private <T> @Nullable T found(Lookup<T> lookup) {
        try {
            var answer = lookup.ask(sqlite);
            sqlite.commit();
            return answer;
        } catch (SQLException e) {
            sqlite.rollback(e);
            throw Sqlite.failure(file, "read", e);
        }
    }

    @Override
    public List<StoredEvent> events(SessionId session) {
        return ask(_ -> rows.events(session));
    }

    @Override
    public byte[] body(long eventId) {
        var body = found(_ -> rows.body(eventId));
        if (body == null) throw new StoreException("there is no event " + eventId + " in " + file);
        return body;
    }

    @Override
    public List<Batch.FileRow> files() {
        return ask(_ -> rows.files(null));
    }

    @Override
    public List<Batch.FileRow> files(SessionId session) {
        return ask(_ -> rows.files(session));
    }

    @Override
    public List<Batch.FileRow> speakersOf(SessionId session) {
        return ask(_ -> rows.speakersOf(session));
    }

    @Override
    public List<Batch.ChunkRow> chunks(long chunked) {
        return ask(_ -> rows.chunks(chunked));
    }

    @Override
    public List<Long> telemetry(SessionId session) {
        return ask(_ -> rows.telemetry(session));
    }

    @Override
    public Set<Long> telemetryBefore(long wanted) {
        return ask(_ -> rows.telemetryBefore(wanted));
    }

    @Override
    public RawTelemetry rawTelemetry() {
        return new EmbeddedTelemetry(this, writer.telemetry());
    }

    @Override
    public List<CopyHolder> holders(Collection<Long> copyIds, SessionId except) {
        return ask(_ -> rows.holders(copyIds, except));
    }

    @Override
    public List<byte[]> recordIndex(SessionId session) {
        return ask(_ -> rows.recordIndex(session));
    }

    @Override
    public Batch.@Nullable SessionRow session(SessionId id) {
        return found(_ -> rows.session(id));
    }

    @Override
    public List<Gap> gaps(SessionId session) {
        return ask(_ -> rows.gaps(session));
    }

    @Override
    public Map<String, Long> counters() {
        return ask(_ -> rows.counters());
    }

    @Override
    public Set<Long> expiredFiles() {
        return ask(_ -> rows.expiredFiles());
    }

    @Override
    public Set<SessionId> sealed() {
        return ask(_ -> rows.sealed());
    }

    @Override
    public void expire(Batch.FileRow expired) {
        change(() -> writer.expire(expired));
    }

    @Override
    public void remove(SessionId session) {
        change(() -> writer.remove(session));
    }

    /// A change of its own beside the batches.
    @FunctionalInterface
    interface Change {
        void make() throws SQLException;
    }

    void change(Change change) {
        try {
            change.make();
            sqlite.commit();
        } catch (SQLException e) {
            takeBack(e);
            throw Sqlite.failure(file, "write to", e);
        }
    }

    /// Makes a new store that begins with what no journal can give again: what the sealed sessions of another settled
    /// to, row by row, and which files have expired.
    ///
    /// @param from    the folder of the other store, which is not changed
    /// @param damaged what the journal lost: what it told is kept like that of sealed sessions
    /// @return how many sessions were taken over
    /// @throws StoreException when the other cannot be read, or is of another schema
    public static int carry(Path from, Path to, Lost damaged) {
        PrivateFiles.folder(to);
        StoreSchema.CURRENT.check(from.resolve(DATABASE));
        StoreSchema.CURRENT.bring(to.resolve(DATABASE));
        return new SealedCopy(from.resolve(DATABASE), to.resolve(DATABASE), damaged).make();
    }

    /// The pieces that the store of a folder knows, and that of another, settled from the whole journal, does not.
    public static List<Batch.ChunkRow> lost(Path known, Path settled) {
        return LostPieces.between(known.resolve(DATABASE), settled.resolve(DATABASE));
    }

    /// The requests of telemetry that told something by the store of a folder, and nothing by that of another, settled
    /// from the whole journal: their positions, ascending.
    public static List<Long> lostRequests(Path known, Path settled) {
        return LostPieces.requestsBetween(known.resolve(DATABASE), settled.resolve(DATABASE));
    }

    /// Notes in the store of a folder, which nobody has open, that pieces and requests which another knows are lost.
    public static void noteLost(Path known, Path settled, Collection<Batch.ChunkRow> lost, Collection<Long> requests) {
        LostPieces.copy(known.resolve(DATABASE), settled.resolve(DATABASE), lost, requests);
    }

    /// What the journal lost.
    ///
    /// @param from     by file, from which byte on it is to be captured again
    /// @param requests positions of requests of telemetry
    public record Lost(Map<Long, Long> from, Set<Long> requests) {
        public static final Lost NOTHING = new Lost(Map.of(), Set.of());

        public Lost {
            from = Map.copyOf(from);
            requests = Set.copyOf(requests);
        }
    }

    /// Keeps the sessions that what is lost told of as they are, and no others beside the sealed ones, and has files
    /// captured again from where their first piece is lost.
    public void keep(Lost lost) {
        change(() -> LostPieces.mark(sqlite, lost));
    }

    /// The sessions that are kept as they were settled since pieces of them are lost.
    public Set<SessionId> kept() {
        return ask(_ -> rows.kept());
    }

    @Override
    public @Nullable String note(String name) {
        return found(_ -> rows.note(name));
    }

    @Override
    public void note(String name, String value) {
        try {
            var insert = sqlite.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)");
            insert.setString(1, name);
            insert.setString(2, value);
            insert.executeUpdate();
            sqlite.commit();
        } catch (SQLException e) {
            sqlite.rollback(e);
            throw Sqlite.failure(file, "write a note to", e);
        }
    }

    @Override
    public void rest() {
        try {
            sqlite.shrinkMemory();
        } catch (SQLException e) {
            throw Sqlite.failure(file, "give back the memory of", e);
        }
    }

    @Override
    public StoreReader reader() {
        return reader;
    }

    /// The full-text index, for telling how far it is and for waiting until it has caught up.
    public SearchIndex search() {
        return search;
    }

    /// Ends in order: search keeps what it has read, the log is written back.
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        var steps = new ArrayList<Runnable>(List.of(search::close, reader::close, writer::close, sqlite::close));
        RuntimeException failed = null;
        for (var step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (failed == null) failed = e;
                else failed.addSuppressed(e);
            }
        }
        if (failed != null) throw failed;
    }
}
