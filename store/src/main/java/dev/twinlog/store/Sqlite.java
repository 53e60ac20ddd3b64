package dev.twinlog.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// One connection to an SQLite file with its prepared statements. Not for two threads at once.
final class Sqlite implements AutoCloseable {
    /// Larger pages hold an average event whole and make fewer of them.
    static final int PAGE_BYTES = 8192;
    /// Pages of the write-ahead log that are written back at once: 32 MiB.
    static final int CHECKPOINT_PAGES = 4096;
    /// What the write-ahead log shrinks to after it is written back.
    static final long LOG_BYTES_MAX = 64L << 20;
    /// How long a statement waits for another process that holds the file.
    static final int BUSY_MILLIS = 5_000;

    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private Sqlite(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /// The one connection that writes; the file is made when it does not exist.
    static Sqlite writer(Path file, int cacheBytes) {
        var config = config(cacheBytes);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Long.toString(LOG_BYTES_MAX));
        var opened = open(file, config);
        try {
            // In this order: a file with a write-ahead log keeps its pages. The driver would begin with the log.
            opened.execute("PRAGMA page_size = " + PAGE_BYTES);
            opened.execute("PRAGMA journal_mode = WAL");
            opened.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            opened.connection.setAutoCommit(false);
            return opened;
        } catch (SQLException e) {
            opened.close();
            throw failure(file, "open", e);
        }
    }

    /// A connection that cannot write.
    static Sqlite reader(Path file, int cacheBytes) {
        var config = config(cacheBytes);
        config.setReadOnly(true);
        return open(file, config);
    }

    private static SQLiteConfig config(int cacheBytes) {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-cacheBytes / 1024);
        config.setGetGeneratedKeys(false); // else the driver prepares a question for them after every insert
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        return config;
    }

    private static Sqlite open(Path file, SQLiteConfig config) {
        try {
            return new Sqlite(file, config.createConnection("jdbc:sqlite:" + file));
        } catch (SQLException e) {
            throw failure(file, "open", e);
        }
    }

    /// The prepared statement of this text, made once.
    PreparedStatement prepare(String sql) throws SQLException {
        var known = prepared.get(sql);
        if (known != null) return known;
        var made = connection.prepareStatement(sql);
        prepared.put(sql, made);
        return made;
    }

    /// Runs one statement, or several that give no rows, once.
    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// The first column of the first row as a whole number, or the other value when there is no row.
    long number(String sql, long otherwise) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : otherwise;
        }
    }

    /// Whether a table exists.
    boolean has(String table) throws SQLException {
        return number("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '" + table + "'", 0) == 1;
    }

    /// Lets go of cached pages; outside a transaction that wrote.
    void shrinkMemory() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA shrink_memory");
        }
    }

    /// Writes a whole, compact copy to an empty file.
    void vacuumInto(Path copy) throws SQLException {
        connection.setAutoCommit(true);
        try (var statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, copy.toString());
            statement.execute();
        }
    }

    void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /// Ends a read transaction, so that the write-ahead log can be written back past it.
    void endRead() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    /// Takes back what was not committed; a failure adds to the first one.
    void rollback(Throwable because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
            beginAgain(because);
        }
    }

    /// A full disk has SQLite itself take a transaction back, and the driver does not hear of it: without another
    /// one each statement after it would be committed on its own.
    private void beginAgain(Throwable because) {
        try (var statement = connection.createStatement()) {
            statement.execute("BEGIN");
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    /// Stops a running statement of another thread.
    void interrupt() {
        try {
            connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
        } catch (SQLException e) {
            throw failure(file, "interrupt", e);
        }
    }

    @Override
    public void close() {
        try {
            for (var statement : prepared.values()) statement.close();
            if (!connection.getAutoCommit()) connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw failure(file, "close", e);
        }
    }

    /// What an SQL failure means to whoever asked. That the memory that a database shares cannot grow is a full disk.
    static StoreException failure(Path file, String doing, SQLException cause) {
        var code = cause instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        if (code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) return new DiskFullException(file, cause);
        return switch (primary(code)) {
            case SQLITE_CORRUPT, SQLITE_NOTADB -> new StoreDamagedException(file, cause);
            case SQLITE_FULL -> new DiskFullException(file, cause);
            default -> new StoreException("cannot " + doing + " " + file + ": " + cause.getMessage(), cause);
        };
    }

    private static SQLiteErrorCode primary(SQLiteErrorCode code) {
        return code.code <= 0xFF ? code : SQLiteErrorCode.getErrorCode(code.code & 0xFF);
    }
}
