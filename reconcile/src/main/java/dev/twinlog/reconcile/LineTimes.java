package dev.twinlog.reconcile;

import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.Unreadable;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Map;
import java.util.TreeMap;

/// When the lines of each file of a session were written: a line that cannot be read tells no time, the one
/// before it does.
final class LineTimes {
    /// By file, pairs of a line's offset and its time, in the order in which they were heard.
    private final Map<Long, LongArrayList> files = new TreeMap<>();

    void add(RecordSeen record) {
        if (record.at() == Observation.UNTIMED) return;
        var lines = files.computeIfAbsent(record.file(), file -> new LongArrayList());
        lines.add(record.offset());
        lines.add(record.at());
    }

    /// The times of all lines that tell one.
    RisingTimes times() {
        var times = new LongArrayList();
        for (var lines : files.values()) for (int i = 1; i < lines.size(); i += 2) times.add(lines.getLong(i));
        return new RisingTimes(times.toLongArray());
    }

    /// The time of the last line with one before a place of its file, or the other value.
    long before(Unreadable line, long otherwise) {
        var lines = files.get(line.file());
        if (lines == null) return otherwise;
        long last = -1;
        long at = otherwise;
        for (int i = 0; i < lines.size(); i += 2) {
            long offset = lines.getLong(i);
            if (offset >= line.raw().offset() || offset < last) continue;
            last = offset;
            at = lines.getLong(i + 1);
        }
        return at;
    }
}
