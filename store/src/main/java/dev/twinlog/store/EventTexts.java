package dev.twinlog.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the texts of committed events back from their bodies, by id.
final class EventTexts implements AutoCloseable {
    private final ReadConnections store;

    EventTexts(Path file) {
        this.store = new ReadConnections(file);
    }

    /// @param texts may be empty
    record Text(long id, long at, List<String> texts) {
        /// About how much memory it takes: a byte for most characters of what agents write.
        long bytes() {
            long bytes = 64;
            for (var text : texts) bytes += 48 + text.length();
            return bytes;
        }
    }

    /// After a read of this much no further event is read at once.
    static final long BYTES_AT_ONCE = 4 << 20;

    /// At most so many events with ids in `(after, upTo]`, ascending; fewer when they have long texts, but
    /// at least one when there is any.
    List<Text> read(long after, long upTo, int limit) {
        return store.ask(sqlite -> {
            var select = sqlite.prepare("SELECT id, at, body FROM events WHERE id > ? AND id <= ? ORDER BY id LIMIT ?");
            select.setLong(1, after);
            select.setLong(2, upTo);
            select.setInt(3, limit);
            var some = new ArrayList<Text>();
            long bytes = 0;
            try (var row = select.executeQuery()) {
                while (bytes < BYTES_AT_ONCE && row.next()) {
                    var texts = SearchText.ofBody(BodyPacking.unpack(row.getBytes(3)));
                    some.add(new Text(row.getLong(1), row.getLong(2), texts));
                    bytes += some.getLast().bytes();
                }
            }
            return some;
        });
    }

    @Override
    public void close() {
        store.close();
    }
}
