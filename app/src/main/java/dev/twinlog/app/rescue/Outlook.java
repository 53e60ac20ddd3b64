package dev.twinlog.app.rescue;

import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import dev.twinlog.readers.TranscriptPaths;
import dev.twinlog.sources.transcripts.Problem;
import dev.twinlog.sources.transcripts.TranscriptFiles;
import dev.twinlog.sources.transcripts.TranscriptFiles.Seen;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.views.Deletion;
import dev.twinlog.views.Deletion.Kept;
import dev.twinlog.views.Deletion.State;
import dev.twinlog.views.RescueView;
import dev.twinlog.views.RescueView.NotCaptured;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the agents will delete, and whether it is captured by then: decided from what lies on disk, what the
/// store knows, and what Claude Code's settings say. Pure, but for asking whether a file may be read.
///
/// @param files    what lies on disk
/// @param held     every file that the store knows
/// @param expired  keys of those whose raw bytes are no longer kept
/// @param kept     what is kept of raw bytes by the settings
/// @param readable whether a file may be read by this process; asked of those that are not captured
/// @param now      epoch milliseconds
public record Outlook(
        TranscriptFiles files,
        Collection<FileRow> held,
        Set<Long> expired,
        Kept kept,
        CleanUp cleanUp,
        Hearing hearing,
        Predicate<Path> readable,
        long now) {
    /// How soon a deletion is told of.
    public static final int WITHIN_DAYS = 7;
    /// Files that are named one by one; more are only counted.
    static final int FILES_NAMED_MAX = 20;

    private static final long DAY_MILLIS = 86_400_000;
    private static final String CODEX_KEEPS = "Codex deletes no session by itself; it may compress or archive it";

    /// A file on disk with what it means for its session.
    private record Standing(
            Seen seen, SessionId session, @Nullable Long at, long missing, boolean isExpired) {}

    /// A path as the store names it.
    private record Name(Agent agent, String root, String path) {}

    /// What becomes of each session that has files on disk, or had.
    public Map<SessionId, Deletion> deletions() {
        var bySession = new LinkedHashMap<SessionId, List<Standing>>();
        for (var one : standing())
            bySession.computeIfAbsent(one.session, _ -> new ArrayList<>()).add(one);
        var deletions = new LinkedHashMap<SessionId, Deletion>();
        bySession.forEach((session, standing) -> deletions.put(session, deletion(session, standing)));
        var bars = files.problems().stream()
                .filter(one -> one.kind() != Problem.Kind.NOT_WATCHED)
                .toList();
        for (var file : held) deletions.computeIfAbsent(file.session(), _ -> unseen(file, bars));
        return deletions;
    }

    /// The same summed up.
    public RescueView summary() {
        var deletions = deletions();
        var present = deletions.values().stream()
                .filter(one -> one.state() == State.DUE || one.state() == State.NEVER)
                .toList();
        var due = present.stream().filter(Outlook::isSoon).toList();
        return new RescueView(
                cleanUp instanceof CleanUp.After(var days, var _) ? days : null,
                cleanUp.words(),
                WITHIN_DAYS,
                present.size(),
                due.size(),
                due.stream().filter(one -> !one.captured()).count(),
                present.stream().filter(one -> !one.captured()).count(),
                unlisted(),
                count(deletions, State.GONE),
                count(deletions, State.UNKNOWN),
                kept,
                notCaptured(),
                files.problems().stream().map(Problem::text).toList());
    }

    private static long count(Map<SessionId, Deletion> deletions, State state) {
        return deletions.values().stream().filter(one -> one.state() == state).count();
    }

    private static boolean isSoon(Deletion deletion) {
        return deletion.daysLeft() != null && deletion.daysLeft() <= WITHIN_DAYS;
    }

    /// The sessions of which something is captured.
    private Set<SessionId> heard() {
        return held.stream()
                .filter(file -> file.captured() > 0)
                .map(FileRow::session)
                .collect(Collectors.toSet());
    }

    private long unlisted() {
        var heard = heard();
        return standing().stream()
                .filter(one -> one.missing > 0 && !heard.contains(one.session))
                .map(Standing::session)
                .distinct()
                .count();
    }

    private List<NotCaptured> notCaptured() {
        var heard = heard();
        return standing().stream()
                .filter(one -> one.missing > 0)
                .sorted(Comparator.comparing(Standing::at, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(one -> one.seen.path()))
                .limit(FILES_NAMED_MAX)
                .map(one -> new NotCaptured(
                        one.seen.file().toString(),
                        one.session.toString(),
                        one.at,
                        daysLeft(one.at),
                        one.missing,
                        heard.contains(one.session),
                        why(one)))
                .toList();
    }

    private List<Standing> standing() {
        var latest = latest();
        var standing = new ArrayList<Standing>();
        for (var seen : files.seen()) {
            var file = TranscriptPaths.of(seen.agent(), seen.path());
            if (file.isEmpty()) continue;
            var row = latest.get(new Name(seen.agent(), seen.root().toString(), seen.path()));
            var isExpired = row != null && expired.contains(row.key());
            standing.add(new Standing(seen, file.get().session(), at(seen), missing(seen, row), isExpired));
        }
        return standing;
    }

    /// The generation of each path that was captured last.
    private Map<Name, FileRow> latest() {
        var latest = new HashMap<Name, FileRow>();
        for (var row : held)
            latest.merge(
                    new Name(row.agent(), row.root(), row.path()),
                    row,
                    (one, other) -> one.firstSeen() > other.firstSeen() ? one : other);
        return latest;
    }

    /// Another file lies there when its inode is another: nothing of it is captured.
    private static long missing(Seen seen, @Nullable FileRow row) {
        if (row == null || row.inode() != seen.inode()) return seen.size();
        return Math.max(0, seen.size() - row.captured());
    }

    /// From when on the agent deletes a file: so long after its last change.
    private @Nullable Long at(Seen seen) {
        return switch (seen.agent()) {
            case CODEX -> null;
            case CLAUDE ->
                cleanUp instanceof CleanUp.After(var days, var _) ? (Long) (seen.modified() + days * DAY_MILLIS) : null;
        };
    }

    /// Whole days, rounded down: 0 is today, or at the agent's next start.
    private @Nullable Long daysLeft(@Nullable Long at) {
        return at == null ? null : Long.valueOf(Math.max(0, Math.floorDiv(at - now, DAY_MILLIS)));
    }

    private Deletion deletion(SessionId session, List<Standing> standing) {
        var at = standing.stream()
                .map(Standing::at)
                .filter(java.util.Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        var missing = standing.stream().filter(one -> one.missing > 0).findFirst();
        var never = session.agent() == Agent.CODEX ? CODEX_KEEPS : at == null ? cleanUp.words() : null;
        return new Deletion(
                at == null ? State.NEVER : State.DUE,
                at,
                daysLeft(at),
                missing.isEmpty(),
                standing.stream().anyMatch(Standing::isExpired) ? Kept.SETTLED : kept,
                missing.map(this::why).orElse(never));
    }

    /// A captured file that is not seen: deleted, unless what keeps the walk from seeing lies on the way to it.
    private Deletion unseen(FileRow file, List<Problem> bars) {
        var path = Path.of(file.root()).resolve(file.path());
        var bar = bars.stream().filter(one -> path.startsWith(one.path())).findFirst();
        return new Deletion(
                bar.isPresent() ? State.UNKNOWN : State.GONE,
                null,
                null,
                true,
                expired.contains(file.key()) ? Kept.SETTLED : kept,
                bar.map(one -> "cannot tell whether it is there: " + one.text()).orElse(null));
    }

    private String why(Standing one) {
        var path = one.seen.file();
        for (var problem : hearing.problems()) if (path.startsWith(problem.path())) return problem.text();
        if (!readable.test(path)) return "it cannot be read; " + Problem.Kind.FILE_UNREADABLE.advice();
        return hearing.closed() == null
                ? "it waits to be read; `twinlog status` tells how far reading is"
                : hearing.closed();
    }
}
