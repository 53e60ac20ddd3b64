package dev.twinlog.app.daemon;

import dev.twinlog.model.SessionId;
import dev.twinlog.setup.Settings.RawKept;
import dev.twinlog.store.Batch.FileRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What is kept of sessions and of their raw bytes, as the operator chose it.
///
/// @param raw  what the journal keeps of raw bytes
/// @param days how long sessions are kept after their last activity; empty: for ever
record Keeping(RawKept raw, OptionalInt days) {
    /// Raw bytes that are not to be kept stay until nothing has happened in their sessions for so long: a session that
    /// goes on after they are gone is heard again whole.
    static final Duration QUIET = Duration.ofHours(1);

    /// A captured file whose raw bytes are kept.
    ///
    /// @param told the sessions in the store of which it told something
    record Known(FileRow file, Set<SessionId> told) {
        Known {
            told = Set.copyOf(told);
        }
    }

    /// What is to be let go of.
    ///
    /// @param remove sessions that are too old
    /// @param expire files whose raw bytes are, each with the setting that says so
    /// @param quiet  sessions that let go of their raw telemetry, each with the setting that says so
    record Plan(Set<SessionId> remove, List<Expiring> expire, SortedMap<SessionId, String> quiet) {
        Plan {
            remove = new TreeSet<>(remove);
            expire = List.copyOf(expire);
            quiet = new TreeMap<>(quiet);
        }

        boolean isEmpty() {
            return remove.isEmpty() && expire.isEmpty() && quiet.isEmpty();
        }
    }

    /// @param because the setting
    record Expiring(FileRow file, String because) {}

    /// Whether there can be anything to let go of.
    boolean letsGo() {
        return raw == RawKept.NONE || days.isPresent();
    }

    /// How long requests of telemetry are kept that told nothing of any session; empty: for ever.
    ///
    /// @param own the days by a setting of their class
    Optional<Duration> toldNothing(OptionalInt own) {
        var terms = new ArrayList<Duration>();
        if (raw == RawKept.NONE) terms.add(QUIET);
        days.ifPresent(each -> terms.add(Duration.ofDays(each)));
        own.ifPresent(each -> terms.add(Duration.ofDays(each)));
        return terms.stream().min(Duration::compareTo);
    }

    /// What is to be let go of now.
    ///
    /// @param telemetry the sessions of which requests told, and when the last of these came, epoch milliseconds
    /// @param activity when something happened last in each session, epoch milliseconds
    Plan plan(Collection<Known> files, Map<SessionId, Long> telemetry, Map<SessionId, Long> activity, long now) {
        var remove = new TreeSet<SessionId>();
        activity.forEach((session, last) -> {
            if (tooOld(last, now)) remove.add(session);
        });
        var expire = new ArrayList<Expiring>();
        for (var known : files) {
            var staying = new TreeSet<>(known.told());
            staying.removeAll(remove);
            long last = staying.stream()
                    .mapToLong(session -> activity.getOrDefault(session, now))
                    .max()
                    .orElse(known.file().firstSeen());
            if (staying.isEmpty() && (!known.told().isEmpty() || tooOld(last, now)))
                expire.add(new Expiring(known.file(), "retention.days"));
            else if (raw == RawKept.NONE && last <= now - QUIET.toMillis())
                expire.add(new Expiring(known.file(), "raw.keep"));
        }
        return new Plan(remove, expire, quiet(files, expire, telemetry, activity, remove, now));
    }

    /// Those of which nothing else stays. What a removed one had goes with it.
    private SortedMap<SessionId, String> quiet(
            Collection<Known> files,
            List<Expiring> expire,
            Map<SessionId, Long> telemetry,
            Map<SessionId, Long> activity,
            Set<SessionId> remove,
            long now) {
        var going = expire.stream().map(each -> each.file().key()).collect(Collectors.toSet());
        var staying = new TreeSet<SessionId>(remove);
        for (var known : files) if (!going.contains(known.file().key())) staying.addAll(known.told());
        var quiet = new TreeMap<SessionId, String>();
        telemetry.forEach((session, came) -> {
            if (staying.contains(session)) return;
            long last = activity.getOrDefault(session, came);
            if (tooOld(last, now)) quiet.put(session, "retention.days");
            else if (raw == RawKept.NONE && last <= now - QUIET.toMillis()) quiet.put(session, "raw.keep");
        });
        return quiet;
    }

    private boolean tooOld(long last, long now) {
        return days.isPresent() && last < now - Duration.ofDays(days.getAsInt()).toMillis();
    }
}
