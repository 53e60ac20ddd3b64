package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.facts.Expiries;
import dev.twinlog.app.daemon.facts.FileKeys;
import dev.twinlog.journal.CorruptRecordException;
import dev.twinlog.journal.Expired;
import dev.twinlog.journal.FileChunkView;
import dev.twinlog.journal.JournalRecord;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.model.SessionId;
import dev.twinlog.setup.Settings;
import dev.twinlog.sources.transcripts.Captured;
import dev.twinlog.store.Store;
import dev.twinlog.store.StoreException;
import dev.twinlog.store.StoreReader.SessionFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets go of what is not to be kept any longer (SPEC 2.4 and 6): sessions that are too old, raw bytes that were
/// settled, spans and metrics. First the journal is told; settling does in the store what it says; then the segments
/// are rewritten. A crash or a full disk anywhere leaves the rest to the next time.
final class Housekeeping implements AutoCloseable {
    /// How often it looks.
    static final Duration EVERY = Duration.ofMinutes(10);
    /// How often it looks whether everything is heard and settled, which comes first.
    static final Duration ASKED_AGAIN = Duration.ofSeconds(1);
    /// How long it waits until what it told the journal is settled.
    static final Duration SETTLED_PATIENCE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final Engine engine;
    private final SegmentedJournal journal;
    private final Settings settings;
    private final ReentrantLock working = new ReentrantLock();
    private final Periodic periodic = new Periodic(Thread.ofPlatform().name("keep"), this::turn);
    private volatile @Nullable String problem;

    Housekeeping(Engine engine, SegmentedJournal journal, Settings settings) {
        this.engine = engine;
        this.journal = journal;
        this.settings = settings;
    }

    /// Works now and then from now on.
    void start() {
        periodic.start();
    }

    private Duration turn() throws InterruptedException {
        if (!engine.witnesses().caughtUp()) return ASKED_AGAIN;
        once();
        return EVERY;
    }

    /// Why the last time did not come to its end, or null.
    @Nullable
    String problem() {
        return problem;
    }

    /// Lets go of all that is due now. What goes wrong is told by {@link #problem} and tried again the next time.
    void once() throws InterruptedException {
        working.lockInterruptibly();
        try {
            letGo();
            sweep();
            var telemetry = new TelemetrySweep(engine, journal, keeping(), this::goOn);
            telemetry.sweep();
            telemetry.toldNothing(settings.spansDays(), settings.metricsDays());
            problem = null;
        } catch (IOException | UncheckedIOException | StoreException | ExecutionException e) {
            problem = "not all that is due could be let go of, it is tried again: " + cause(e).getMessage();
            LOG.warn(problem, e);
        } finally {
            working.unlock();
        }
    }

    private static Throwable cause(Exception e) {
        var cause = e.getCause();
        return e instanceof ExecutionException && cause != null ? cause : e;
    }

    private Keeping keeping() {
        return new Keeping(settings.rawKept(), settings.retentionDays());
    }

    private void letGo() throws IOException, InterruptedException, ExecutionException {
        var keeping = keeping();
        if (!keeping.letsGo()) return;
        var plan = engine.settling().between(() -> tell(keeping)).get();
        if (plan.isEmpty()) return;
        var source = engine.witnesses().source();
        if (source != null)
            source.expired(plan.expire().stream()
                    .map(Keeping.Expiring::file)
                    .map(file -> new Captured(FileRows.id(file), file.captured(), file.gone(), 0, true))
                    .toList());
        journal.force(journal.end());
        if (!engine.settling().await(journal.end(), SETTLED_PATIENCE))
            throw new IOException("what is let go of is not settled yet");
        LOG.info(
                "{} sessions removed, raw bytes of {} files expired, raw telemetry of {} sessions",
                plan.remove().size(),
                plan.expire().size(),
                plan.quiet().size());
    }

    /// Journals what is to be let go of, as the store is now.
    private Keeping.Plan tell(Keeping keeping) throws IOException {
        long now = engine.clock().millis();
        var store = engine.store();
        var came = came(store, now);
        var activity = activity(store, came);
        var plan = keeping.plan(known(store, activity.keySet()), came, activity, now);
        long before = store.position();
        for (var session : plan.remove()) engine.tell(Expiries.sessionRemoved(session, now));
        for (var each : plan.expire()) engine.tell(Expiries.rawExpired(each.file(), each.because(), now));
        for (var each : plan.quiet().entrySet())
            engine.tell(Expiries.telemetryExpired(each.getKey(), before, each.getValue(), now));
        return plan;
    }

    /// When the last request came that told of a session; looked for only where the session tells no time itself. One
    /// that cannot be read may have come now.
    private Map<SessionId, Long> came(Store store, long now) throws IOException {
        var requests = new Requests(journal, (signal, request, position, out) -> {});
        var came = new HashMap<SessionId, Long>();
        for (var last : store.rawTelemetry().last().entrySet()) {
            var row = store.session(last.getKey());
            long ended = row == null ? 0 : row.endedAt();
            came.put(
                    last.getKey(),
                    ended > 0 ? ended : requests.arrival(last.getValue()).orElse(now));
        }
        return came;
    }

    /// A session that tells no time was active when its files were first seen, and its last telemetry came.
    private static Map<SessionId, Long> activity(Store store, Map<SessionId, Long> came) {
        var activity = new HashMap<SessionId, Long>();
        for (var session : store.reader().sessions(SessionFilter.ALL)) {
            long last = session.endedAt() > 0
                    ? session.endedAt()
                    : store.speakersOf(session.id()).stream()
                            .mapToLong(file -> file.firstSeen())
                            .max()
                            .orElse(came.getOrDefault(session.id(), 0L));
            activity.put(session.id(), last);
        }
        return activity;
    }

    private static Collection<Keeping.Known> known(Store store, Collection<SessionId> sessions) {
        var told = new HashMap<Long, Set<SessionId>>();
        for (var session : sessions)
            for (var file : store.speakersOf(session))
                told.computeIfAbsent(file.key(), key -> new TreeSet<>()).add(session);
        var expired = store.expiredFiles();
        var known = new ArrayList<Keeping.Known>();
        for (var file : store.files())
            if (file.captured() > 0 && !expired.contains(file.key()))
                known.add(new Keeping.Known(file, told.getOrDefault(file.key(), Set.of())));
        return known;
    }

    /// Rewrites the segments in which raw bytes have expired.
    private void sweep() throws IOException, InterruptedException, ExecutionException {
        var from = engine.settling()
                .<OptionalLong>between(() -> Unswept.from(engine.store()))
                .get();
        if (from.isEmpty()) return;
        var files = engine.settling()
                .<Set<Long>>between(() -> engine.store().expiredFiles())
                .get();
        journal.seal();
        tell(
                RecordClass.TRANSCRIPT,
                journal.expire(RecordClass.TRANSCRIPT, from.getAsLong(), record -> goOn() && isOf(files, record)));
        engine.settling()
                .between(() -> {
                    Unswept.clear(engine.store());
                    return true;
                })
                .get();
    }

    /// @throws UncheckedIOException when all is to end: the segment stays as it was
    private boolean goOn() {
        if (periodic.closed()) throw new UncheckedIOException(new IOException("Twinlog is stopping"));
        return true;
    }

    private static boolean isOf(Set<Long> files, JournalRecord record) {
        try {
            return files.contains(
                    FileKeys.of(FileChunkView.unverified(record.payload()).file()));
        } catch (CorruptRecordException e) {
            return false; // it is not known whose it is
        }
    }

    private void tell(RecordClass kind, Expired expired) throws IOException {
        if (expired.records() > 0)
            engine.tell(Expiries.swept(kind, expired, engine.clock().millis()));
    }

    @Override
    public void close() {
        periodic.close();
    }
}
