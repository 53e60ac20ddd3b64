package dev.twinlog.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// Copies what a store knows of sealed sessions and expired files into a new one of the same schema. Numbers and
/// event ids stay what they were, so the rows are the same byte for byte.
///
/// @param damaged what the journal lost: the sessions that it told of are copied like sealed ones
record SealedCopy(Path from, Path to, EmbeddedStore.Lost damaged) {
    private static final int CACHE_BYTES = 4 << 20;

    private static final String FILES = "SELECT f.key FROM old.files f WHERE f.captured > 0"
            + " AND NOT EXISTS (SELECT 1 FROM old.chunks c WHERE c.file = f.key)";
    private static final String SEALED = "SELECT ref FROM old.sessions WHERE told = 1 AND ref IN ("
            + "SELECT session FROM old.files WHERE key IN (" + FILES + ") UNION "
            + "SELECT session FROM old.file_sessions WHERE file IN (" + FILES
            + ") UNION SELECT session FROM old.telemetry_expired)";
    private static final String ANYTHING =
            "SELECT (SELECT count(*) FROM (" + FILES + "))" + " + (SELECT count(*) FROM old.telemetry_expired)";
    private static final String AMOUNTS =
            "sum(requests), sum(input), sum(output), sum(cache_read), sum(cache_creation), sum(cache_creation_1h),"
                    + " sum(reasoning), sum(cost)";

    private static final List<String> STEPS = List.of(
            "CREATE TEMP TABLE expired AS " + FILES,
            "CREATE TEMP TABLE sealed AS " + SEALED,
            "CREATE TEMP TABLE kept AS " + LostPieces.toldBy("old.", "IN (SELECT number FROM damaged)"),
            "INSERT INTO kept " + LostPieces.toldIn("old.", "IN (SELECT number FROM damaged_requests)")
                    + " AND ref NOT IN (SELECT ref FROM kept)",
            "INSERT INTO sealed SELECT ref FROM kept WHERE ref NOT IN (SELECT ref FROM sealed)",
            "INSERT INTO sessions SELECT * FROM old.sessions WHERE ref IN (SELECT ref FROM sealed)",
            "INSERT INTO sessions (ref, name, agent) SELECT ref, name, agent FROM old.sessions"
                    + " WHERE ref NOT IN (SELECT ref FROM sealed)",
            "INSERT INTO models SELECT * FROM old.models",
            "INSERT INTO events SELECT * FROM old.events WHERE session IN (SELECT ref FROM sealed)",
            "INSERT INTO usage SELECT * FROM old.usage WHERE session IN (SELECT ref FROM sealed)",
            "INSERT INTO usage_sums SELECT * FROM old.usage_sums WHERE session IN (SELECT ref FROM sealed)",
            "INSERT INTO usage_by_time SELECT bucket, agent, model, sub, class, " + AMOUNTS
                    + " FROM usage_sums GROUP BY bucket, agent, model, sub, class",
            "INSERT INTO usage_by_session SELECT * FROM old.usage_by_session"
                    + " WHERE session IN (SELECT ref FROM sealed)",
            "INSERT INTO record_index SELECT * FROM old.record_index WHERE session IN (SELECT ref FROM sealed)",
            "INSERT INTO gaps SELECT * FROM old.gaps WHERE session IN (SELECT ref FROM sealed)",
            "INSERT INTO files SELECT * FROM old.files WHERE key IN (SELECT key FROM expired)",
            "INSERT INTO file_sessions SELECT * FROM old.file_sessions WHERE file IN (SELECT key FROM expired)",
            "INSERT INTO telemetry_expired SELECT * FROM old.telemetry_expired",
            "INSERT INTO telemetry_unswept SELECT * FROM old.telemetry_unswept",
            "INSERT INTO sealed_names SELECT * FROM old.sealed_names",
            "INSERT OR REPLACE INTO meta SELECT * FROM old.meta",
            LostPieces.NONE_KEPT,
            LostPieces.keep("SELECT ref FROM kept"),
            "INSERT OR REPLACE INTO meta SELECT '" + EmbeddedStore.CARRIED_TO + "', position FROM old.progress",
            "UPDATE progress SET last_event = (SELECT last_event FROM old.progress)");

    /// @return how many sessions were copied
    int make() {
        try (var sqlite = Sqlite.writer(to, CACHE_BYTES)) {
            sqlite.endRead(); // nothing can be attached within a transaction
            LostPieces.attach(sqlite, from);
            sqlite.begin();
            if (damaged.equals(EmbeddedStore.Lost.NOTHING) && sqlite.number(ANYTHING, 0) == 0) return 0;
            note(sqlite, "damaged", damaged.from().keySet());
            note(sqlite, "damaged_requests", damaged.requests());
            for (var step : STEPS) sqlite.execute(step);
            int sealed = (int) sqlite.number("SELECT count(*) FROM sealed", 0);
            sqlite.commit();
            return sealed;
        } catch (SQLException e) {
            throw Sqlite.failure(from, "copy sealed sessions from", e);
        }
    }

    private static void note(Sqlite sqlite, String table, Set<Long> numbers) throws SQLException {
        sqlite.execute("CREATE TEMP TABLE " + table + " (number INTEGER PRIMARY KEY)");
        var insert = sqlite.prepare("INSERT INTO " + table + " VALUES (?)");
        for (var number : numbers) {
            insert.setLong(1, number);
            insert.executeUpdate();
        }
    }
}
