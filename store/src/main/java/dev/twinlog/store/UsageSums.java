package dev.twinlog.store;

import dev.twinlog.model.Agent;
import dev.twinlog.model.prices.CostClass;
import dev.twinlog.store.Batch.Usage;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a commit changes in the sums of usage: amounts to add to cells of (quarter hour, session, model,
/// spender, class of cost), and to the same summed over sessions and over days. Sums are whole numbers, so adding and
/// taking away gives exactly what summing all rows anew would.
final class UsageSums {
    /// A quarter of an hour: every time zone in use has days made of whole ones.
    static final long BUCKET_MILLIS = 900_000;

    private static final String ADD_TO = " ON CONFLICT DO UPDATE SET requests = requests + excluded.requests,"
            + " input = input + excluded.input, output = output + excluded.output,"
            + " cache_read = cache_read + excluded.cache_read,"
            + " cache_creation = cache_creation + excluded.cache_creation,"
            + " cache_creation_1h = cache_creation_1h + excluded.cache_creation_1h,"
            + " reasoning = reasoning + excluded.reasoning, cost = cost + excluded.cost";
    private static final int SUMS = 8;
    private static final int BUCKETS_IN_DAY = 96;

    private final Map<Cell, long[]> changes = new HashMap<>();

    /// @param bucket quarter hours since the epoch
    /// @param model  0 when it is not told
    /// @param agent  the session's; it tells no cells apart
    record Cell(long bucket, long session, long model, Spender spender, CostClass costClass, Agent agent) {
        static Cell of(long bucket, long session, long model, Agent agent, Usage usage) {
            return new Cell(bucket, session, model, usage.spender(), usage.costClass(agent), agent);
        }
    }

    static long bucket(long at) {
        return Math.floorDiv(at, BUCKET_MILLIS);
    }

    /// The day (UTC, since the epoch) of a quarter hour.
    static long day(long bucket) {
        return Math.floorDiv(bucket, BUCKETS_IN_DAY);
    }

    void add(Cell cell, Usage usage) {
        change(cell, usage, 1);
    }

    void takeAway(Cell cell, Usage usage) {
        change(cell, usage, -1);
    }

    private void change(Cell cell, Usage usage, int sign) {
        var sums = changes.computeIfAbsent(cell, _ -> new long[SUMS]);
        sums[0] += sign;
        sums[1] += sign * usage.input();
        sums[2] += sign * usage.output();
        sums[3] += sign * usage.cacheRead();
        sums[4] += sign * usage.cacheCreation();
        sums[5] += sign * usage.cacheCreation1h();
        sums[6] += sign * usage.reasoning();
        sums[7] += usage.costNanos() == null ? 0 : sign * usage.costNanos();
    }

    /// A table of sums, with the columns that name a cell.
    private enum Table {
        CELLS("usage_sums", "bucket", "session", "model", "sub", "class", "agent"),
        TIMES("usage_by_time", "bucket", "agent", "model", "sub", "class"),
        SESSIONS("usage_by_session", "session", "model", "day", "sub", "class", "agent");

        private final String add;
        private final String tidy;
        private final int names;

        Table(String table, String... names) {
            this.names = names.length;
            this.add = "INSERT INTO " + table + " VALUES (?" + ", ?".repeat(names.length + SUMS - 1) + ")" + ADD_TO;
            this.tidy = "DELETE FROM " + table + " WHERE " + String.join(" = ? AND ", names) + " = ? AND requests = 0";
        }

        private long[] name(Cell cell) {
            long sub = cell.spender().ordinal();
            long costClass = cell.costClass().ordinal();
            long agent = cell.agent().ordinal();
            long day = day(cell.bucket());
            return switch (this) {
                case CELLS -> new long[] {cell.bucket(), cell.session(), cell.model(), sub, costClass, agent};
                case TIMES -> new long[] {cell.bucket(), agent, cell.model(), sub, costClass};
                case SESSIONS -> new long[] {cell.session(), cell.model(), day, sub, costClass, agent};
            };
        }
    }

    /// The name of a cell in one table.
    private record Name(long[] parts) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Name that && Arrays.equals(parts, that.parts);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(parts);
        }
    }

    /// Writes the changes in the running transaction and forgets them.
    void write(Sqlite into) throws SQLException {
        if (changes.isEmpty()) return;
        for (var table : Table.values()) write(into, table);
        changes.clear();
    }

    private void write(Sqlite into, Table table) throws SQLException {
        var summed = new HashMap<Name, long[]>();
        for (var change : changes.entrySet()) {
            var sums = summed.computeIfAbsent(new Name(table.name(change.getKey())), _ -> new long[SUMS]);
            for (int i = 0; i < SUMS; i++) sums[i] += change.getValue()[i];
        }
        for (var sums : summed.entrySet()) write(into, table, sums.getKey().parts(), sums.getValue());
    }

    private static void write(Sqlite into, Table table, long[] name, long[] sums) throws SQLException {
        var add = into.prepare(table.add);
        for (int i = 0; i < name.length; i++) add.setLong(1 + i, name[i]);
        for (int i = 0; i < SUMS; i++) add.setLong(1 + table.names + i, sums[i]);
        add.executeUpdate();
        if (sums[0] >= 0) return;
        var tidy = into.prepare(table.tidy);
        for (int i = 0; i < name.length; i++) tidy.setLong(1 + i, name[i]);
        tidy.executeUpdate();
    }

    void forget() {
        changes.clear();
    }
}
