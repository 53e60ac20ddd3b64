package dev.twinlog.app.daemon.feed;

import java.util.ArrayList;
import java.util.List;

/// Which events were settled from files that were read in bulk. Those are history, unless they happened lately.
///
/// @param spans in the order of their ids
public record ImportSpans(List<Span> spans) {
    /// More than this are forgotten, the oldest first: what was in them counts as news.
    static final int SPANS_MAX = 1000;

    static final ImportSpans NONE = new ImportSpans(List.of());

    /// Events with ids from `from` to `to`, both inclusive.
    ///
    /// @param begun when the import began that they were part of, epoch milliseconds
    /// @param large whether that is too large for anybody to follow
    public record Span(long from, long to, long begun, boolean large) {
        private boolean goesOnIn(Span next) {
            return to + 1 == next.from && begun == next.begun && large == next.large;
        }

        private boolean has(long event) {
            return from <= event && event <= to;
        }
    }

    public ImportSpans {
        spans = List.copyOf(spans);
    }

    /// With one more behind the others.
    ImportSpans and(Span next) {
        if (next.from > next.to) return this;
        var all = new ArrayList<>(spans);
        if (!all.isEmpty() && all.getLast().goesOnIn(next))
            next = new Span(all.removeLast().from, next.to, next.begun, next.large);
        all.add(next);
        return new ImportSpans(all.subList(Math.max(0, all.size() - SPANS_MAX), all.size()));
    }

    /// Whether an event came in an import that is history: a large one, or one that had begun before a moment.
    boolean has(long event, long before) {
        for (var span : spans) if (span.has(event)) return span.large || span.begun <= before;
        return false;
    }
}
