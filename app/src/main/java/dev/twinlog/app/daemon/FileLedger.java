package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.journal.Control;
import dev.twinlog.model.Gap;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.Outages;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// The part of the sessions' ledgers that tells of files which shrank or vanished (SPEC 3.8), as the source
/// journaled it. Such a gap is explained when every byte that was seen is captured, open when some are
/// missing, and healed when the file came back and gave them.
final class FileLedger {
    private final Store store;
    private final Map<SessionId, List<Gap>> told = new LinkedHashMap<>();

    FileLedger(Store store) {
        this.store = store;
    }

    /// Takes the fact that a captured file shrank or vanished.
    void tell(Control fact, FileRow file) {
        told.computeIfAbsent(file.session(), session -> new ArrayList<>()).add(gap(fact, file));
    }

    private static Gap gap(Control fact, FileRow file) {
        boolean vanished = fact.type().equals(Controls.FILE_VANISHED);
        long captured = number(fact, "captured");
        long known = Math.max(number(fact, "known"), vanished ? number(fact, "size") : 0);
        var packed = fact.values().get("replacedBy");
        boolean missing = packed == null && captured < known;
        return new Gap(
                file.session(),
                vanished ? Gap.Kind.FILE_VANISHED : Gap.Kind.FILE_SHRANK,
                new Place(file.key(), missing ? captured : 0, missing ? known : 0).id(),
                missing ? Gap.State.OPEN : Gap.State.EXPLAINED,
                fact.at(),
                file.path()
                        + (vanished ? " is no longer there" : " became shorter")
                        + (packed == null ? "" : ", it is now " + packed)
                        + (missing
                                ? "; its bytes from " + captured + " to " + known + " were never captured"
                                : "; the " + captured + " bytes that it had are captured"));
    }

    private static long number(Control fact, String name) {
        try {
            return Long.parseLong(fact.values().getOrDefault(name, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// Which bytes of which file are missing: the id of a gap says it. None when both ends are 0.
    private record Place(long file, long from, long to) {
        String id() {
            return Long.toHexString(file) + (to == 0 ? "" : "/" + from + "-" + to);
        }

        static Place of(String id) {
            int slash = id.indexOf('/');
            if (slash < 0) return new Place(Long.parseUnsignedLong(id, 16), 0, 0);
            int dash = id.indexOf('-', slash);
            return new Place(
                    Long.parseUnsignedLong(id.substring(0, slash), 16),
                    Long.parseLong(id.substring(slash + 1, dash)),
                    Long.parseLong(id.substring(dash + 1)));
        }
    }

    /// The whole new ledgers of the sessions that changed, and of those whose files did.
    ///
    /// @param outages times in which telemetry could not come in
    /// @param files   gives what is known of a file by its key
    Map<SessionId, List<Gap>> ledgers(
            Collection<SessionState> changed, Outages outages, LongFunction<@Nullable FileRow> files) {
        var ledgers = new LinkedHashMap<SessionId, List<Gap>>();
        for (var state : changed) {
            var ledger = new ArrayList<>(state.gaps(outages));
            ledger.addAll(ofFiles(state.id(), store.gaps(state.id()), files));
            ledgers.put(state.id(), ledger);
        }
        for (var session : told.keySet()) {
            if (ledgers.containsKey(session)) continue;
            var stored = store.gaps(session);
            var ledger = new ArrayList<>(
                    stored.stream().filter(gap -> !isOfFile(gap)).toList());
            ledger.addAll(ofFiles(session, stored, files));
            ledgers.put(session, ledger);
        }
        return ledgers;
    }

    private Collection<Gap> ofFiles(SessionId session, List<Gap> stored, LongFunction<@Nullable FileRow> files) {
        var gaps = new LinkedHashMap<String, Gap>();
        for (var gap : stored) if (isOfFile(gap)) gaps.put(gap.kind() + gap.id(), gap);
        for (var gap : told.getOrDefault(session, List.of())) gaps.put(gap.kind() + gap.id(), gap);
        gaps.replaceAll((id, gap) -> asOf(gap, files));
        return gaps.values();
    }

    private static boolean isOfFile(Gap gap) {
        return gap.kind() == Gap.Kind.FILE_VANISHED || gap.kind() == Gap.Kind.FILE_SHRANK;
    }

    private static Gap asOf(Gap gap, LongFunction<@Nullable FileRow> files) {
        if (gap.state() != Gap.State.OPEN) return gap;
        var missing = Place.of(gap.id());
        var file = files.apply(missing.file);
        if (file == null || file.captured() < missing.to) return gap;
        return new Gap(
                gap.session(),
                gap.kind(),
                gap.id(),
                Gap.State.HEALED,
                gap.since(),
                gap.evidence() + ", until it came back");
    }

    /// What was told is committed.
    void clear() {
        told.clear();
    }
}
