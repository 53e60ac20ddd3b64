package dev.twinlog.app.daemon;

import dev.twinlog.app.Addresses;
import dev.twinlog.app.daemon.stream.StreamStatus;
import dev.twinlog.model.CaptureMode;
import dev.twinlog.reconcile.chronicle.ModeLog;
import dev.twinlog.reconcile.chronicle.ModeTransition;
import dev.twinlog.sources.appserver.SidecarHealth;
import dev.twinlog.sources.otlp.OtlpHealth;
import dev.twinlog.sources.transcripts.Problem;
import dev.twinlog.store.StoreReader;
import dev.twinlog.views.ModeView;
import dev.twinlog.views.StatusView;
import dev.twinlog.views.StreamView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How well Twinlog captures, put together from what the parts say of themselves.
final class Statuses {
    private static final String NOT_EXPECTED = StreamStatus.NOT_EXPECTED;

    /// Damaged records: those met by this process, or by the last reading of the whole journal.
    private static final String CORRUPT = "journal.corrupt_records";

    private Statuses() {}

    static StatusView of(Engine engine, CaptureFacts facts, Addresses addresses, StoreReader store, long now) {
        var counters = new TreeMap<>(store.counters());
        store.unknown()
                .forEach((type, count) -> counters.merge(
                        "unknown." + type.agent().wire() + "." + type.type() + "." + type.version(), count, Long::sum));
        addSource(engine, counters);
        addDoors(engine, counters);
        addSidecar(facts.sidecar(), counters);
        var damage = DamageNote.in(store::note);
        addJournal(engine, damage, counters);
        var space = new TreeMap<>(store.space());
        engine.journal().space().forEach((kind, used) -> {
            if (used.records() > 0) space.put("journal." + kind.name().toLowerCase(Locale.ROOT), used.diskBytes());
        });
        return view(
                facts,
                problems(engine, damage),
                unsettled(engine),
                StreamStatus.of(facts.sidecar(), store, now),
                addresses,
                store.progress(),
                counters,
                space,
                now);
    }

    private static StatusView view(
            CaptureFacts facts,
            List<String> problems,
            long unsettled,
            StreamView stream,
            Addresses addresses,
            StoreReader.Progress progress,
            Map<String, Long> counters,
            Map<String, Long> space,
            long now) {
        var health = facts.health();
        return new StatusView(
                now,
                facts.mode().name(),
                facts.reasons(),
                problems,
                new StatusView.Baseline(
                        facts.baselineUp(),
                        new StatusView.Transcript(
                                facts.transcriptWorks(),
                                facts.transcriptReason(),
                                (health == null ? 0 : health.lagBytes()) + unsettled),
                        otlp(facts)),
                stream,
                new StatusView.Addresses(bare(addresses.page()), addresses.otlpHttp(), addresses.otlpGrpc()),
                progress,
                counters,
                space);
    }

    private static StatusView.Otlp otlp(CaptureFacts facts) {
        return facts.otlp() == null
                ? new StatusView.Otlp(false, NOT_EXPECTED)
                : new StatusView.Otlp(facts.otlpWorks(), facts.otlpReason());
    }

    /// An address as it may be shown to anybody: without its token.
    private static @Nullable String bare(@Nullable String address) {
        if (address == null) return null;
        int query = address.indexOf("/?");
        return query < 0 ? address : address.substring(0, query);
    }

    private static List<String> problems(Engine engine, DamageNote damage) {
        var problems = new ArrayList<>(damage.problems());
        var source = engine.witnesses().source();
        if (source != null) source.problems().stream().map(Problem::text).forEach(problems::add);
        var keeping = engine.housekeeping().problem();
        if (keeping != null) problems.add(keeping);
        return problems;
    }

    /// Bytes of the journal that no answer tells of yet.
    private static long unsettled(Engine engine) {
        return Math.max(0, engine.journal().end() - engine.settling().settled());
    }

    private static void addSource(Engine engine, Map<String, Long> counters) {
        var source = engine.witnesses().source();
        if (source == null) return;
        var now = source.health().counters();
        counters.put("source.files", now.files());
        counters.put("source.bytes_known", now.bytesKnown());
        counters.put("source.bytes_read", now.bytesRead());
        counters.put("source.bytes_verified", now.bytesVerified());
        counters.put("source.pieces", now.pieces());
        counters.put("source.generations", now.generations());
        counters.put("source.vanished", now.vanished());
        counters.put("source.walks", now.walks());
        counters.put("source.event_overflows", now.overflows());
        counters.put("source.refusals", now.refusals());
        counters.put("source.problems", now.problems());
    }

    private static void addDoors(Engine engine, Map<String, Long> counters) {
        var doors = engine.witnesses().doors();
        if (doors == null) return;
        var health = doors.health();
        add("otlp.http.", health.http(), counters);
        add("otlp.grpc.", health.grpc(), counters);
        counters.put("otlp.waiting", (long) health.waiting());
        counters.put("otlp.body_bytes", health.bodyBytes());
        counters.put("otlp.facts_lost", health.factsLost());
    }

    private static void addSidecar(@Nullable SidecarHealth sidecar, Map<String, Long> counters) {
        if (sidecar != null) sidecar.counters().forEach((name, amount) -> counters.put("stream." + name, amount));
    }

    /// How the mode changed, by a log of it.
    static ModeView modes(ModeLog log) {
        return new ModeView(
                log.last(ModeView.TOLD_MAX).stream().map(Statuses::change).toList(), log.total());
    }

    private static ModeView.Change change(ModeTransition each) {
        return new ModeView.Change(
                each.at(),
                each.from() == null ? null : each.from().name(),
                each.to().name(),
                each.reason());
    }

    private static void add(String door, OtlpHealth.DoorHealth health, Map<String, Long> counters) {
        var counts = health.counts();
        counters.put(door + "requests", counts.requests());
        counters.put(door + "records", counts.records());
        counters.put(door + "bytes", counts.bytes());
        counters.put(door + "held", counts.held());
        counters.put(door + "partial", counts.partial());
        counts.refused().forEach((reason, count) -> counters.put(door + "refused." + reason, count));
        counters.put(door + "connections", (long) health.connections());
        counters.put(door + "connections_refused", health.connectionsRefused());
        counters.put(door + "connections_timed_out", health.connectionsTimedOut());
    }

    private static void addJournal(Engine engine, DamageNote damage, Map<String, Long> counters) {
        var repair = engine.journal().repair();
        counters.put("journal.torn_bytes", repair.tornBytes());
        counters.merge(CORRUPT, Math.max(repair.corruptRecords(), damage.records()), Long::sum);
        var redacting = engine.witnesses().redacting();
        if (redacting != null) {
            counters.put("raw.redacted", redacting.secrets());
            counters.put("raw.left_out", redacting.leftOut());
        }
        var frames = engine.witnesses().frames();
        if (frames.secrets() > 0) counters.put("raw.stream_redacted", frames.secrets());
        if (frames.leftOut() > 0) counters.put("raw.frames_left_out", frames.leftOut());
        if (frames.begunAnew() > 0) counters.put("raw.stream_items_dropped", frames.begunAnew());
        counters.put("disk.reserve_releases", engine.reserve().releases());
        counters.put("mode.left_out", engine.mode().leftOut());
        counters.putAll(engine.feed().counters());
    }

    /// The status of a store that nobody writes to now.
    static StatusView notRunning(StoreReader store, long now) {
        var damage = DamageNote.in(store::note);
        var counters = new TreeMap<>(store.counters());
        if (damage.records() > 0) counters.merge(CORRUPT, damage.records(), Long::sum);
        return notRunning(now, List.of(), damage.problems(), store.progress(), counters, store.space())
                .heard(LastHeard.in(store).byName())
                .with(modes(Chronicle.in(store).modes()));
    }

    /// The status where nobody writes and there is no store to read.
    static StatusView notRunning(String why, long now) {
        return notRunning(
                now, List.of("store: " + why), List.of(), new StoreReader.Progress(0, 0, 0), Map.of(), Map.of());
    }

    private static StatusView notRunning(
            long now,
            List<String> more,
            List<String> problems,
            StoreReader.Progress progress,
            Map<String, Long> counters,
            Map<String, Long> space) {
        var reasons = new ArrayList<>(List.of("not_running: nothing is captured; `twinlog up` starts it"));
        reasons.addAll(more);
        return new StatusView(
                now,
                CaptureMode.FAILURE.name(),
                reasons,
                problems,
                new StatusView.Baseline(
                        false,
                        new StatusView.Transcript(false, "not_running", 0),
                        new StatusView.Otlp(false, NOT_EXPECTED)),
                StreamView.notExpected(NOT_EXPECTED),
                new StatusView.Addresses(null, null, null),
                progress,
                counters,
                space);
    }
}
