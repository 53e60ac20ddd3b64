package dev.twinlog.store;

import dev.twinlog.store.Batch.Usage;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// What a commit changes in the sums of usage: amounts to add to cells of (quarter hour, session, model, subagent or
/// not). Sums are whole numbers, so adding and taking away gives exactly what summing all rows anew would.
final class UsageSums {
    /// A quarter of an hour: every time zone in use has days made of whole ones.
    static final long BUCKET_MILLIS = 900_000;

    private static final String ADD = """
            INSERT INTO usage_sums VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, input = input + excluded.input,
              output = output + excluded.output, cache_read = cache_read + excluded.cache_read,
              cache_creation = cache_creation + excluded.cache_creation,
              cache_creation_1h = cache_creation_1h + excluded.cache_creation_1h,
              reasoning = reasoning + excluded.reasoning""";
    private static final String TIDY =
            "DELETE FROM usage_sums WHERE bucket = ? AND session = ? AND model = ? AND sub = ? AND requests = 0";

    private final Map<Cell, long[]> changes = new HashMap<>();

    /// @param bucket quarter hours since the epoch
    /// @param model  0 when it is not told
    /// @param agent  the session's; it tells no cells apart
    record Cell(long bucket, long session, long model, boolean sub, int agent) {}

    static long bucket(long at) {
        return Math.floorDiv(at, BUCKET_MILLIS);
    }

    void add(Cell cell, Usage usage) {
        change(cell, usage, 1);
    }

    void takeAway(Cell cell, Usage usage) {
        change(cell, usage, -1);
    }

    private void change(Cell cell, Usage usage, int sign) {
        var sums = changes.computeIfAbsent(cell, _ -> new long[7]);
        sums[0] += sign;
        sums[1] += sign * usage.input();
        sums[2] += sign * usage.output();
        sums[3] += sign * usage.cacheRead();
        sums[4] += sign * usage.cacheCreation();
        sums[5] += sign * usage.cacheCreation1h();
        sums[6] += sign * usage.reasoning();
    }

    /// Writes the changes in the running transaction and forgets them.
    void write(Sqlite into) throws SQLException {
        for (var change : changes.entrySet()) {
            write(into, change.getKey(), change.getValue());
            if (change.getValue()[0] < 0) tidy(into, change.getKey());
        }
        changes.clear();
    }

    private static void write(Sqlite into, Cell cell, long[] sums) throws SQLException {
        var add = into.prepare(ADD);
        name(add, cell);
        add.setInt(5, cell.agent());
        for (int i = 0; i < sums.length; i++) add.setLong(6 + i, sums[i]);
        add.executeUpdate();
    }

    private static void tidy(Sqlite into, Cell cell) throws SQLException {
        var tidy = into.prepare(TIDY);
        name(tidy, cell);
        tidy.executeUpdate();
    }

    private static void name(PreparedStatement statement, Cell cell) throws SQLException {
        statement.setLong(1, cell.bucket());
        statement.setLong(2, cell.session());
        statement.setLong(3, cell.model());
        statement.setInt(4, cell.sub() ? 1 : 0);
    }

    void forget() {
        changes.clear();
    }
}
