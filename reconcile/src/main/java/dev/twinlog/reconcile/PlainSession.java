package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.Event;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.NarrativeOrder;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SequenceSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Unreadable;
import dev.twinlog.model.Witness;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
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
    private final List<RecordSeen> records;
    private final List<Link> links = new ArrayList<>();
    private final List<Observation> observations;
    private final Map<Long, RecordSeen> told = new HashMap<>();
    private final Map<String, List<RecordSeen>> openers = new HashMap<>();
    private final TreeMap<CanonicalOrder, String> openings = new TreeMap<>();
    private final Map<String, String> traces = new HashMap<>();
    private final RequestOwners owners;
    private final boolean hasTranscript;
    private final long generationsOver;
    private final Collection<List<Observation>> groups;
    private final IdentityHashMap<Observation, List<Alias>> names = new IdentityHashMap<>();
    private final IdentityHashMap<Observation, Long> copies = new IdentityHashMap<>();

    PlainSession(SessionId id, List<Heard> heard) {
        this.id = id;
        for (var each : heard) if (each instanceof Link link) links.add(link);
        records = distinct(heard);
        observations = distinctObservations(heard);
        owners = RequestOwners.of(heard);
        heard.forEach(owners::admits);
        for (var record : records) if (Turns.opens(id.agent(), record)) addOpener(record);
        for (var record : records) if (opens(record)) openings.put(CanonicalOrder.of(record), name(record));
        for (var link : links) if (link.kind() == Kind.TURN) readTrace(link);
        name();
        hasTranscript = heard.stream().anyMatch(PlainSession::isOfTranscript);
        generationsOver = generationsOver(heard);
        groups = group();
    }

    private static boolean isOfTranscript(Heard heard) {
        return switch (heard) {
            case Observation said -> said.witness() == Witness.TRANSCRIPT;
            case RecordSeen _ -> true;
            case SessionFact fact -> fact.witness() == Witness.TRANSCRIPT;
            case Link _, SequenceSeen _, Unknown _, Unreadable _ -> false;
        };
    }

    /// The last generation of the live stream that is over: it was told so, or a later one spoke.
    private static long generationsOver(List<Heard> heard) {
        long over = -1;
        for (var each : heard) {
            if (each instanceof SessionFact fact && fact.name() == SessionFact.Name.GENERATION_OVER)
                over = Math.max(over, Long.parseLong(fact.value()));
            var live = each instanceof Observation said ? said.groups().get(FieldGroup.LIVE) : null;
            if (live != null) over = Math.max(over, live.number(LooseEnds.GENERATION, 0) - 1);
        }
        return over;
    }

    /// Of several tellings of one record the first.
    private List<RecordSeen> distinct(List<Heard> heard) {
        var sorted = heard.stream()
                .filter(RecordSeen.class::isInstance)
                .map(RecordSeen.class::cast)
                .sorted(RecordTree.FIRST)
                .toList();
        var distinct = new ArrayList<RecordSeen>();
        for (var record : sorted)
            if (record.record() == 0 || told.putIfAbsent(record.record(), record) == null) distinct.add(record);
        return distinct;
    }

    private static List<Observation> distinctObservations(List<Heard> heard) {
        var sorted = heard.stream()
                .filter(Observation.class::isInstance)
                .map(Observation.class::cast)
                .sorted(Resettlement.FIRST)
                .toList();
        var distinct = new HashSet<List<Object>>();
        var observations = new ArrayList<Observation>();
        for (var said : sorted)
            if (distinct.add(List.of(said.identity(), said.digest(), said.kind(), said.aliases())))
                observations.add(said);
        return observations;
    }

    private void readTrace(Link link) {
        boolean first = link.one().value().startsWith("trace/");
        var trace = (first ? link.one() : link.other()).value();
        var turn = (first ? link.other() : link.one()).value();
        traces.merge(trace, turn, (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }

    private void addOpener(RecordSeen record) {
        openers.computeIfAbsent(Objects.requireNonNull(record.turn()), turn -> new ArrayList<>())
                .add(record);
    }

    /// Codex tells a turn once; what comes later under its id is no second opening.
    private boolean opens(RecordSeen record) {
        if (!Turns.opens(id.agent(), record)) return false;
        return id.agent() == Agent.CLAUDE || record.equals(openersOf(record).getFirst());
    }

    private List<RecordSeen> openersOf(RecordSeen record) {
        return openers.getOrDefault(Objects.requireNonNull(record.turn()), List.of());
    }

    /// Of several prompts that open one id in a Claude session only the last is what it says; see {@link
    /// Turns}.
    private String name(RecordSeen opener) {
        boolean trusted =
                id.agent() != Agent.CLAUDE || opener.equals(openersOf(opener).getLast());
        return trusted ? Objects.requireNonNull(opener.turn()) : Turns.recordName(opener.record());
    }

    private @Nullable String turn(TurnRef ref, CanonicalOrder order) {
        return switch (ref) {
            case TurnRef.Named(var name) -> name;
            case TurnRef.Traced(var trace) -> traces.get("trace/" + trace);
            case TurnRef.Under(long under) -> above(under);
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
        String doubtful = null;
        for (var here = told.get(record); here != null && visited.add(here.record()); here = told.get(here.parent())) {
            if (Turns.opens(id.agent(), here)) return name(here);
            if (here.turn() == null) continue;
            if (id.agent() != Agent.CLAUDE || openersOf(here).size() <= 1) return here.turn();
            if (doubtful == null) doubtful = here.turn();
        }
        return doubtful;
    }

    private void name() {
        var places = new HashMap<List<Object>, Integer>();
        var totals = new Totals();
        for (var each : List.copyOf(observations)) {
            observations.removeFirst();
            if (totals.makesIdle(each) || isEndOfUnknown(each)) continue;
            var total = Totals.told(each);
            var step = total == null ? null : Objects.requireNonNull(totals.to(TotalAlias.parse(total.value()), each));
            var difference = each.phase() == Phase.DERIVED ? step : null;
            if (difference != null && difference.addsNothing()) continue;
            var said = difference == null ? each : Totals.differenced(each, difference);
            names.put(said, names(each, step, places));
            copies.put(said, copyId(each, names.get(said).getLast()));
            observations.addLast(said);
        }
    }

    private boolean isEndOfUnknown(Observation said) {
        return Turns.needsTurn(said) && turn(said.turn(), CanonicalOrder.of(said)) == null;
    }

    private List<Alias> names(Observation said, Totals.@Nullable Step step, Map<List<Object>, Integer> places) {
        var all = new ArrayList<Alias>();
        for (var alias : said.kind() == Kind.TURN ? turnAliases(said) : owners.aliases(said))
            all.add(step != null && alias.type() == Alias.Type.TOTAL ? Totals.named(alias, step) : alias);
        if (said.nth() != null) all.add(place(said, said.nth(), places));
        return all;
    }

    private List<Alias> turnAliases(Observation said) {
        var turn = id.agent() == Agent.CLAUDE ? turn(said.turn(), CanonicalOrder.of(said)) : null;
        return turn == null ? said.aliases() : List.of(new Alias(Alias.Type.TURN, turn));
    }

    private long copyId(Observation said, Alias last) {
        if (!Copies.needTurn(said)) return said.copyId();
        return Copies.id(said, turn(said.turn(), CanonicalOrder.of(said)), last.value());
    }

    private Alias place(Observation said, Nth nth, Map<List<Object>, Integer> places) {
        var turn = nth.scope() == Nth.Scope.TURN ? turn(said.turn(), CanonicalOrder.of(said)) : "";
        if (turn == null) return new Alias(Alias.Type.DIGEST, Long.toHexString(said.identity()));
        int k = places.merge(List.of(turn, nth.family(), nth.form()), 1, Integer::sum);
        return new Alias(Alias.Type.NTH, (turn.isEmpty() ? "" : turn + "/") + nth.family() + "#" + k);
    }

    private List<Alias> namesOf(Observation said) {
        return names.getOrDefault(said, List.of());
    }

    private Collection<List<Observation>> group() {
        var of = new HashMap<Id, Set<Id>>();
        for (var said : observations)
            for (var alias : namesOf(said)) touch(of, said.kind(), namesOf(said).getFirst(), alias);
        for (var link : links)
            if (link.kind() != Kind.TURN && !owners.refuses(link)) touch(of, link.kind(), link.one(), link.other());
        var component = new HashMap<Id, Id>();
        for (var start : of.keySet()) flood(start, of, component);
        var grouped = new LinkedHashMap<Id, List<Observation>>();
        for (var said : observations) {
            var root = component.get(new Id(said.kind(), namesOf(said).getFirst()));
            grouped.computeIfAbsent(root, r -> new ArrayList<>()).add(said);
        }
        linked = new HashMap<>();
        component.forEach((one, root) ->
                linked.computeIfAbsent(root, r -> new ArrayList<>()).add(one.alias()));
        roots = new IdentityHashMap<>();
        grouped.forEach((root, said) -> roots.put(said, root));
        return grouped.values();
    }

    private Map<Id, List<Alias>> linked = new HashMap<>();
    private IdentityHashMap<List<Observation>, Id> roots = new IdentityHashMap<>();

    private static void touch(Map<Id, Set<Id>> of, Kind kind, Alias one, Alias other) {
        var first = new Id(kind, one);
        var second = new Id(kind, other);
        of.computeIfAbsent(first, f -> new HashSet<>()).add(second);
        of.computeIfAbsent(second, s -> new HashSet<>()).add(first);
    }

    private static void flood(Id start, Map<Id, Set<Id>> of, Map<Id, Id> component) {
        if (component.containsKey(start)) return;
        var open = new ArrayDeque<Id>(List.of(start));
        while (!open.isEmpty()) {
            var here = open.pop();
            if (component.putIfAbsent(here, start) == null) open.addAll(of.get(here));
        }
    }

    /// The records of the session, each once.
    List<RecordSeen> records() {
        return records;
    }

    /// The copy ids of its events.
    Set<Long> copyIds() {
        var ids = new TreeSet<Long>();
        for (var group : groups) ids.add(copyId(group));
        ids.remove(0L);
        return ids;
    }

    private long copyId(List<Observation> group) {
        return group.stream()
                .filter(said -> Objects.requireNonNull(copies.get(said)) != 0)
                .min(Comparator.comparingLong(Copies::rank).thenComparingLong(copies::get))
                .map(copies::get)
                .orElse(0L);
    }

    /// The events in narrative order.
    ///
    /// @param owner the owner of what has this copy id
    List<Event> events(LongFunction<SessionId> owner) {
        var events = new ArrayList<Event>();
        for (var group : groups) if (!admitted(group).isEmpty()) events.add(event(group, owner));
        for (var event : events) if (isGiven(event, events)) GivenPrompts.byAgent(event.groups());
        var courses = new PlainCourses(events, generationsOver);
        return NarrativeOrder.sort(events.stream()
                .flatMap(event -> courses.settled(event).stream())
                .toList());
    }

    /// Of a group that only telemetry and no transcript knows as a request nothing that telemetry says, where a
    /// transcript is known; else all.
    private List<Observation> admitted(List<Observation> group) {
        if (!hasTranscript || group.getFirst().kind() != Kind.MODEL_REQUEST) return group;
        if (group.stream().anyMatch(said -> said.witness() == Witness.TRANSCRIPT)) return group;
        var telemetry =
                group.stream().filter(said -> said.witness() == Witness.OTLP).toList();
        var about = choose(telemetry).get(FieldGroup.ABOUT);
        if (id.agent() == Agent.CLAUDE && about != null && Auxiliary.is(Kind.MODEL_REQUEST, about.fields()))
            return group;
        return group.stream().filter(said -> said.witness() != Witness.OTLP).toList();
    }

    private boolean isGiven(Event prompt, List<Event> events) {
        return GivenPrompts.mayBeGiven(id.agent(), prompt.key().kind(), about(prompt))
                && events.stream()
                        .anyMatch(turn -> turn.key().kind() == Kind.TURN
                                && turn.key().id().equals(prompt.turn())
                                && GivenPrompts.isGiven(about(turn)));
    }

    private static @Nullable Fields about(Event event) {
        var about = event.groups().get(FieldGroup.ABOUT);
        return about == null ? null : about.fields();
    }

    private Event event(List<Observation> group, LongFunction<SessionId> owner) {
        var kind = group.getFirst().kind();
        var chosen = choose(admitted(group));
        var outcome = chosen.get(FieldGroup.OUTCOME);
        var teller = teller(group);
        return new Event(
                new EventKey(id, kind, key(group)),
                at(group),
                teller == null ? null : turn(teller.turn(), CanonicalOrder.of(teller)),
                Status.of(
                        id.agent(), kind, chosen.keySet(), outcome == null ? null : outcome.fields(), Standing.RUNNING),
                group.stream()
                        .map(Observation::agentId)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                owner.apply(copyId(group)),
                chosen);
    }

    private String key(List<Observation> group) {
        return linked.getOrDefault(roots.get(group), List.of()).stream()
                .min(Comparator.naturalOrder())
                .orElseThrow()
                .value();
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
        if (!group.isEmpty()) Unfinished.leaveOut(id.agent(), group.getFirst().kind(), chosen);
        return chosen;
    }

    private int belief(Witness witness) {
        return Strength.belief(id.agent(), FieldGroup.ABOUT, witness);
    }

    private long at(List<Observation> group) {
        return group.stream()
                .filter(said -> said.at() != Observation.UNTIMED)
                .min(Comparator.comparingInt((Observation said) -> belief(said.witness()))
                        .thenComparingLong(Observation::at))
                .map(Observation::at)
                .orElse(Observation.UNTIMED);
    }

    private @Nullable Observation teller(List<Observation> group) {
        return group.stream()
                .filter(said -> !(said.turn() instanceof TurnRef.Untold))
                .min(Comparator.comparingInt((Observation said) -> belief(said.witness()))
                        .thenComparing(CanonicalOrder::of))
                .orElse(null);
    }
}
