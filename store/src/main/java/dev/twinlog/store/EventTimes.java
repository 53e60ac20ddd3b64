package dev.twinlog.store;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.sql.SQLException;
import java.util.Arrays;

/// When the indexed events were, packed: rows of up to {@link #ROW_EVENTS} events, found by their first id,
/// each event a distance of ids and a distance of times. It puts hits in the order of time without looking
/// each one up.
final class EventTimes {
    static final int ROW_EVENTS = 1024;

    private static final int EVENT_BYTES_MAX = 20;

    private final byte[] packed = new byte[ROW_EVENTS * EVENT_BYTES_MAX];
    private int length;
    private int count;
    private long first;
    private long lastId;
    private long lastAt;

    static void make(Sqlite sqlite) throws SQLException {
        sqlite.execute("CREATE TABLE times (first INTEGER PRIMARY KEY, packed BLOB NOT NULL)");
    }

    void add(Sqlite sqlite, long id, long at) throws SQLException {
        if (count == 0) {
            first = id;
            lastId = id;
            lastAt = 0;
        }
        length = Varint.put(packed, length, id - lastId);
        length = Varint.put(packed, length, Varint.zigzag(at - lastAt));
        lastId = id;
        lastAt = at;
        if (++count == ROW_EVENTS) write(sqlite);
    }

    void write(Sqlite sqlite) throws SQLException {
        if (count == 0) return;
        var insert = sqlite.prepare("INSERT INTO times VALUES (?, ?)");
        insert.setLong(1, first);
        insert.setBytes(2, Arrays.copyOf(packed, length));
        insert.executeUpdate();
        clear();
    }

    void clear() {
        length = 0;
        count = 0;
    }

    /// The times of ascending ids.
    static long[] of(Sqlite sqlite, LongArrayList ids) throws SQLException {
        var times = new long[ids.size()];
        var select = sqlite.prepare("SELECT first, packed FROM times WHERE first <= ? ORDER BY first DESC LIMIT 1");
        for (int next = 0; next < times.length; ) {
            select.setLong(1, ids.getLong(next));
            try (var row = select.executeQuery()) {
                if (!row.next()) throw new SQLException("the time of event " + ids.getLong(next) + " is missing");
                next = fill(row.getLong(1), row.getBytes(2), ids, next, times);
            }
        }
        return times;
    }

    private static int fill(long first, byte[] packed, LongArrayList ids, int from, long[] times) throws SQLException {
        var number = new long[1];
        long id = first;
        long at = 0;
        int next = from;
        for (int place = 0; place < packed.length && next < times.length; ) {
            place = Varint.get(packed, place, number);
            id += number[0];
            place = Varint.get(packed, place, number);
            at += Varint.unzigzag(number[0]);
            if (id == ids.getLong(next)) times[next++] = at;
        }
        if (next == from) throw new SQLException("the time of event " + ids.getLong(from) + " is missing");
        return next;
    }
}
