package dev.twinlog.app.daemon;

import dev.twinlog.model.Gap;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.EventNames;
import dev.twinlog.reconcile.EventState;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.RawTelemetry;
import dev.twinlog.store.RawTelemetry.Expired;
import dev.twinlog.store.RawTelemetry.Name;
import dev.twinlog.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sessions whose raw requests of telemetry were let go of. Agents send nothing twice, so unlike a file nothing of it
/// is heard again: what comes later is added to what the store has. For the settling thread only.
final class SealedTelemetry {
    /// What is missing by these only telemetry tells, so a transcript that is heard again does not tell it anew.
    private static final Set<Gap.Kind> TOLD_BY_TELEMETRY =
            Set.of(Gap.Kind.SEQUENCE_HOLE, Gap.Kind.RECEIVER_DOWN, Gap.Kind.REFUSED_REQUEST);

    private final Store store;
    private final RawTelemetry raw;
    private final Map<SessionId, Expired> expired;

    SealedTelemetry(Store store) {
        this.store = store;
        this.raw = store.rawTelemetry();
        this.expired = new HashMap<>(raw.expired());
    }

    /// Whether what the request at a position told of a session was let go of, so that it is not to be heard again.
    boolean isGone(SessionId session, long position) {
        var known = expired.get(session);
        return known != null && position < known.before();
    }

    /// The requests before a position were let go of.
    ///
    /// @param state the session as they told it
    void expire(SessionState state, long before) {
        var names = new ArrayList<Name>();
        EventNames.of(state)
                .forEach((event, each) -> each.forEach(name ->
                        names.add(new Name(event.kind(), name, event.key().id()))));
        expired.put(state.id(), raw.expire(state.id(), before, names));
    }

    /// A session was removed.
    void remove(SessionId session) {
        expired.remove(session);
    }

    /// The keys under which events stand that go by another key now, since not all of their ids were told again.
    Map<EventState, String> keys(SessionState state) {
        if (!expired.containsKey(state.id())) return Map.of();
        var known = raw.names(state.id()).stream()
                .collect(Collectors.toMap(name -> name.kind().wire() + "/" + name.name(), Name::key));
        var keys = new HashMap<EventState, String>();
        EventNames.of(state)
                .forEach((event, names) -> names.stream()
                        .sorted()
                        .map(name -> known.get(event.kind().wire() + "/" + name))
                        .filter(key -> key != null && !key.equals(event.key().id()))
                        .findFirst()
                        .ifPresent(key -> keys.put(event, key)));
        return keys;
    }

    /// The row of a sealed session: what only telemetry told before is counted beside what it tells now.
    ///
    /// @param both from what stands and what is told now, the greater of each count
    SessionRow row(SessionRow both, SessionRow told) {
        var before = expired.get(told.id());
        if (before == null || !store.speakersOf(told.id()).isEmpty()) return both;
        return new SessionRow(
                both.id(),
                both.project(),
                both.title(),
                both.gitBranch(),
                both.version(),
                both.model(),
                both.parent(),
                both.startedAt(),
                both.endedAt(),
                both.ended(),
                Math.max(both.prompts(), before.prompts() + told.prompts()),
                Math.max(both.messages(), before.messages() + told.messages()),
                Math.max(both.toolCalls(), before.toolCalls() + told.toolCalls()));
    }

    /// Adds to a new ledger what is in the old one by requests that are gone. What is told of an event now wins.
    List<Gap> gaps(SessionState state, List<Gap> told) {
        if (!expired.containsKey(state.id())) return told;
        boolean transcript = !store.speakersOf(state.id()).isEmpty();
        var known = told.stream().map(SealedTelemetry::name).collect(Collectors.toCollection(HashSet::new));
        var events = state.events().stream().map(event -> event.key().id()).collect(Collectors.toSet());
        var before = store.gaps(state.id()).stream()
                .filter(gap -> !transcript || TOLD_BY_TELEMETRY.contains(gap.kind()))
                .filter(gap -> !known.contains(name(gap)) && !events.contains(gap.id()));
        return Stream.concat(told.stream(), before).toList();
    }

    private static String name(Gap gap) {
        return gap.kind() + "/" + gap.id();
    }
}
