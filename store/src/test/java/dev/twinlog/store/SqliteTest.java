package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Transactions of one connection.
final class SqliteTest {
    @TempDir
    Path folder;

    /// On a full disk SQLite takes the transaction back by itself, as `ROLLBACK` does here.
    @Test
    void a_transaction_that_sqlite_took_back_itself_is_followed_by_another() throws SQLException {
        try (var sqlite = Sqlite.writer(folder.resolve("a.db"), 1 << 20)) {
            execute(sqlite, "CREATE TABLE t (x)");
            sqlite.commit();
            execute(sqlite, "INSERT INTO t VALUES (1)");
            execute(sqlite, "ROLLBACK");
            var because = new SQLException("full");
            sqlite.rollback(because);
            execute(sqlite, "INSERT INTO t VALUES (2)");
            sqlite.rollback(because);
            assertThat(sqlite.number("SELECT count(*) FROM t", -1)).isZero();
            execute(sqlite, "INSERT INTO t VALUES (3)");
            sqlite.commit();
            assertThat(sqlite.number("SELECT count(*) FROM t", -1)).isEqualTo(1);
        }
    }

    @Test
    void a_new_file_has_pages_of_the_size_that_was_chosen_and_a_write_ahead_log() throws SQLException {
        try (var sqlite = Sqlite.writer(folder.resolve("new.db"), 1 << 20)) {
            assertThat(sqlite.number("PRAGMA page_size", 0)).isEqualTo(Sqlite.PAGE_BYTES);
            assertThat(sqlite.number("SELECT journal_mode = 'wal' FROM pragma_journal_mode", 0))
                    .isEqualTo(1);
        }
    }

    private static void execute(Sqlite sqlite, String sql) throws SQLException {
        sqlite.prepare(sql).execute();
    }

    @Test
    void a_database_whose_shared_memory_finds_no_room_says_that_the_disk_is_full() {
        var cause = new SQLiteException("[SQLITE_IOERR_SHMSIZE]", SQLiteErrorCode.SQLITE_IOERR_SHMSIZE);
        assertThat(Sqlite.failure(Path.of("/x/search.db"), "open", cause))
                .isInstanceOf(DiskFullException.class)
                .hasMessage("no space left to write /x/search.db: free some space on its disk");
    }
}
