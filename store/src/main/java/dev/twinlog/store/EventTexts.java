package dev.twinlog.store;

import java.nio.file.Path;
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

    /// At most so many events with ids in `(after, upTo]`, ascending.
    List<Text> read(long after, long upTo, int limit) {
        return store.ask(sqlite -> {
            var select = sqlite.prepare("SELECT id, at, body FROM events WHERE id > ? AND id <= ? ORDER BY id LIMIT ?");
            select.setLong(1, after);
            select.setLong(2, upTo);
            select.setInt(3, limit);
            return Rows.all(
                    select,
                    row -> new Text(
                            row.getLong(1), row.getLong(2), SearchText.ofBody(BodyPacking.unpack(row.getBytes(3)))));
        });
    }

    @Override
    public void close() {
        store.close();
    }
}
