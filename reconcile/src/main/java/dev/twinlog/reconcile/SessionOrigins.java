package dev.twinlog.reconcile;

import dev.twinlog.model.Alias;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import dev.twinlog.reconcile.EventOrigin.Change;
import dev.twinlog.reconcile.EventOrigin.Claim;
import dev.twinlog.reconcile.EventOrigin.Part;
import dev.twinlog.reconcile.EventOrigin.Place;
import dev.twinlog.reconcile.EventOrigin.Rule;
import dev.twinlog.reconcile.EventOrigin.Said;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A session settled anew from all that was heard of it, with what each of its events was made of (docs/decisions/
/// 0013-explaining.md). What decides is {@link SessionState}, as ever: this only listens.
public final class SessionOrigins {
    private final SessionState state;
    private final List<Link> links = new ArrayList<>();
    private final Map<Long, List<RawPlace>> places = new HashMap<>();
    private final Map<EventState, List<Observation>> taken = new LinkedHashMap<>();
    private final Map<EventState, List<Alias>> ids = new LinkedHashMap<>();

    /// Takes in what was heard of a session, in any order.
    public static final class Collector {
        private final SessionId session;
        private final List<Heard> heard = new ArrayList<>();

        public Collector(SessionId session) {
            this.session = session;
        }

        /// One thing that was heard of this session. Long texts are let go of.
        public void hear(Heard one) {
            heard.add(SlimTexts.of(one));
        }

        /// Settles what was heard.
        public SessionOrigins settled() {
            return new SessionOrigins(session, heard);
        }
    }

    private SessionOrigins(SessionId session, Collection<Heard> heard) {
        var told = new ArrayList<Map.Entry<EventState, Observation>>();
        state = new SessionState(
                session,
                row -> {
                    throw new IllegalStateException("nothing of it is put away");
                },
                RequestOwners.of(heard),
                (event, said) -> told.add(Map.entry(event, said)));
        new Resettlement(state, heard, null, decision -> {}).run();
        for (var each : heard) note(each);
        for (var one : told)
            taken.computeIfAbsent(one.getKey().current(), event -> new ArrayList<>())
                    .add(one.getValue());
        state.events(); // how each stands is worked out when they are asked for
        state.index()
                .eachAlias((alias, event) ->
                        ids.computeIfAbsent(event, e -> new ArrayList<>()).add(alias));
    }

    private void note(Heard heard) {
        if (heard instanceof Link link) links.add(link);
        if (heard instanceof Observation said)
            places.computeIfAbsent(SeenLog.id(said), id -> new ArrayList<>(1)).add(said.raw());
    }

    /// Which event a text names.
    public sealed interface Found {
        /// @param by how the text names it
        record One(EventOrigin origin, By by) implements Found {}

        /// @param some the keys of those that it may name, at most {@link #CANDIDATES_MAX}, of so many
        record Several(List<EventKey> some, int all) implements Found {}

        record None() implements Found {}
    }

    /// How a text names an event.
    public enum By {
        KEY,
        OLDER_KEY,
        BEGINNING
    }

    /// Events named when a beginning fits several.
    public static final int CANDIDATES_MAX = 8;

    /// The event of a key without its session, `kind/id`: its own, else an older one, else the beginning of one that
    /// no other event has.
    public Found find(String name) {
        var own = new TreeMap<String, EventState>();
        var older = new TreeMap<String, List<EventState>>();
        taken.keySet().forEach(event -> own.put(name(event.key()), event));
        taken.keySet()
                .forEach(event -> keys(event)
                        .forEach(key -> older.computeIfAbsent(name(key), k -> new ArrayList<>())
                                .add(event)));
        var exact = own.get(name);
        if (exact != null) return new Found.One(origin(exact), By.KEY);
        var before = older.get(name);
        if (before != null) return found(before, By.OLDER_KEY);
        var begun = new LinkedHashSet<EventState>(beginning(own, name).values());
        if (begun.isEmpty()) beginning(older, name).values().forEach(begun::addAll);
        return found(begun, By.BEGINNING);
    }

    private static <T> Map<String, T> beginning(TreeMap<String, T> names, String beginning) {
        return names.subMap(beginning, beginning + Character.MAX_VALUE);
    }

    private static String name(EventKey key) {
        return key.kind().wire() + "/" + key.id();
    }

    private Found found(Collection<EventState> events, By by) {
        return switch (events.size()) {
            case 0 -> new Found.None();
            case 1 -> new Found.One(origin(events.iterator().next()), by);
            default ->
                new Found.Several(
                        events.stream()
                                .map(EventState::key)
                                .sorted()
                                .limit(CANDIDATES_MAX)
                                .toList(),
                        events.size());
        };
    }

    private List<Alias> ids(EventState event) {
        return ids.getOrDefault(event, List.of()).stream()
                .sorted(Comparator.comparing(Alias::type).thenComparing(state.book()::nameOf))
                .toList();
    }

    private SequencedSet<EventKey> keys(EventState event) {
        var keys = new LinkedHashSet<EventKey>();
        keys.add(event.key());
        for (var id : ids(event))
            keys.add(new EventKey(state.id(), event.kind(), state.book().nameOf(id)));
        return keys;
    }

    private EventOrigin origin(EventState event) {
        var observations = taken.getOrDefault(event, List.of());
        var spelled = ids(event).stream()
                .map(id -> new Alias(id.type(), state.book().nameOf(id)))
                .toList();
        return new EventOrigin(
                event.event(state.index().bodies()),
                place(event),
                spelled,
                keys(event),
                linksOf(event, observations),
                parts(event, observations),
                observations.stream()
                        .filter(said -> said.groups().isEmpty())
                        .map(this::said)
                        .toList());
    }

    private static Place place(EventState event) {
        if (event.isPresent()) return Place.TOLD;
        return event.standing() == Standing.SUPERSEDED ? Place.SUPERSEDED : Place.WITHHELD;
    }

    private List<Link> linksOf(EventState event, List<Observation> observations) {
        var traces = new TreeSet<String>();
        for (var said : observations)
            if (said.turn() instanceof TurnRef.Traced(var trace)) traces.add(Traces.PREFIX + trace);
        return links.stream()
                .filter(link -> link.kind() == Kind.TURN
                        ? traces.contains(link.one().value())
                                || traces.contains(link.other().value())
                        : link.kind() == event.kind() && joins(link, event))
                .distinct()
                .toList();
    }

    private boolean joins(Link link, EventState event) {
        return state.index().lookup(link.kind(), link.one()) == event
                && state.index().lookup(link.kind(), link.other()) == event;
    }

    private List<Part> parts(EventState event, List<Observation> observations) {
        var all = new EnumMap<FieldGroup, List<Claiming>>(FieldGroup.class);
        for (var said : observations)
            said.groups()
                    .forEach((group, fields) -> all.computeIfAbsent(group, g -> new ArrayList<>())
                            .add(new Claiming(said, fields, strength(group, said, fields), isWithheld(event, said))));
        var settled = event.event(state.index().bodies()).groups();
        var parts = new ArrayList<Part>();
        all.forEach((group, claims) -> {
            var chosen = settled.get(group);
            parts.add(part(group, claims, chosen == null ? null : chosen.fields()));
        });
        return parts;
    }

    private Strength strength(FieldGroup group, Observation said, Fields fields) {
        return Strength.of(state.id().agent(), group, said, fields);
    }

    private static boolean isWithheld(EventState event, Observation said) {
        return event.isWithheld() && said.witness() == Witness.OTLP;
    }

    /// A claim while it is not known which is taken.
    private record Claiming(Observation said, Fields fields, Strength strength, boolean withheld) {
        /// The strongest first, withheld ones last.
        static final Comparator<Claiming> ORDER = Comparator.comparing(Claiming::withheld)
                .thenComparing(Comparator.comparing(Claiming::strength).reversed());
    }

    private Part part(FieldGroup group, List<Claiming> claims, @Nullable Fields settled) {
        claims.sort(Claiming.ORDER);
        var first = claims.getFirst();
        var told = new ArrayList<Claim>();
        for (int i = 0; i < claims.size(); i++) {
            var claim = claims.get(i);
            var rule = i == 0 && !claim.withheld ? null : rule(group, claim, first);
            told.add(new Claim(said(claim.said), claim.fields, rule, same(claim, first)));
        }
        return new Part(group, told, change(group, first, settled));
    }

    private Said said(Observation observation) {
        var all = new ArrayList<>(places.getOrDefault(SeenLog.id(observation), List.of()));
        all.remove(observation.raw());
        return new Said(observation, List.copyOf(new LinkedHashSet<>(all)));
    }

    private static boolean same(Claiming claim, Claiming first) {
        return !first.withheld && claim.fields.equals(first.fields);
    }

    private static Rule rule(FieldGroup group, Claiming claim, Claiming first) {
        return claim.withheld ? Rule.WITHHELD : Strength.rule(group, claim.strength, first.strength);
    }

    private static @Nullable Change change(FieldGroup group, Claiming first, @Nullable Fields settled) {
        if (first.withheld) return null;
        if (settled == null) return Change.USAGE_LEFT_OUT;
        return group == FieldGroup.ABOUT && !settled.equals(first.fields) ? Change.GIVEN_BY_AGENT : null;
    }
}
