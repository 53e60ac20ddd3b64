package dev.twinlog.reconcile;

import dev.twinlog.model.Event;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// `settle(set)`: from everything heard to the narratives, worked out plainly from the whole set (SPEC 3.1).
/// Slow and simple on purpose: it is what the incremental form is held against.
public final class Settlement {
    private Settlement() {}

    /// The events of every session in narrative order.
    public static SortedMap<SessionId, List<Event>> settle(Collection<? extends Heard> heard) {
        var sessions = new TreeMap<SessionId, List<Heard>>();
        for (var each : heard)
            sessions.computeIfAbsent(each.session(), id -> new ArrayList<>()).add(each);
        var plain = new TreeMap<SessionId, PlainSession>();
        sessions.forEach((id, things) -> plain.put(id, new PlainSession(id, things)));
        return withOwners(plain);
    }

    private static SortedMap<SessionId, List<Event>> withOwners(SortedMap<SessionId, PlainSession> sessions) {
        var holders = new HashMap<Long, List<SessionId>>();
        sessions.forEach((id, session) -> session.copyIds()
                .forEach(copy ->
                        holders.computeIfAbsent(copy, c -> new ArrayList<>()).add(id)));
        var families = Families.of(holders.values(), sessions.keySet());
        var narratives = new TreeMap<SessionId, List<Event>>();
        for (var family : families) {
            var indexes = new TreeMap<SessionId, List<byte[]>>();
            var members = new TreeMap<>(sessions);
            members.keySet().retainAll(family);
            members.forEach((member, session) -> indexes.put(member, List.of(index(session.records()))));
            var ownership = Ownership.of(indexes);
            members.forEach((member, session) -> narratives.put(
                    member,
                    session.events(copy ->
                            copy == 0 ? member : ownership.owner(holders.getOrDefault(copy, List.of(member))))));
        }
        return narratives;
    }

    private static byte[] index(List<RecordSeen> things) {
        var bytes = ByteBuffer.allocate(things.size() * 2 * Long.BYTES);
        for (var each : things) {
            if (each.at() == Observation.UNTIMED) continue;
            if (each.own()) bytes.putLong(0).putLong(each.at());
            else if (each.record() != 0) bytes.putLong(each.record()).putLong(each.at());
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /// Sessions that hold copies of each other's records, directly or through others.
    private static final class Families {
        private final Map<SessionId, SessionId> representative = new HashMap<>();

        static Collection<List<SessionId>> of(Collection<List<SessionId>> together, Collection<SessionId> all) {
            var families = new Families();
            for (var holders : together) for (var holder : holders) families.join(holders.getFirst(), holder);
            var members = new TreeMap<SessionId, List<SessionId>>();
            for (var session : all)
                members.computeIfAbsent(families.find(session), root -> new ArrayList<>())
                        .add(session);
            return members.values();
        }

        private SessionId find(SessionId session) {
            var parent = representative.getOrDefault(session, session);
            return parent.equals(session) ? session : find(parent);
        }

        private void join(SessionId one, SessionId other) {
            var first = find(one);
            var second = find(other);
            if (!first.equals(second)) representative.put(second, first);
        }
    }
}
