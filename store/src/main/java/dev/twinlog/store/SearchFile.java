package dev.twinlog.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/// The file of the full-text index: for each event its different tokens, without their places (what is found
/// is looked up in the event), its time, and the event id up to which it is complete. Tokens and position
/// commit together. Why it is no FTS5 table: docs/decisions/0006-search-index.md.
final class SearchFile implements AutoCloseable {
    /// A file of another version is made anew: all it holds is derived.
    static final int VERSION = 1;
    private static final int CACHE_BYTES = 4 << 20;

    private final Path file;
    private final Sqlite sqlite;
    private final Tokens tokens = new Tokens();
    private final PostingsBuffer collected = new PostingsBuffer();
    private final EventTimes times = new EventTimes();
    private final IndexPieces pieces;

    private SearchFile(Path file, Sqlite sqlite) {
        this.file = file;
        this.sqlite = sqlite;
        this.pieces = new IndexPieces(sqlite);
    }

    /// Opens the file, making it when there is none.
    ///
    /// @throws StoreDamagedException when it is no index
    static SearchFile open(Path file) {
        PrivateFiles.file(file);
        var sqlite = Sqlite.writer(file, CACHE_BYTES);
        try {
            long version = sqlite.number("PRAGMA user_version", 0);
            if (version == 0 && !sqlite.has("progress")) make(sqlite);
            else if (version != VERSION) throw unusable(file, "its version is " + version);
            sqlite.commit();
            return new SearchFile(file, sqlite);
        } catch (SQLException e) {
            sqlite.close();
            throw Sqlite.failure(file, "open", e);
        } catch (StoreException e) {
            sqlite.close();
            throw e;
        }
    }

    static StoreDamagedException unusable(Path file, String why) {
        return new StoreDamagedException(file, new IllegalStateException(why));
    }

    private static void make(Sqlite sqlite) throws SQLException {
        IndexPieces.make(sqlite);
        EventTimes.make(sqlite);
        sqlite.execute("CREATE TABLE progress (one INTEGER PRIMARY KEY CHECK (one = 1), event INTEGER NOT NULL)");
        sqlite.execute("INSERT INTO progress VALUES (1, 0)");
        sqlite.execute("PRAGMA user_version = " + VERSION);
    }

    /// Moves a damaged file out of the way, beside where it was; the last one set aside is kept.
    static Path setAside(Path file) {
        var aside = file.resolveSibling(file.getFileName() + ".damaged");
        try {
            if (Files.exists(file)) Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
            return aside;
        } catch (IOException e) {
            throw new StoreException("cannot set the damaged search index " + file + " aside as " + aside, e);
        }
    }

    /// The event id up to which everything is found.
    long position() throws SQLException {
        return sqlite.number("SELECT event FROM progress", 0);
    }

    /// Adds an event; it is found after the next {@link #commit}. Ids ascend.
    void add(EventTexts.Text event) throws SQLException {
        if (collected.full(event.id())) pieces.add(collected);
        collected.begin(event.id());
        boolean any = false;
        for (var text : event.texts()) {
            tokens.over(text);
            while (tokens.next()) {
                collected.add(tokens.bytes, tokens.length());
                any = true;
            }
        }
        if (any) times.add(sqlite, event.id(), event.at());
    }

    /// Commits what was added, with the id up to which that is everything.
    void commit(long position) throws SQLException {
        pieces.add(collected);
        times.write(sqlite);
        var update = sqlite.prepare("UPDATE progress SET event = ?");
        update.setLong(1, position);
        update.executeUpdate();
        sqlite.commit();
    }

    /// Gives back the memory that filling took, when that was much; only after a commit.
    void rest() throws SQLException {
        tokens.shrink();
        if (collected.shrink()) sqlite.shrinkMemory();
    }

    /// Goes back to the last commit.
    void rollback(Throwable because) {
        collected.clear();
        times.clear();
        sqlite.rollback(because);
    }

    /// What a failure means: what the driver does not know of, the index itself found wrong.
    StoreException failure(SQLException cause) {
        if (!(cause instanceof SQLiteException)) return new StoreDamagedException(file, cause);
        return Sqlite.failure(file, "index into", cause);
    }

    @Override
    public void close() {
        sqlite.close();
    }
}
