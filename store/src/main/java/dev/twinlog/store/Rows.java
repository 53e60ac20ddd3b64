package dev.twinlog.store;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of the tables as values. The columns that each reader expects stand beside it.
final class Rows {
    /// The parent of a session `s`, unless it is its own ancestor: recordings that contradict each other may say so.
    private static final String PARENT = "CASE WHEN s.parent IS NOT NULL AND s.name NOT IN ("
            + "WITH RECURSIVE up(name) AS (SELECT s.parent UNION SELECT p.parent FROM up"
            + " JOIN sessions p ON p.name = up.name AND p.agent = s.agent WHERE p.parent IS NOT NULL)"
            + " SELECT name FROM up) THEN s.parent END";

    static final String SESSION_COLUMNS = "s.name, s.agent, s.project, s.title, s.git_branch, s.version, s.model, "
            + PARENT
            + ", s.started_at, s.ended_at, s.ended, s.prompts, s.messages, s.tool_calls";
    static final String FILE_COLUMNS = "f.key, s.name, s.agent, f.agent, f.root, f.path, f.device, f.inode,"
            + " f.generation, f.generation_bytes, f.captured, f.first_seen, f.gone";
    /// Packed bodies that are longer are read one by one, when they are asked for.
    static final int BODY_BYTES_AT_ONCE = 2048;
    static final String EVENT_COLUMNS = "id, kind, key, at, turn, status, agent, owned," + " CASE WHEN length(body) <= "
            + BODY_BYTES_AT_ONCE + " THEN body END";
    static final String GAP_COLUMNS = "s.name, s.agent, g.kind, g.id, g.state, g.since, g.evidence";

    private static final Agent[] AGENTS = Agent.values();
    private static final Kind[] KINDS = Kind.values();
    private static final Spender[] SPENDERS = Spender.values();

    private Rows() {}

    /// One row as a value.
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /// All rows of a statement whose parameters are set.
    static <T> List<T> all(PreparedStatement statement, Row<T> row) throws SQLException {
        var all = new ArrayList<T>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) all.add(row.of(rows));
        }
        return all;
    }

    static Spender spender(int stored) {
        return SPENDERS[stored];
    }

    static Agent agent(int ordinal) {
        return AGENTS[ordinal];
    }

    static Kind kind(int ordinal) {
        return KINDS[ordinal];
    }

    /// {@link #SESSION_COLUMNS}.
    static Batch.SessionRow session(ResultSet row) throws SQLException {
        return new Batch.SessionRow(
                sessionId(row, 1),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getLong(9),
                row.getLong(10),
                row.getInt(11) == 1,
                row.getLong(12),
                row.getLong(13),
                row.getLong(14));
    }

    /// A name, and beside it an agent.
    static SessionId sessionId(ResultSet row, int column) throws SQLException {
        return new SessionId(agent(row.getInt(column + 1)), row.getString(column));
    }

    /// {@link #FILE_COLUMNS}.
    static Batch.FileRow file(ResultSet row) throws SQLException {
        return new Batch.FileRow(
                row.getLong(1),
                sessionId(row, 2),
                agent(row.getInt(4)),
                row.getString(5),
                row.getString(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getInt(10),
                row.getLong(11),
                row.getLong(12),
                row.getInt(13) == 1);
    }

    /// `file, start, length, position`.
    static Batch.ChunkRow chunk(ResultSet row) throws SQLException {
        return new Batch.ChunkRow(row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4));
    }

    /// {@link #EVENT_COLUMNS}.
    ///
    /// @param later reads the body of an event that is long
    static StoreReader.NarrativeEvent event(ResultSet row, LongBody later) throws SQLException {
        return event(row, packed(row), later);
    }

    /// The packed body of {@link #EVENT_COLUMNS}, or null when it is long.
    static byte @Nullable [] packed(ResultSet row) throws SQLException {
        return row.getBytes(9);
    }

    /// The same with the packed body that was read from it.
    static StoreReader.NarrativeEvent event(ResultSet row, byte @Nullable [] packed, LongBody later)
            throws SQLException {
        long id = row.getLong(1);
        var kind = kind(row.getInt(2));
        var key = row.getString(3);
        return new StoreReader.NarrativeEvent(
                id,
                kind,
                key,
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getInt(8) == 1,
                () -> BodyPacking.unpack(packed == null ? later.read(id, kind, key) : packed));
    }

    /// Reads one event's packed body.
    @FunctionalInterface
    interface LongBody {
        byte[] read(long id, Kind kind, String key);
    }

    /// {@link #GAP_COLUMNS}.
    static Gap gap(ResultSet row) throws SQLException {
        return new Gap(
                sessionId(row, 1),
                Gap.Kind.values()[row.getInt(3)],
                row.getString(4),
                Gap.State.values()[row.getInt(5)],
                row.getLong(6),
                row.getString(7));
    }
}
