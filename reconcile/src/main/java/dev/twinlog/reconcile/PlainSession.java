package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.Event;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.NarrativeOrder;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// One session of the plain settlement: every question is answered by looking at the whole set again.
final class PlainSession {
    private record Id(Kind kind, Alias alias) {}

    private final SessionId id;
    private final List<RecordSeen> records = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Observation> observations = new ArrayList<>();
    private final Map<Long, Long> parents = new HashMap<>();
    private final Map<Long, String> turnOfRecord = new HashMap<>();
    private final TreeMap<CanonicalOrder, String> openings = new TreeMap<>();
    private final Map<String, String> traces = new HashMap<>();
    private final Collection<List<Observation>> groups;
    private final Map<Observation, List<Alias>> names = new HashMap<>();

    PlainSession(SessionId id, List<Heard> heard) {
        this.id = id;
        var distinct = new HashSet<List<Long>>();
        for (var each : heard) {
            switch (each) {
                case RecordSeen record -> records.add(record);
                case Link link -> links.add(link);
                case Observation said -> {
                    if (distinct.add(List.of(said.identity(), said.digest()))) observations.add(said);
                }
                default -> {}
            }
        }
        observations.sort(Comparator.comparing(CanonicalOrder::of));
        readTree();
        for (var link : links) if (link.kind() == Kind.TURN) readTrace(link);
        name();
        groups = group();
    }

    private void readTrace(Link link) {
        boolean first = link.one().type() == Alias.Type.TURN;
        traces.put((first ? link.other() : link.one()).value(), (first ? link.one() : link.other()).value());
    }

    private void readTree() {
        for (var record : records) parents.put(record.record(), record.parent());
        var openers = new HashMap<String, TreeMap<CanonicalOrder, Long>>();
        for (var record : records) {
            if (record.turn() == null) continue;
            turnOfRecord.put(record.record(), record.turn());
            if (record.opens())
                openers.computeIfAbsent(record.turn(), turn -> new TreeMap<>()).put(order(record), record.record());
        }
        openers.forEach(this::readOpeners);
        turnOfRecord.remove(0L);
    }

    /// Of several prompts that open one id in a Claude session only the last is what it says; see {@link Turns}.
    private void readOpeners(String turn, TreeMap<CanonicalOrder, Long> opened) {
        opened.forEach((order, record) -> {
            boolean trusted = id.agent() != Agent.CLAUDE || record.equals(opened.lastEntry().getValue());
            var name = trusted ? turn : Turns.recordName(record);
            if (id.agent() != Agent.CLAUDE && !order.equals(opened.firstKey())) return;
            turnOfRecord.put(record, name);
            openings.put(order, name);
        });
    }

    private static CanonicalOrder order(RecordSeen record) {
        return new CanonicalOrder(record.at(), record.sequence(), record.record(), 0);
    }

    private @Nullable String turn(TurnRef ref, CanonicalOrder order) {
        return switch (ref) {
            case TurnRef.Named(var name) -> name;
            case TurnRef.Traced(var trace) -> traces.get("trace/" + trace);
            case TurnRef.Under(long record) -> above(record);
            case TurnRef.Running() -> {
                var entry = openings.floorEntry(
                        new CanonicalOrder(order.at(), order.sequence(), Long.MAX_VALUE, Long.MAX_VALUE));
                yield entry == null ? null : entry.getValue();
            }
            case TurnRef.Untold() -> null;
        };
    }

    private @Nullable String above(long record) {
        var visited = new HashSet<Long>();
        for (long here = record; here != 0 && visited.add(here); here = parents.getOrDefault(here, 0L)) {
            var turn = turnOfRecord.get(here);
            if (turn != null) return turn;
        }
        return null;
    }

    private void name() {
        var owners = RequestOwners.of(observations);
        observations.forEach(owners::admits);
        var places = new HashMap<List<Object>, Integer>();
        var totals = new Totals();
        for (var each : List.copyOf(observations)) {
            observations.removeFirst();
            if (totals.makesIdle(each)) continue;
            var all = new ArrayList<Alias>();
            var said = each;
            for (var alias : owners.aliases(each)) {
                if (alias.type() != Alias.Type.TOTAL) {
                    all.add(alias);
                    continue;
                }
                var step = Objects.requireNonNull(totals.to(TotalAlias.parse(alias.value()), each));
                all.add(new Alias(Alias.Type.TOTAL, step.epoch() + ":" + alias.value()));
                if (each.phase() == Phase.DERIVED) said = Totals.differenced(each, step, turnOr(each, ""));
            }
            if (each.nth() != null) all.add(place(each, each.nth(), places));
            names.put(said, all);
            observations.addLast(said);
        }
    }

    private String turnOr(Observation said, String otherwise) {
        var turn = turn(said.turn(), CanonicalOrder.of(said));
        return turn == null ? otherwise : turn;
    }

    private Alias place(Observation said, Nth nth, Map<List<Object>, Integer> places) {
        var turn = nth.scope() == Nth.Scope.TURN ? turn(said.turn(), CanonicalOrder.of(said)) : "";
        if (turn == null) return new Alias(Alias.Type.DIGEST, Long.toHexString(said.identity()));
        int k = places.merge(List.of(turn, nth.family(), nth.form()), 1, Integer::sum);
        return new Alias(Alias.Type.NTH, (turn.isEmpty() ? "" : turn + "/") + nth.family() + "#" + k);
    }

    private Collection<List<Observation>> group() {
        var of = new HashMap<Id, Set<Id>>();
        for (var said : observations)
            for (var alias : names.get(said)) touch(of, said.kind(), names.get(said).getFirst(), alias);
        for (var link : links) if (link.kind() != Kind.TURN) touch(of, link.kind(), link.one(), link.other());
        var component = new HashMap<Id, Id>();
        for (var start : of.keySet()) flood(start, of, component);
        var grouped = new LinkedHashMap<Id, List<Observation>>();
        for (var said : observations) {
            var root = component.get(new Id(said.kind(), names.get(said).getFirst()));
            grouped.computeIfAbsent(root, r -> new ArrayList<>()).add(said);
        }
        linked = new HashMap<>();
        component.forEach((one, root) -> linked.computeIfAbsent(root, r -> new ArrayList<>()).add(one.alias()));
        roots = new HashMap<>();
        grouped.forEach((root, said) -> roots.put(said, root));
        return grouped.values();
    }

    private Map<Id, List<Alias>> linked = new HashMap<>();
    private Map<List<Observation>, Id> roots = new HashMap<>();

    private static void touch(Map<Id, Set<Id>> of, Kind kind, Alias one, Alias other) {
        var first = new Id(kind, one);
        var second = new Id(kind, other);
        of.computeIfAbsent(first, f -> new HashSet<>()).add(second);
        of.computeIfAbsent(second, s -> new HashSet<>()).add(first);
    }

    private static void flood(Id start, Map<Id, Set<Id>> of, Map<Id, Id> component) {
        if (component.containsKey(start)) return;
        var open = new java.util.ArrayDeque<Id>(List.of(start));
        while (!open.isEmpty()) {
            var here = open.pop();
            if (component.putIfAbsent(here, start) == null) open.addAll(of.get(here));
        }
    }

    /// The copy ids of its events.
    Set<Long> copyIds() {
        var ids = new TreeSet<Long>();
        for (var group : groups) ids.add(copyId(group));
        ids.remove(0L);
        return ids;
    }

    private static long copyId(List<Observation> group) {
        return group.stream()
                .filter(said -> said.copyId() != 0)
                .min(Comparator.comparing(CanonicalOrder::of))
                .map(Observation::copyId)
                .orElse(0L);
    }

    /// The events in narrative order.
    ///
    /// @param owner the owner of what has this copy id
    List<Event> events(LongFunction<SessionId> owner) {
        var events = new ArrayList<Event>();
        for (var group : groups) events.add(event(group, owner));
        return NarrativeOrder.sort(events);
    }

    private Event event(List<Observation> group, LongFunction<SessionId> owner) {
        var kind = group.getFirst().kind();
        var chosen = choose(group);
        var outcome = chosen.get(FieldGroup.OUTCOME);
        var teller = teller(group);
        return new Event(
                new EventKey(id, kind, key(group)),
                at(group),
                teller == null ? null : turn(teller.turn(), CanonicalOrder.of(teller)),
                Status.of(id.agent(), kind, chosen.keySet(), outcome == null ? null : outcome.fields()),
                group.stream().map(Observation::agentId).filter(agent -> agent != null).min(Comparator.naturalOrder()).orElse(null),
                owner.apply(copyId(group)),
                chosen);
    }

    private String key(List<Observation> group) {
        return linked.get(roots.get(group)).stream().min(Comparator.naturalOrder()).orElseThrow().value();
    }

    private TreeMap<FieldGroup, Chosen> choose(List<Observation> group) {
        var best = new EnumMap<FieldGroup, Strength>(FieldGroup.class);
        var chosen = new TreeMap<FieldGroup, Chosen>();
        for (var said : group)
            said.groups().forEach((field, fields) -> {
                var strength = Strength.of(id.agent(), field, said, fields);
                if (best.containsKey(field) && !strength.beats(best.get(field))) return;
                best.put(field, strength);
                chosen.put(field, new Chosen(said.witness(), fields));
            });
        return chosen;
    }

    private int belief(Witness witness) {
        return Strength.belief(id.agent(), FieldGroup.ABOUT, witness);
    }

    private long at(List<Observation> group) {
        return group.stream()
                .filter(said -> said.at() != Observation.UNTIMED)
                .min(Comparator.comparingInt((Observation said) -> belief(said.witness())).thenComparingLong(Observation::at))
                .map(Observation::at)
                .orElse(Observation.UNTIMED);
    }

    private @Nullable Observation teller(List<Observation> group) {
        return group.stream()
                .filter(said -> !(said.turn() instanceof TurnRef.Untold))
                .min(Comparator.comparingInt((Observation said) -> belief(said.witness())).thenComparing(CanonicalOrder::of))
                .orElse(null);
    }
}
