package dev.twinlog.testkit.store;

import dev.twinlog.model.EventKey;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch;
import dev.twinlog.store.Batch.EventRow;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.SearchFinder;
import dev.twinlog.store.SearchQuery;
import dev.twinlog.store.SearchText;
import dev.twinlog.store.StoreReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Answers from what an {@link InMemoryStore} remembers, by looking at everything.
final class InMemoryReader implements StoreReader {
    private final Supplier<Remembered> now;

    InMemoryReader(Supplier<Remembered> now) {
        this.now = now;
    }

    @Override
    public Progress progress() {
        var known = now.get();
        return new Progress(known.position, known.lastEventId, known.lastEventId);
    }

    @Override
    public List<SessionRow> sessions(SessionFilter filter) {
        return now.get().sessions.values().stream()
                .filter(session -> fits(session, filter))
                .sorted(Comparator.comparingLong(SessionRow::endedAt)
                        .reversed()
                        .thenComparing(session -> session.id().id())
                        .thenComparing(session -> session.id().agent()))
                .limit(filter.limit() == 0 ? Long.MAX_VALUE : filter.limit())
                .map(this::outsideCircles)
                .toList();
    }

    /// The session without its parent when it is its own ancestor.
    private SessionRow outsideCircles(SessionRow session) {
        var passed = new LinkedHashSet<String>();
        var sessions = now.get().sessions;
        for (var up = session.parent(); up != null && passed.add(up); ) {
            var above = sessions.get(new SessionId(session.id().agent(), up));
            up = above == null ? null : above.parent();
        }
        return passed.contains(session.id().id()) ? withoutParent(session) : session;
    }

    private static SessionRow withoutParent(SessionRow session) {
        return new SessionRow(
                session.id(),
                session.project(),
                session.title(),
                session.gitBranch(),
                session.version(),
                session.model(),
                null,
                session.startedAt(),
                session.endedAt(),
                session.ended(),
                session.prompts(),
                session.messages(),
                session.toolCalls());
    }

    private static boolean fits(SessionRow session, SessionFilter filter) {
        var project = session.project();
        return (filter.agent() == null || filter.agent() == session.id().agent())
                && (filter.project() == null || project != null && project.contains(filter.project()))
                && session.endedAt() >= filter.from()
                && session.startedAt() < filter.to();
    }

    @Override
    public SessionMatch session(String wanted) {
        var all = now.get().sessions.values();
        var exact = all.stream()
                .filter(session -> names(session.id()).contains(wanted))
                .toList();
        if (!exact.isEmpty() || wanted.isEmpty()) return match(exact);
        return match(all.stream()
                .filter(session -> names(session.id()).stream().anyMatch(name -> name.startsWith(wanted)))
                .filter(session -> wanted.indexOf('/') >= 0 || session.id().id().startsWith(wanted))
                .toList());
    }

    private static List<String> names(SessionId id) {
        return List.of(id.id(), id.toString());
    }

    private SessionMatch match(List<SessionRow> found) {
        return switch (found.size()) {
            case 0 -> new SessionMatch.Unknown();
            case 1 -> new SessionMatch.Found(outsideCircles(found.getFirst()));
            default ->
                new SessionMatch.Ambiguous(found.stream().map(SessionRow::id).toList());
        };
    }

    @Override
    public Optional<StoredNarrative> narrative(SessionId id) {
        var known = now.get();
        var session = known.sessions.get(id);
        if (session == null) return Optional.empty();
        var events = known.events.values().stream()
                .filter(event -> event.session().equals(id))
                .map(InMemoryReader::told)
                .toList();
        return Optional.of(new StoredNarrative(session, events, originals(known.events.values(), id)));
    }

    private static Map<Long, EventKey> originals(Collection<EventRow> all, SessionId id) {
        var originals = new HashMap<Long, EventKey>();
        for (var copy : all) {
            if (copy.owned() || copy.copyId() == 0 || !copy.session().equals(id)) continue;
            for (var other : all)
                if (other.owned() && other.kind() == copy.kind() && other.copyId() == copy.copyId())
                    originals.put(copy.id(), new EventKey(other.session(), other.kind(), other.key()));
        }
        return originals;
    }

    @Override
    public List<Long> telemetry(SessionId session) {
        return now.get().telemetry(session);
    }

    @Override
    public boolean telemetryExpired(SessionId session) {
        return now.get().expiredTelemetry.containsKey(session);
    }

    @Override
    public List<Batch.FileRow> speakersOf(SessionId session) {
        var known = now.get();
        return known.files.values().stream()
                .filter(file ->
                        file.session().equals(session) || known.spoke.contains(new Batch.SpokeRow(file.key(), session)))
                .toList();
    }

    @Override
    public List<Copy> copies(EventKey key) {
        var all = now.get().events.values();
        var copyIds = all.stream()
                .filter(event -> event.copyId() != 0 && key(event).equals(key))
                .map(EventRow::copyId)
                .toList();
        return all.stream()
                .filter(event -> event.kind() == key.kind() && copyIds.contains(event.copyId()))
                .map(event -> new Copy(key(event), event.owned()))
                .sorted(Comparator.comparing((Copy copy) -> copy.key().session().id())
                        .thenComparing(Copy::key))
                .toList();
    }

    private static EventKey key(EventRow event) {
        return new EventKey(event.session(), event.kind(), event.key());
    }

    @Override
    public List<UsageCell> usageCells(UsageBy by, long from, long to) {
        return new InMemoryUsage(now.get(), by).cells(from, to);
    }

    @Override
    public List<Gap> gaps(@Nullable SessionId session) {
        var gaps = new ArrayList<Gap>();
        now.get().gaps.forEach((id, ledger) -> {
            if (session == null || session.equals(id)) gaps.addAll(ledger);
        });
        gaps.sort(Comparator.comparingLong(Gap::since)
                .thenComparing(gap -> gap.session().id())
                .thenComparing(Gap::kind)
                .thenComparing(Gap::id));
        return gaps;
    }

    @Override
    public Map<SessionId, Long> openGaps(long at) {
        return gaps(null).stream()
                .filter(gap -> gap.isOpen(at))
                .collect(Collectors.groupingBy(Gap::session, Collectors.counting()));
    }

    @Override
    public Map<String, Long> counters() {
        return Map.copyOf(now.get().counters);
    }

    @Override
    public Map<Batch.UnknownType, Long> unknown() {
        return Map.copyOf(now.get().unknown);
    }

    @Override
    public List<Batch.DecisionRow> decisions(int limit) {
        return now.get().decisions.reversed().stream().limit(limit).toList();
    }

    @Override
    public List<Batch.FileRow> files() {
        return now.get().files.values().stream()
                .sorted(Comparator.comparingLong(Batch.FileRow::key))
                .toList();
    }

    @Override
    public Set<Long> expiredFiles() {
        return files().stream()
                .filter(file -> file.captured() > 0 && chunks(file.key()).isEmpty())
                .map(Batch.FileRow::key)
                .collect(Collectors.toSet());
    }

    @Override
    public List<Batch.FileRow> files(SessionId session) {
        return now.get().files.values().stream()
                .filter(file -> file.session().equals(session))
                .toList();
    }

    @Override
    public List<Batch.ChunkRow> chunks(long file) {
        return now.get().chunks.values().stream()
                .filter(chunk -> chunk.file() == file)
                .sorted(Comparator.comparingLong(Batch.ChunkRow::offset).thenComparing(Batch.ChunkRow::position))
                .toList();
    }

    @Override
    public void search(SearchQuery query, int limit, Consumer<SearchHit> hits) {
        if (query.terms().isEmpty()) return;
        var finder = new SearchFinder(query);
        int left = limit == 0 ? Integer.MAX_VALUE : limit;
        var latestFirst = Comparator.comparingLong(Batch.EventRow::at)
                .thenComparing(Batch.EventRow::id)
                .reversed();
        for (var event : now.get().events.values().stream().sorted(latestFirst).toList()) {
            if (left == 0) return;
            var found = event.owned() ? finder.in(SearchText.ofBody(event.body().get())) : null;
            if (found == null) continue;
            left--;
            hits.accept(new SearchHit(
                    event.session(), event.kind(), event.key(), event.at(), found.text(), found.start(), found.end()));
        }
    }

    @Override
    public FeedPage settledAfter(long id, @Nullable SessionId session, int limit) {
        var known = now.get();
        var behind = known.events.values().stream()
                .filter(event ->
                        event.id() > id && (session == null || event.session().equals(session)))
                .sorted(Comparator.comparingLong(EventRow::id))
                .toList();
        var events = new ArrayList<SettledEvent>();
        long bytes = 0;
        for (var event : behind) {
            bytes += event.body().get().length;
            if (events.size() == limit || bytes > FeedPage.BYTES_MAX && !events.isEmpty()) break;
            events.add(settled(known, event));
        }
        boolean more = events.size() == limit || events.size() < behind.size();
        return new FeedPage(more ? events.getLast().event().id() : known.lastEventId, List.copyOf(events), more);
    }

    @Override
    public List<EventTime> latest(SessionId session, long upTo, int limit) {
        return now.get().events.values().stream()
                .filter(event -> event.id() <= upTo && event.session().equals(session))
                .sorted(Comparator.comparingLong(EventRow::at)
                        .thenComparing(EventRow::id)
                        .reversed())
                .limit(limit)
                .map(event -> new EventTime(event.id(), event.kind(), event.at()))
                .toList()
                .reversed();
    }

    @Override
    public @Nullable String lastTurn(SessionId session) {
        return now.get().events.values().stream()
                .filter(event -> event.kind() == Kind.TURN && event.session().equals(session))
                .max(Comparator.comparingLong(EventRow::at).thenComparing(EventRow::id))
                .map(EventRow::status)
                .orElse(null);
    }

    private static SettledEvent settled(Remembered known, EventRow event) {
        var own = new EventKey(event.session(), event.kind(), event.key());
        var key = event.owned()
                ? own
                : originals(known.events.values(), event.session()).getOrDefault(event.id(), own);
        return new SettledEvent(event.session(), key, told(event), event.body().get().length > SettledEvent.LONG_BYTES);
    }

    private static NarrativeEvent told(EventRow event) {
        return new NarrativeEvent(
                event.id(),
                event.kind(),
                event.key(),
                event.at(),
                event.turn(),
                event.status(),
                event.agentId(),
                event.owned(),
                event.body());
    }

    @Override
    public @Nullable String note(String name) {
        return now.get().notes.get(name);
    }

    @Override
    public Map<String, Long> space() {
        return Map.of();
    }

    @Override
    public void close() {
        // nothing to give back
    }
}
