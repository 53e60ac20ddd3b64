package dev.twinlog.journal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Which piece gives which bytes of a file. Where pieces overlap the one that was journaled last is taken.
final class Covering {
    /// A run of bytes that one piece gives.
    record Run(FileChunkRef piece, long from, long to) {}

    private static final Comparator<FileChunkRef> NEWEST_FIRST =
            Comparator.comparingLong(FileChunkRef::position).reversed();

    private Covering() {}

    /// The runs from an offset to the end of the last piece, in order.
    ///
    /// @throws HoleException when no piece has the next byte
    static List<Run> of(List<FileChunkRef> pieces, long from) throws HoleException {
        var byOffset = pieces.stream()
                .filter(piece -> piece.end() > from)
                .sorted(Comparator.comparingLong(FileChunkRef::offset))
                .toList();
        var here = new PriorityQueue<>(NEWEST_FIRST);
        var runs = new ArrayList<Run>();
        long at = from;
        int next = 0;
        while (next < byOffset.size() || !here.isEmpty()) {
            while (next < byOffset.size() && byOffset.get(next).offset() <= at) here.add(byOffset.get(next++));
            long reached = at;
            here.removeIf(piece -> piece.end() <= reached);
            var newest = here.peek();
            if (newest == null && next == byOffset.size()) break;
            if (newest == null) throw new HoleException(at, byOffset.get(next).offset());
            long to = next < byOffset.size()
                    ? Math.min(newest.end(), byOffset.get(next).offset())
                    : newest.end();
            add(runs, newest, at, to);
            at = to;
        }
        return runs;
    }

    private static void add(List<Run> runs, FileChunkRef piece, long from, long to) {
        if (!runs.isEmpty() && runs.getLast().piece().equals(piece))
            from = runs.removeLast().from();
        runs.add(new Run(piece, from, to));
    }
}
