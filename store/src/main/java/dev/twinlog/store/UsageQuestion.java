package dev.twinlog.store;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Observation;
import dev.twinlog.store.StoreReader.Tokens;
import dev.twinlog.store.StoreReader.UsageBy;
import dev.twinlog.store.StoreReader.UsageSum;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The question for sums of usage. Cells are summed before their names are looked up, so that it costs one
/// walk over those asked for.
final class UsageQuestion {
    private static final String SUMS = "sum(requests) AS requests, sum(input) AS input, sum(output) AS output,"
            + " sum(cache_read) AS cache_read, sum(cache_creation) AS cache_creation,"
            + " sum(cache_creation_1h) AS cache_creation_1h, sum(reasoning) AS reasoning";
    private static final String NAMES =
            "u.requests, u.input, u.output, u.cache_read, u.cache_creation, u.cache_creation_1h, u.reasoning";

    private UsageQuestion() {}

    static List<UsageSum> ask(Sqlite sqlite, UsageBy by, long from, long to) throws SQLException {
        var select = select(sqlite, by, from, to);
        var sums = new LinkedHashMap<Name, UsageSum>();
        try (var row = select.executeQuery()) {
            while (row.next()) add(sums, row);
        }
        return List.copyOf(sums.values());
    }

    /// The first quarter hour that begins at or after a time; untimed usage stands before all time.
    private static long firstBucket(long at) {
        return at == Long.MIN_VALUE ? Long.MIN_VALUE : Math.ceilDiv(at, UsageSums.BUCKET_MILLIS);
    }

    /// All time is asked of the sums by session, which are few; a part of it of the cells.
    private static PreparedStatement select(Sqlite sqlite, UsageBy by, long from, long to) throws SQLException {
        boolean always = from == Long.MIN_VALUE && to == Long.MAX_VALUE && by != UsageBy.TIME;
        var table = by == UsageBy.TIME ? "usage_by_time" : always ? "usage_by_session" : "usage_sums";
        var select =
                sqlite.prepare(sql(by, " FROM " + table + (always ? " u" : " u WHERE bucket >= ? AND bucket < ?")));
        if (always) return select;
        select.setLong(1, firstBucket(from));
        select.setLong(2, firstBucket(to));
        return select;
    }

    /// Columns: agent, name, bucket, sub, then the sums.
    private static String sql(UsageBy by, String cells) {
        return switch (by) {
            case AGENT -> "SELECT agent, NULL, 0, sub, " + SUMS + cells + " GROUP BY agent, sub ORDER BY agent";
            case TIME -> "SELECT agent, NULL, bucket, sub, " + NAMES + cells + " ORDER BY bucket, agent, sub";
            case MODEL ->
                "SELECT u.agent, m.name, 0, u.sub, " + NAMES + " FROM (SELECT agent, model, sub, " + SUMS + cells
                        + " GROUP BY agent, model, sub) u LEFT JOIN models m ON m.ref = u.model ORDER BY u.agent, m.name";
            case PROJECT ->
                "SELECT u.agent, s.project, 0, u.sub, " + NAMES + perSession(cells) + " ORDER BY u.agent, s.project";
            case SESSION ->
                "SELECT u.agent, s.name, 0, u.sub, " + NAMES + perSession(cells) + " ORDER BY u.agent, s.name";
        };
    }

    private static String perSession(String cells) {
        return " FROM (SELECT agent, session, sub, " + SUMS + cells
                + " GROUP BY session, sub) u JOIN sessions s ON s.ref = u.session";
    }

    private record Name(Agent agent, @Nullable String name, long bucketStart) {}

    private static void add(Map<Name, UsageSum> sums, ResultSet row) throws SQLException {
        var name = new Name(Rows.agent(row.getInt(1)), row.getString(2), bucketStart(row.getLong(3)));
        var tokens = tokens(row);
        var sub = row.getInt(4) == 1 ? tokens : Tokens.NONE;
        sums.merge(name, new UsageSum(name.agent(), name.name(), name.bucketStart(), tokens, sub), UsageQuestion::plus);
    }

    private static long bucketStart(long bucket) {
        return bucket == UsageSums.bucket(Observation.UNTIMED) ? Observation.UNTIMED : bucket * UsageSums.BUCKET_MILLIS;
    }

    private static Tokens tokens(ResultSet row) throws SQLException {
        return new Tokens(
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11));
    }

    private static UsageSum plus(UsageSum one, UsageSum other) {
        return new UsageSum(
                one.agent(),
                one.name(),
                one.bucketStart(),
                one.total().plus(other.total()),
                one.subagents().plus(other.subagents()));
    }
}
