package dev.twinlog.store;

import static dev.twinlog.store.UsageSums.bucket;

import dev.twinlog.model.Gap;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.EventRow;
import dev.twinlog.store.Batch.OwnershipRow;
import dev.twinlog.store.Batch.Usage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// Writes a batch into the running transaction. It neither commits nor takes back.
final class BatchWriter implements AutoCloseable {
    /// How many verdicts the log keeps at least; whole commits are dropped beyond it.
    static final long DECISIONS_MAX = StoreReader.DECISIONS_KEPT_MAX;

    /// Drops the commits before the one that holds a running number.
    private static final String TRIM_LOG =
            "DELETE FROM decisions WHERE first < (SELECT max(first) FROM decisions WHERE first <= ?)";

    private final Sqlite sqlite;
    private final References references;
    private final BodyPacking packing = new BodyPacking();
    private final UsageSums sums = new UsageSums();
    private final IndexRows indexRows;
    private final TelemetryRows telemetry;
    private long decisions;

    BatchWriter(Sqlite sqlite) throws SQLException {
        this.sqlite = sqlite;
        this.references = new References(sqlite);
        this.indexRows = new IndexRows(sqlite, references);
        this.telemetry = new TelemetryRows(sqlite, references);
        this.decisions = decisionsEver();
    }

    References references() {
        return references;
    }

    TelemetryRows telemetry() {
        return telemetry;
    }

    void write(Batch batch, long lastEventId) throws SQLException {
        indexRows.write(batch);
        for (var forgotten : batch.forgotten()) forget(forgotten);
        writeEvents(batch.events());
        for (var change : batch.ownership()) own(change);
        sums.write(sqlite);
        for (var ledger : batch.gaps().entrySet()) writeLedger(ledger.getKey(), ledger.getValue());
        addCounters(batch.counters());
        addUnknown(batch.unknown());
        log(batch.decisions());
        writeProgress(batch.position(), lastEventId);
    }

    private void writeEvents(List<EventRow> events) throws SQLException {
        if (events.isEmpty()) return;
        var insert = sqlite.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (var event : events) {
            long session = references.session(event.session());
            bind(insert, event, session);
            insert.executeUpdate();
            if (event.usage() != null) writeUsage(event, session, event.usage());
        }
    }

    private void bind(PreparedStatement insert, EventRow event, long session) throws SQLException {
        insert.setLong(1, event.id());
        insert.setLong(2, session);
        insert.setInt(3, event.kind().ordinal());
        insert.setString(4, event.key());
        insert.setLong(5, event.at());
        insert.setString(6, event.turn());
        insert.setString(7, event.status());
        insert.setString(8, event.agentId());
        insert.setInt(9, event.owned() ? 1 : 0);
        insert.setLong(10, event.copyId());
        insert.setBytes(11, packing.pack(event.body().get()));
    }

    private void writeUsage(EventRow event, long session, Usage usage) throws SQLException {
        var agent = event.session().agent();
        var cell = UsageSums.Cell.of(bucket(event.at()), session, references.model(usage.model()), agent, usage);
        var insert = sqlite.prepare("INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.setLong(1, event.id());
        insert.setInt(2, agent.ordinal());
        insert.setLong(3, session);
        insert.setLong(4, cell.model());
        insert.setInt(5, usage.spender().ordinal());
        insert.setLong(6, cell.bucket());
        insert.setInt(7, event.owned() ? 1 : 0);
        insert.setLong(8, usage.input());
        insert.setLong(9, usage.output());
        insert.setLong(10, usage.cacheRead());
        insert.setLong(11, usage.cacheCreation());
        insert.setLong(12, usage.cacheCreation1h());
        insert.setLong(13, usage.reasoning());
        insert.setObject(14, usage.costNanos());
        insert.executeUpdate();
        if (event.owned()) sums.add(cell, usage);
    }

    private void forget(long event) throws SQLException {
        takeAwayUsage(event);
        change("DELETE FROM usage WHERE event = ?", event);
        change("DELETE FROM events WHERE id = ?", event);
    }

    /// Forgets the pieces of a file, whose row stays.
    void expire(Batch.FileRow file) throws SQLException {
        indexRows.write(file);
        change("DELETE FROM chunks WHERE file = ?", file.key());
    }

    /// Takes a session away. Its number stays: its files name it.
    void remove(SessionId session) throws SQLException {
        var ref = references.find(session);
        if (ref == null) return;
        var select = sqlite.prepare("SELECT id FROM events WHERE session = ?");
        select.setLong(1, ref);
        for (var event : Rows.all(select, row -> row.getLong(1))) forget(event);
        sums.write(sqlite);
        for (var table : List.of("record_index", "gaps", "file_sessions"))
            change("DELETE FROM " + table + " WHERE session = ?", ref);
        telemetry.remove(ref);
        change(
                "UPDATE sessions SET told = 0, project = NULL, title = NULL, git_branch = NULL, version = NULL,"
                        + " model = NULL, parent = NULL, started_at = 0, ended_at = 0, ended = 0, prompts = 0,"
                        + " messages = 0, tool_calls = 0 WHERE ref = ?",
                ref);
    }

    private void own(OwnershipRow row) throws SQLException {
        if (row.owned()) addUsage(row.event());
        else takeAwayUsage(row.event());
        int owned = row.owned() ? 1 : 0;
        change("UPDATE usage SET owned = " + owned + " WHERE event = ?", row.event());
        change("UPDATE events SET owned = " + owned + " WHERE id = ?", row.event());
    }

    private void change(String sql, long parameter) throws SQLException {
        var statement = sqlite.prepare(sql);
        statement.setLong(1, parameter);
        statement.executeUpdate();
    }

    private void addUsage(long event) throws SQLException {
        eachUsage(event, false, sums::add);
    }

    private void takeAwayUsage(long event) throws SQLException {
        eachUsage(event, true, sums::takeAway);
    }

    private interface CellChange {
        void apply(UsageSums.Cell cell, Usage usage);
    }

    private void eachUsage(long event, boolean owned, CellChange change) throws SQLException {
        var select = sqlite.prepare("SELECT * FROM usage WHERE event = ? AND owned = ?");
        select.setLong(1, event);
        select.setInt(2, owned ? 1 : 0);
        try (var row = select.executeQuery()) {
            if (!row.next()) return;
            var usage = usage(row);
            change.apply(cell(row, usage), usage);
        }
    }

    private static UsageSums.Cell cell(ResultSet row, Usage usage) throws SQLException {
        var agent = Rows.agent(row.getInt(2));
        return UsageSums.Cell.of(row.getLong(6), row.getLong(3), row.getLong(4), agent, usage);
    }

    private static Usage usage(ResultSet row) throws SQLException {
        return new Usage(
                null,
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                Rows.spender(row.getInt(5)),
                row.getObject(14) == null ? null : row.getLong(14));
    }

    private void writeLedger(SessionId session, List<Gap> gaps) throws SQLException {
        long ref = references.session(session);
        change("DELETE FROM gaps WHERE session = ?", ref);
        var insert = sqlite.prepare("INSERT OR REPLACE INTO gaps VALUES (?, ?, ?, ?, ?, ?)");
        for (var gap : gaps) {
            insert.setLong(1, ref);
            insert.setInt(2, gap.kind().ordinal());
            insert.setString(3, gap.id());
            insert.setInt(4, gap.state().ordinal());
            insert.setLong(5, gap.since());
            insert.setString(6, gap.evidence());
            insert.executeUpdate();
        }
    }

    private void addCounters(Map<String, Long> amounts) throws SQLException {
        for (var counter : amounts.entrySet()) {
            var add = sqlite.prepare("INSERT INTO counters VALUES (?, ?)"
                    + " ON CONFLICT DO UPDATE SET amount = amount + excluded.amount");
            add.setString(1, counter.getKey());
            add.setLong(2, counter.getValue());
            add.executeUpdate();
        }
    }

    private void addUnknown(Map<Batch.UnknownType, Long> amounts) throws SQLException {
        for (var unknown : amounts.entrySet()) {
            var type = isKnown(unknown.getKey()) || hasRoom()
                    ? unknown.getKey()
                    : unknown.getKey().others();
            var add = sqlite.prepare("INSERT INTO unknown_types VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT DO UPDATE SET amount = amount + excluded.amount");
            add.setInt(1, type.agent().ordinal());
            add.setString(2, type.type());
            add.setString(3, type.version());
            add.setLong(4, unknown.getValue());
            add.executeUpdate();
        }
    }

    private boolean isKnown(Batch.UnknownType type) throws SQLException {
        var select = sqlite.prepare("SELECT 1 FROM unknown_types WHERE agent = ? AND type = ? AND version = ?");
        select.setInt(1, type.agent().ordinal());
        select.setString(2, type.type());
        select.setString(3, type.version());
        return !Rows.all(select, row -> row.getInt(1)).isEmpty();
    }

    private boolean hasRoom() throws SQLException {
        var select = sqlite.prepare("SELECT count(*) FROM unknown_types");
        return Rows.all(select, row -> row.getInt(1)).getFirst() < Batch.UnknownType.TYPES_MAX;
    }

    private void log(List<Batch.DecisionRow> rows) throws SQLException {
        if (rows.isEmpty()) return;
        var insert = sqlite.prepare("INSERT INTO decisions VALUES (?, ?, ?)");
        insert.setLong(1, decisions);
        insert.setInt(2, rows.size());
        insert.setBytes(3, DecisionPack.pack(rows));
        insert.executeUpdate();
        decisions += rows.size();
        change(TRIM_LOG, decisions - DECISIONS_MAX);
    }

    private void writeProgress(long position, long lastEventId) throws SQLException {
        var update = sqlite.prepare("UPDATE progress SET position = ?, last_event = ?");
        update.setLong(1, position);
        update.setLong(2, lastEventId);
        update.executeUpdate();
    }

    private long decisionsEver() throws SQLException {
        return sqlite.number("SELECT first + amount FROM decisions ORDER BY first DESC LIMIT 1", 0);
    }

    /// Forgets what belonged to a transaction that was taken back.
    void takenBack() throws SQLException {
        references.forget();
        sums.forget();
        decisions = decisionsEver();
    }

    @Override
    public void close() {
        packing.close();
    }
}
