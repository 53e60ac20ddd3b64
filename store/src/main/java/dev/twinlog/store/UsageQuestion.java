package dev.twinlog.store;

import dev.twinlog.model.Observation;
import dev.twinlog.model.prices.CostClass;
import dev.twinlog.store.StoreReader.Tokens;
import dev.twinlog.store.StoreReader.UsageBy;
import dev.twinlog.store.StoreReader.UsageCell;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The question for sums of usage. Cells are summed before the names of sessions are looked up, so that it
/// costs one walk over those asked for; the names of models, which are few, are read once.
final class UsageQuestion {
    private static final String SUMS = "sum(requests), sum(input), sum(output), sum(cache_read), sum(cache_creation),"
            + " sum(cache_creation_1h), sum(reasoning), sum(cost)";
    private static final String NAMED_SUMS = "sum(requests) AS requests, sum(input) AS input, sum(output) AS output,"
            + " sum(cache_read) AS cache_read, sum(cache_creation) AS cache_creation,"
            + " sum(cache_creation_1h) AS cache_creation_1h, sum(reasoning) AS reasoning, sum(cost) AS cost";
    private static final String AMOUNTS = "u.requests, u.input, u.output, u.cache_read, u.cache_creation,"
            + " u.cache_creation_1h, u.reasoning, u.cost";
    /// Division that rounds down, as {@link UsageSums#day} does.
    private static final String DAY_OF_BUCKET = "CASE WHEN bucket < 0 THEN -((95 - bucket) / 96) ELSE bucket / 96 END";

    private static final CostClass[] CLASSES = CostClass.values();
    private static final long UNTIMED_BUCKET = UsageSums.bucket(Observation.UNTIMED);
    private static final long UNTIMED_DAY = UsageSums.day(UNTIMED_BUCKET);

    private static final Comparator<UsageCell> BY_AGENT_AND_NAME = Comparator.comparing(UsageCell::agent)
            .thenComparing(UsageCell::name, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final UsageBy by;
    private final Map<Long, String> models = new HashMap<>();

    private UsageQuestion(UsageBy by) {
        this.by = by;
    }

    static List<UsageCell> ask(Sqlite sqlite, UsageBy by, long from, long to) throws SQLException {
        return new UsageQuestion(by).ask(sqlite, from, to);
    }

    private List<UsageCell> ask(Sqlite sqlite, long from, long to) throws SQLException {
        try (var row = sqlite.prepare("SELECT ref, name FROM models").executeQuery()) {
            while (row.next()) models.put(row.getLong(1), row.getString(2));
        }
        var cells = new ArrayList<UsageCell>();
        try (var row = select(sqlite, from, to).executeQuery()) {
            while (row.next()) cells.add(cell(row));
        }
        if (by == UsageBy.MODEL) cells.sort(BY_AGENT_AND_NAME);
        return cells;
    }

    /// The first quarter hour that begins at or after a time; untimed usage stands before all time.
    private static long firstBucket(long at) {
        return at == Long.MIN_VALUE ? Long.MIN_VALUE : Math.ceilDiv(at, UsageSums.BUCKET_MILLIS);
    }

    /// All time is asked of the sums by session and day, which are few; a part of it of the cells.
    private PreparedStatement select(Sqlite sqlite, long from, long to) throws SQLException {
        boolean always = from == Long.MIN_VALUE && to == Long.MAX_VALUE && by != UsageBy.TIME;
        var select = sqlite.prepare(
                always
                        ? sql("day", " FROM usage_by_session")
                        : sql(
                                DAY_OF_BUCKET,
                                " FROM " + (by == UsageBy.TIME ? "usage_by_time" : "usage_sums")
                                        + " WHERE bucket >= ? AND bucket < ?"));
        if (always) return select;
        select.setLong(1, firstBucket(from));
        select.setLong(2, firstBucket(to));
        return select;
    }

    /// Columns: agent, name, bucket, model, day, class, sub, then the amounts.
    private String sql(String day, String cells) {
        return switch (by) {
            case AGENT, MODEL ->
                "SELECT agent, NULL, 0, model, " + day + " AS d, class, sub, " + SUMS + cells
                        + " GROUP BY agent, model, d, class, sub ORDER BY agent, model";
            case TIME ->
                "SELECT u.agent, NULL, u.bucket, u.model, 0, u.class, u.sub, " + AMOUNTS + " FROM (SELECT *" + cells
                        + ") u ORDER BY u.bucket, u.agent, u.sub";
            case PROJECT -> perSession("s.project", day, cells);
            case SESSION -> perSession("s.name", day, cells);
        };
    }

    private static String perSession(String name, String day, String cells) {
        return "SELECT u.agent, " + name + ", 0, u.model, u.d, u.class, u.sub, " + AMOUNTS + " FROM (SELECT agent,"
                + " session, model, " + day + " AS d, class, sub, " + NAMED_SUMS + cells
                + " GROUP BY session, model, d, class, sub) u JOIN sessions s ON s.ref = u.session ORDER BY u.agent, "
                + name;
    }

    private UsageCell cell(ResultSet row) throws SQLException {
        var model = models.get(row.getLong(4));
        long bucket = row.getLong(3);
        long day = by == UsageBy.TIME ? UsageSums.day(bucket) : row.getLong(5);
        return new UsageCell(
                Rows.agent(row.getInt(1)),
                by == UsageBy.MODEL ? model : row.getString(2),
                bucketStart(bucket),
                model,
                day(day),
                CLASSES[row.getInt(6)],
                Rows.spender(row.getInt(7)),
                tokens(row),
                row.getLong(15));
    }

    private static @Nullable Long day(long day) {
        return day == UNTIMED_DAY ? null : day;
    }

    private static long bucketStart(long bucket) {
        return bucket == UNTIMED_BUCKET ? Observation.UNTIMED : bucket * UsageSums.BUCKET_MILLIS;
    }

    private static Tokens tokens(ResultSet row) throws SQLException {
        return new Tokens(
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                row.getLong(14));
    }
}
