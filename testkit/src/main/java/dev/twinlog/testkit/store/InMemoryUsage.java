package dev.twinlog.testkit.store;

import dev.twinlog.model.Observation;
import dev.twinlog.store.Batch.EventRow;
import dev.twinlog.store.Batch.Usage;
import dev.twinlog.store.StoreReader.Tokens;
import dev.twinlog.store.StoreReader.UsageBy;
import dev.twinlog.store.StoreReader.UsageCell;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was used, added up from every event that an {@link InMemoryStore} remembers.
///
/// @param by what each sum is of
record InMemoryUsage(Remembered known, UsageBy by) {
    private static final long QUARTER_HOUR_MILLIS = 900_000;
    private static final long DAY_MILLIS = 86_400_000;

    /// Cells of quarter hours that begin within `[from, to)`, epoch milliseconds; those of one sum follow one another.
    List<UsageCell> cells(long from, long to) {
        var order = Comparator.comparing(UsageCell::bucketStart)
                .thenComparing(UsageCell::agent)
                .thenComparing(cell -> Optional.ofNullable(cell.name()).orElse(""))
                .thenComparing(cell -> Optional.ofNullable(cell.model()).orElse(""))
                .thenComparing(cell -> Optional.ofNullable(cell.day()).orElse(Long.MIN_VALUE))
                .thenComparing(UsageCell::costClass)
                .thenComparing(UsageCell::spender);
        var cells = new TreeMap<UsageCell, UsageCell>(order);
        for (var event : known.events.values()) {
            if (event.usage() == null || !event.owned()) continue;
            long start = quarterHour(event.at());
            if (start < from || start >= to) continue;
            var cell = cell(event, event.usage(), start);
            cells.merge(cell, cell, InMemoryUsage::plus);
        }
        return List.copyOf(cells.values());
    }

    private static long quarterHour(long at) {
        if (at == Observation.UNTIMED) return at;
        return Math.floorDiv(at, QUARTER_HOUR_MILLIS) * QUARTER_HOUR_MILLIS;
    }

    private UsageCell cell(EventRow event, Usage usage, long start) {
        var agent = event.session().agent();
        return new UsageCell(
                agent,
                name(event, usage),
                by == UsageBy.TIME ? start : 0,
                usage.model(),
                start == Observation.UNTIMED ? null : Math.floorDiv(start, DAY_MILLIS),
                usage.costClass(agent),
                usage.spender(),
                new Tokens(
                        1,
                        usage.input(),
                        usage.output(),
                        usage.cacheRead(),
                        usage.cacheCreation(),
                        usage.cacheCreation1h(),
                        usage.reasoning()),
                usage.costNanos() == null ? 0 : usage.costNanos());
    }

    private @Nullable String name(EventRow event, Usage usage) {
        var session = known.sessions.get(event.session());
        return switch (by) {
            case AGENT, TIME -> null;
            case MODEL -> usage.model();
            case PROJECT -> session == null ? null : session.project();
            case SESSION -> event.session().id();
        };
    }

    private static UsageCell plus(UsageCell one, UsageCell other) {
        return new UsageCell(
                one.agent(),
                one.name(),
                one.bucketStart(),
                one.model(),
                one.day(),
                one.costClass(),
                one.spender(),
                one.tokens().plus(other.tokens()),
                one.costNanos() + other.costNanos());
    }
}
