package dev.twinlog.app.daemon;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.EventOrigin;
import dev.twinlog.reconcile.SlimTexts;
import dev.twinlog.store.Batch.DecisionRow;
import dev.twinlog.store.EventBody;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.NarrativeEvent;
import dev.twinlog.views.ExplainView;
import dev.twinlog.views.ExplainView.Claim;
import dev.twinlog.views.ExplainView.Head;
import dev.twinlog.views.ExplainView.Joined;
import dev.twinlog.views.ExplainView.Part;
import dev.twinlog.views.ExplainView.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts together what is known of one event: what it was settled from, where that lies, what the store and the log say.
///
/// @param raw whether the raw bytes are told too
record Explanation(StoreReader store, Rehearing files, boolean raw, long now) {
    /// Of what else was said of a group the strongest are told, so many.
    static final int OTHERS_MAX = 100;

    /// Of the verdicts on an event the last are told, so many.
    static final int VERDICTS_MAX = 100;

    /// The explanation of an event that was settled anew.
    ///
    /// @param by how it was named
    ExplainView of(String asked, String by, EventOrigin origin) throws IOException {
        var event = origin.event();
        var stored = stored(event.key());
        var places = new RawLines(files, raw).find(places(origin));
        var parts = new ArrayList<Part>();
        for (var part : origin.parts()) parts.add(part(part, places));
        if (stored != null && isIncomplete()) addStored(parts, stored);
        var head = stored != null && isIncomplete()
                ? head(event.key(), stored)
                : new Head(
                        event.key(),
                        event.at(),
                        event.turn(),
                        event.status(),
                        event.agentId(),
                        origin.standing().wire());
        var older = origin.keys().stream().skip(1).toList();
        return view(
                asked,
                by,
                head,
                origin.ids().stream().map(Explanation::id).toList(),
                older,
                origin.links().stream()
                        .map(link -> new Joined(id(link.one()), id(link.other())))
                        .toList(),
                parts,
                origin.bare().stream()
                        .limit(OTHERS_MAX)
                        .map(said -> claim(new EventOrigin.Claim(said, Fields.none(), null, false), places))
                        .toList(),
                places.values());
    }

    /// The explanation of an event of which the store alone still tells.
    ExplainView of(String asked, String by, SessionId session, NarrativeEvent stored) {
        var key = new EventKey(session, stored.kind(), stored.key());
        var parts = new ArrayList<Part>();
        addStored(parts, stored);
        return view(asked, by, head(key, stored), List.of(), List.of(), List.of(), parts, List.of(), List.of());
    }

    private ExplainView view(
            String asked,
            String by,
            Head head,
            List<ExplainView.Id> ids,
            List<EventKey> older,
            List<Joined> links,
            List<Part> parts,
            List<Claim> bare,
            Collection<Place> places) {
        var family = store.copies(head.key());
        var owner = family.stream()
                .filter(StoreReader.Copy::owned)
                .map(StoreReader.Copy::key)
                .filter(key -> !key.equals(head.key()))
                .findFirst()
                .orElse(null);
        var copies = family.stream()
                .map(StoreReader.Copy::key)
                .filter(key -> !key.equals(head.key()) && !key.equals(owner))
                .toList();
        return new ExplainView(
                now,
                asked,
                by,
                head,
                owner,
                copies,
                ids,
                older,
                links,
                parts,
                bare,
                decisions(head.key(), older),
                cannotTell(places));
    }

    private List<DecisionRow> decisions(EventKey key, List<EventKey> older) {
        var keys = new HashSet<String>();
        keys.add(key.toString());
        for (var each : older) keys.add(each.toString());
        return store.decisions(StoreReader.DECISIONS_KEPT_MAX).stream()
                .filter(decision -> keys.contains(decision.key()))
                .limit(VERDICTS_MAX)
                .toList();
    }

    private @Nullable NarrativeEvent stored(EventKey key) {
        if (!isIncomplete()) return null;
        return store.narrative(key.session()).stream()
                .flatMap(narrative -> narrative.events().stream())
                .filter(event -> event.kind() == key.kind() && event.key().equals(key.id()))
                .findFirst()
                .orElse(null);
    }

    /// Whether the journal no longer gives all that the session was settled from.
    private boolean isIncomplete() {
        return !files.expired().isEmpty()
                || !files.damaged().isEmpty()
                || files.telemetryExpired()
                || !files.damagedRequests().isEmpty();
    }

    private static Head head(EventKey key, NarrativeEvent stored) {
        return new Head(
                key, stored.at(), stored.turn(), stored.status(), stored.agentId(), EventOrigin.Place.TOLD.wire());
    }

    /// Adds the groups that only the store has.
    private static void addStored(List<Part> parts, NarrativeEvent stored) {
        var groups = new TreeMap<FieldGroup, Part>();
        for (var part : parts) groups.put(part.group(), part);
        SortedMap<FieldGroup, Chosen> body = EventBody.decode(stored.body());
        body.forEach((group, chosen) -> groups.putIfAbsent(
                group,
                new Part(
                        group,
                        null,
                        new Claim(
                                chosen.witness(),
                                null,
                                stored.at(),
                                null,
                                List.of(),
                                null,
                                false,
                                SlimTexts.of(chosen.fields())),
                        List.of(),
                        0)));
        parts.clear();
        parts.addAll(groups.values());
    }

    private static Collection<RawPlace> places(EventOrigin origin) {
        var places = new HashSet<RawPlace>();
        for (var said : origin.bare().subList(0, Math.min(origin.bare().size(), OTHERS_MAX))) {
            places.add(said.observation().raw());
            places.addAll(said.again());
        }
        for (var part : origin.parts())
            for (var claim : part.claims().subList(0, Math.min(part.claims().size(), 1 + OTHERS_MAX))) {
                places.add(claim.said().observation().raw());
                places.addAll(claim.said().again());
            }
        return places;
    }

    private static Part part(EventOrigin.Part part, Map<RawPlace, Place> places) {
        var told = part.claims().stream()
                .limit(1L + OTHERS_MAX)
                .map(claim -> claim(claim, places))
                .toList();
        boolean taken = told.getFirst().rule() == null;
        return new Part(
                part.group(),
                part.change() == null ? null : part.change().wire(),
                taken ? told.getFirst() : null,
                told.subList(taken ? 1 : 0, told.size()),
                part.claims().size() - told.size());
    }

    private static Claim claim(EventOrigin.Claim claim, Map<RawPlace, Place> places) {
        var said = claim.said().observation();
        return new Claim(
                said.witness(),
                said.phase().name().toLowerCase(Locale.ROOT),
                said.at(),
                places.get(said.raw()),
                claim.said().again().stream()
                        .map(places::get)
                        .filter(Objects::nonNull)
                        .toList(),
                claim.rule() == null ? null : claim.rule().wire(),
                claim.same(),
                claim.fields());
    }

    private static ExplainView.Id id(Alias alias) {
        return new ExplainView.Id(alias.type().name().toLowerCase(Locale.ROOT), alias.value());
    }

    private List<String> cannotTell(Collection<Place> places) {
        var all = new ArrayList<String>();
        if (!files.expired().isEmpty())
            all.add("the raw bytes of " + paths(files.expired()) + " have expired (raw.keep or retention.days said so):"
                    + " what they told is in the store alone, without what else was said");
        if (files.telemetryExpired())
            all.add(
                    "raw requests of telemetry have expired (raw.keep or retention.days said so): what they told is in the"
                            + " store alone, without what else was said");
        files.damagedRequests()
                .forEach(why -> all.add("a raw request of telemetry is damaged in the journal: " + why + "; "
                        + LostBytes.REQUEST_ADVICE));
        files.damaged()
                .forEach((file, why) -> all.add("raw bytes of " + path(file) + " are damaged in the journal: " + why
                        + "; " + LostBytes.ADVICE));
        if (places.stream().anyMatch(Place::redacted))
            all.add("raw bytes were kept redacted (raw.keep): the secrets in them are gone, and a line may be longer or"
                    + " shorter than it was");
        return all;
    }

    private static String paths(List<dev.twinlog.store.Batch.FileRow> files) {
        int shown = 3;
        return files.stream().limit(shown).map(Explanation::path).collect(Collectors.joining(", "))
                + (files.size() > shown ? " and " + (files.size() - shown) + " more files" : "");
    }

    private static String path(dev.twinlog.store.Batch.FileRow file) {
        return file.root() + "/" + file.path();
    }
}
