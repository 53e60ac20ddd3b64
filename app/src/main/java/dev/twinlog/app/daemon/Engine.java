package dev.twinlog.app.daemon;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.app.daemon.feed.ImportWatch;
import dev.twinlog.app.daemon.feed.LiveFeed;
import dev.twinlog.journal.Control;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.setup.FileTrouble;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.Settings;
import dev.twinlog.sources.appserver.SidecarSettings;
import dev.twinlog.sources.transcripts.TranscriptSource;
import dev.twinlog.store.DiskFloor;
import dev.twinlog.store.DiskReserve;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.StoreException;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Journal, source, settling and store of one data folder, joined and running. Whoever makes one holds the
/// lock of the folder.
final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final Places places;
    private final Settings settings;
    private final Clock clock;
    private final SegmentedJournal journal;
    private final DiskReserve reserve;
    private final ReentrantReadWriteLock swapping = new ReentrantReadWriteLock();
    private final Settling settling;
    private final Thread settler;
    private final Rush rush = new Rush(System::nanoTime);
    private final Housekeeping housekeeping;
    private final ReentrantLock verifying = new ReentrantLock();
    private final LastHeard lastHeard;
    private final FeedDesk desk;
    private final ModeWatch mode;
    private volatile EmbeddedStore store;
    private final Witnesses witnesses;
    private volatile boolean ending;
    private volatile boolean ingestOn;
    private boolean heard;

    /// Opens everything and begins to settle what the journal holds; nothing is heard yet.
    ///
    /// @throws Refusal naming what cannot be opened and what to do
    static Engine open(Folders folders, Settings settings, Clock clock) throws Refusal {
        var places = new Places(folders.data());
        SegmentedJournal journal = null;
        EmbeddedStore store = null;
        try {
            places.make();
            journal = SegmentedJournal.open(places.journal(), JournalLimits.DEFAULT);
            store = EmbeddedStore.open(places.store());
            if (store.position() > journal.end()) throw journalCut(places, journal.end(), store.position());
            return new Engine(places, settings, clock, journal, store);
        } catch (IOException | StoreException | UncheckedIOException e) {
            closeQuietly(store, e);
            closeQuietly(journal, e);
            throw new Refusal(Refusal.Reason.UNABLE, words(e), e);
        }
    }

    /// What would be captured now would lie before what is settled already, and so never be settled.
    private static StoreException journalCut(Places places, long end, long settled) {
        return new StoreException("the journal " + places.journal() + " ends at " + end + ", before position " + settled
                + " up to which the store is settled: its tail was lost. `twinlog rebuild` makes the store anew"
                + " from what is there, and what the agents still have is captured again");
    }

    /// A failure in words.
    static String words(Exception e) {
        if (e instanceof UncheckedIOException unchecked && unchecked.getCause() != null)
            return unchecked.getMessage() + ": " + words(unchecked.getCause());
        return e instanceof IOException file ? FileTrouble.words(file) : String.valueOf(e.getMessage());
    }

    private static void closeQuietly(@Nullable AutoCloseable part, Exception because) {
        try {
            if (part != null) part.close();
        } catch (Exception e) {
            because.addSuppressed(e);
        }
    }

    private Engine(Places places, Settings settings, Clock clock, SegmentedJournal journal, EmbeddedStore store) {
        this.places = places;
        this.settings = settings;
        this.ingestOn = settings.autoIngest();
        this.clock = clock;
        this.journal = journal;
        this.store = store;
        this.reserve =
                DiskReserve.of(places.data(), new DiskFloor(settings.diskFloor(), DiskFloor.STANDARD.reserveBytes()));
        reserve.check();
        this.lastHeard = LastHeard.in(store);
        this.settling = new Settling(journal, () -> newSettler(this.store), reserve::full, rush::isOn);
        this.desk = new FeedDesk(this, store);
        this.mode = new ModeWatch(() -> witnesses().facts(), clock::millis, desk.feed()::mode);
        settling.tellCommits(this::committed);
        this.witnesses = new Witnesses(this, journal, rush);
        this.housekeeping = new Housekeeping(this, journal, settings);
        this.settler = Thread.ofPlatform().name("settle").start(settling);
    }

    private void committed() {
        lastHeard.note(store, clock.millis());
        desk.committed();
    }

    private Settler newSettler(EmbeddedStore into) {
        return new Settler(into, journal, AgentReaders.chosen(settings), lastHeard);
    }

    /// Makes the source of the agents' transcripts, once what the journal held before is settled.
    TranscriptSource hear() throws InterruptedException, IOException {
        heard = true;
        return witnesses.transcriptsAlone();
    }

    /// Who was heard when.
    LastHeard lastHeard() {
        return lastHeard;
    }

    /// Hears from now on, on threads of its own.
    void start(TelemetryDoors opened, SidecarSettings app) throws InterruptedException, IOException {
        heard = true;
        tell(
                Controls.STARTED,
                Map.of("pid", Long.toString(ProcessHandle.current().pid())));
        long before = journal.end();
        witnesses.start(opened, app, before);
        housekeeping.start();
    }

    private static Throwable cause(ExecutionException e) {
        return Objects.requireNonNullElse(e.getCause(), e);
    }

    /// Runs work between two commits, and waits for it.
    <T> T between(Callable<T> work) {
        try {
            return settling.between(work).get();
        } catch (ExecutionException e) {
            var cause = cause(e);
            throw new StoreException(String.valueOf(cause.getMessage()), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted");
        }
    }

    /// Journals a fact about Twinlog itself.
    void tell(String type, Map<String, String> values) throws IOException {
        tell(Controls.of(type, clock.millis(), values));
    }

    /// Journals a fact about Twinlog itself that was so at another time.
    void tell(Control fact) throws IOException {
        journal.append(RecordClass.CONTROL, fact.encode());
    }

    /// Answers from the store as it is; it is not swapped meanwhile.
    <T> T ask(Question<T> question) throws Refusal, IOException {
        swapping.readLock().lock();
        try {
            return question.of(store.reader());
        } finally {
            swapping.readLock().unlock();
        }
    }

    /// Something asked of the store.
    @FunctionalInterface
    interface Question<T> {
        T of(StoreReader reader) throws Refusal, IOException;
    }

    /// The live feed of what is settled.
    LiveFeed feed() {
        return desk.feed();
    }

    Settings settings() {
        return settings;
    }

    Housekeeping housekeeping() {
        return housekeeping;
    }

    Journal journal() {
        return journal;
    }

    Settling settling() {
        return settling;
    }

    Places places() {
        return places;
    }

    DiskReserve reserve() {
        return reserve;
    }

    Clock clock() {
        return clock;
    }

    EmbeddedStore store() {
        return store;
    }

    /// Gives back memory that only matters while much is heard.
    void rest() {
        journal.rest();
    }

    /// The ways in which it hears.
    Witnesses witnesses() {
        return witnesses;
    }

    /// Hears of imports.
    ImportWatch imports() {
        return desk.imports();
    }

    /// Whether anything is captured at all.
    boolean ingestOn() {
        return ingestOn;
    }

    /// Captures from now on, or nothing.
    void ingest(boolean on) {
        ingestOn = on;
        mode.wake();
    }

    /// Watches how well all is heard.
    ModeWatch mode() {
        return mode;
    }

    /// Makes the store anew from the whole journal, and puts it in place of the old one, which answers until
    /// then.
    ///
    /// @return how many sessions it has, and what of them is damaged
    Rebuilt rebuild() throws Refusal {
        try {
            return settling.between(this::rebuildHere).get();
        } catch (ExecutionException e) {
            throw new Refusal(
                    Refusal.Reason.UNABLE,
                    "the store was not rebuilt, the old one is still in place: " + cause(e).getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Refusal.Reason.UNABLE, "interrupted", e);
        }
    }

    private Rebuilt rebuildHere() throws IOException {
        long position = store.position();
        long last = store.lastEventId();
        var damage = remaking().make(position);
        swapping.writeLock().lock();
        try {
            closeOld();
            places.swapStore();
            store = EmbeddedStore.open(places.store());
            desk.takeOver(store, last);
            lastHeard.note(store);
        } finally {
            swapping.writeLock().unlock();
        }
        desk.feed().ring();
        return Rebuilt.of(store.reader(), damage);
    }

    /// A damaged store may not even close; it is replaced all the same.
    private void closeOld() {
        try {
            store.close();
        } catch (StoreException e) {
            LOG.warn("the old store did not close well: {}", e.getMessage());
        }
    }

    Remaking remaking() {
        return new Remaking(places, journal, AgentReaders.chosen(settings), () -> ending);
    }

    /// Held by who settles beside the store, since all do it in the same folder.
    ReentrantLock verifying() {
        return verifying;
    }

    /// Tells work that may take long to give up, since all ends soon.
    void end() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    /// Stops hearing, settles and forces what was heard, and closes everything.
    @Override
    public void close() {
        end();
        housekeeping.close();
        try {
            witnesses.end();
            if (heard) tell(Controls.STOPPED, Map.of());
            settling.await(journal.end(), Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("the end could not be journaled: {}", e.getMessage());
        }
        settling.close();
        join(settler);
        closeParts();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeParts() {
        try (journal;
                var last = store) {
            lastHeard.note(last);
        } catch (IOException | StoreException e) {
            LOG.warn("closing: {}", e.getMessage());
        }
    }
}
