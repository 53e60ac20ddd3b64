package dev.twinlog.sources.transcripts;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The reading thread's work, one step at a time: what changed, then what other threads wait for, then the walks, then
/// the import. Everything here belongs to the thread that steps, but for {@link #health} and {@link #problems}.
final class Hearing {
    /// New folders with more than this are imported, lest the lines of live sessions wait for them.
    static final long URGENT_BYTES_MAX = 16L << 20;
    /// After so many urgent looks in a row one piece of the import is read.
    static final int URGENT_LOOKS_IN_A_ROW = 64;

    private final InstantSource clock;
    private final SourceLimits limits;
    private final Disk disk;
    private final ChunkSink sink;
    private final Inbox inbox;
    private final FileTable table;
    private final Problems problems;
    private final Roots roots;
    private final Capture capture;
    private final Hold hold;
    private final Urgent urgent = new Urgent();
    private final Backlog backlog = new Backlog();
    private final Wishes wishes = new Wishes();
    private final ImportTold told;

    private FolderEvents events = FolderEvents.none();
    private boolean walkWanted = true;
    private boolean walked;
    private boolean importing = true;
    private int looksInARow;
    private long walks;
    private long overflows;
    private long nextWalkAt;
    private long lastEventAt;
    private long lagSince;
    private volatile Snapshot snapshot;

    private record Snapshot(SourceHealth health, long lagSince) {}

    Hearing(SourceParts parts, Disk disk, ChunkSink sink, Inbox inbox) {
        this.clock = parts.clock();
        this.limits = parts.limits();
        this.disk = disk;
        this.sink = sink;
        this.inbox = inbox;
        this.problems = new Problems(limits.problemsMax());
        this.table = new FileTable(limits.filesMax());
        this.roots = new Roots(parts.roots(), disk, problems, clock);
        this.hold = new Hold(parts.mayRead(), limits);
        this.told = new ImportTold(parts.progress(), table, clock);
        this.capture = new Capture(
                disk, sink, table, problems, clock, limits.pieceBytesMax(), this::mayGoOn, this::pieceTaken);
        table.resume(parts.roots(), parts.captured());
        this.snapshot = new Snapshot(measure(), 0);
    }

    /// Hears changes from there on; what happened before is found by the walk that this asks for.
    void hearFrom(FolderEvents from) {
        events = from;
        walkWanted = true;
    }

    /// No events can be had: every change is found by walking.
    void eventsRefused(Path where, String reason) {
        problems.note(where, Problem.Kind.NOT_WATCHED, reason, clock.millis());
    }

    void wantWalk() {
        walkWanted = true;
    }

    private boolean mayGoOn() {
        return !inbox.waiting() && hold.open(clock.millis());
    }

    private void pieceTaken(TrackedFile file) {
        hold.taken();
        if (importing) told.piece(file);
    }

    /// Does the most urgent thing that is due; false when nothing is, or reading is held back.
    boolean step() throws InterruptedException {
        try {
            if (inbox.waiting()) take(inbox.take());
            if (!hold.open(clock.millis())) return heldBack();
            return work();
        } catch (JournalRefusal refusal) {
            hold.refused(String.valueOf(refusal.getMessage()), clock.millis());
            return heldBack();
        } finally {
            publish();
        }
    }

    private boolean heldBack() {
        wishes.refuse(new Barrier(sink.end(), false, importing), String.valueOf(hold.reason()));
        return false;
    }

    private boolean work() throws JournalRefusal, InterruptedException {
        var first = urgent.next();
        if (first != null && looksInARow++ < URGENT_LOOKS_IN_A_ROW) return lookUrgently(first);
        looksInARow = 0;
        wishes.answerReached(urgent, this::now);
        if (walkWanted || clock.millis() >= nextWalkAt) return walk();
        var next = backlog.next();
        if (next != null) {
            if (capture.look(next) && next == backlog.next()) backlog.done();
            return true;
        }
        if (first != null) return true;
        importing = false;
        hold.taken();
        wishes.answerCaughtUp(this::now);
        return false;
    }

    private Barrier now() {
        return new Barrier(sink.end(), true, importing);
    }

    private boolean lookUrgently(TrackedFile file) throws JournalRefusal, InterruptedException {
        if (capture.look(file)) urgent.done(file);
        else urgent.goBehind(file);
        wishes.answerReached(urgent, this::now);
        return true;
    }

    private boolean walk() {
        long started = clock.millis();
        walks++;
        walkWanted = false;
        var found = new ArrayList<Backlog.Candidate>();
        var walk = walkTo(found);
        roots.all().forEach(roots::look);
        for (var root : roots.all()) walkRoot(walk, root);
        for (var file : table.all())
            if (file.walk != walks && !file.gone() && roots.readable(file.root) && !walk.unknown(file.path))
                urgent.add(file);
        endProblems();
        if (!walked) told.begin();
        backlog.add(found);
        walked = true;
        long took = clock.millis() - started;
        nextWalkAt = clock.millis() + Math.max(limits.rescanEvery().toMillis(), took * limits.rescanShare());
        return true;
    }

    private Walk walkTo(List<Backlog.Candidate> found) {
        return new Walk(
                disk,
                events,
                roots,
                problems,
                clock,
                limits.depthMax(),
                (root, path, relative, name, stamp) -> found(found, root, path, relative, name, stamp));
    }

    private void found(
            List<Backlog.Candidate> found, WatchRoot root, Path path, String relative, WatchedName name, Stamp stamp) {
        var file = table.at(root, path, relative, name, stamp);
        if (file == null) {
            problems.note(root.root(), Problem.Kind.TOO_MANY_FILES, "has too many files", clock.millis());
            return;
        }
        file.walk = walks;
        if (file.asIn(stamp)) return;
        file.size = stamp.size();
        table.count(file);
        found.add(new Backlog.Candidate(file, stamp.modified()));
    }

    private void walkRoot(Walk walk, WatchRoot root) {
        anchor(root);
        var stamp = roots.look(root);
        if (stamp == null) events.forget(root.root());
        else walk.below(root, root.root(), stamp);
    }

    /// Watches the nearest folder above a root, which tells when the root comes, goes or is replaced.
    private void anchor(WatchRoot root) {
        for (var above = root.root().getParent(); above != null; above = above.getParent()) {
            try {
                var stamp = disk.target(above);
                if (stamp.type() != Stamp.Type.FOLDER) continue;
                events.watch(above, stamp);
                return;
            } catch (IOException absent) {
                // The next higher one is tried.
            }
        }
    }

    private void endProblems() {
        for (var problem : problems.list()) {
            try {
                disk.stamp(problem.path());
            } catch (NoSuchFileException gone) {
                problems.ended(problem.path());
            } catch (IOException refused) {
                // It is a problem still.
            }
        }
    }

    private void take(Inbox.Content content) {
        for (var wish : content.wishes()) walkWanted |= wishes.add(wish);
        if (content.overflow()) {
            overflows++;
            walkWanted = true;
            wishes.marksLost();
        }
        content.changes().forEach(this::take);
    }

    private void take(Change change) {
        switch (change) {
            case Change.Mark(long number) -> wishes.marked(number, urgent.last());
            case Change.FolderGone(var folder) -> folderGone(folder);
            case Change.Touched(var folder, var name) -> touched(folder, name);
        }
    }

    private void folderGone(Path folder) {
        events.forget(folder);
        table.below(folder).forEach(urgent::add);
        for (var root : roots.all()) if (root.root().startsWith(folder)) walkWanted = true;
    }

    private void touched(Path folder, String name) {
        var path = folder.resolve(name);
        var file = table.known(path);
        if (file != null) {
            lastEventAt = clock.millis();
            urgent.add(file);
            return;
        }
        for (var root : roots.all()) if (root.root().startsWith(path)) walkWanted = true;
        var root = roots.of(path);
        if (root != null && !path.equals(root.root())) cameOrWent(root, path);
    }

    /// A name that is no file known: a new file, a new folder with all that is in it already, or a folder that went.
    private void cameOrWent(WatchRoot root, Path path) {
        try {
            var stamp = disk.stamp(path);
            if (stamp.type() == Stamp.Type.FOLDER) came(root, path, stamp);
            else if (stamp.type() == Stamp.Type.FILE) fileCame(root, path, stamp);
            else walkWanted |= WatchedName.of(root.agent(), relative(root, path)) != null;
        } catch (NoSuchFileException gone) {
            problems.ended(path);
            if (events.watches(path)) folderGone(path);
        } catch (IOException refused) {
            walkWanted = true;
        }
    }

    private void fileCame(WatchRoot root, Path path, Stamp stamp) {
        var relative = relative(root, path);
        var name = WatchedName.of(root.agent(), relative);
        if (name == null) return;
        lastEventAt = clock.millis();
        var found = new ArrayList<Backlog.Candidate>();
        found(found, root, path, relative, name, stamp);
        found.forEach(one -> urgent.add(one.file()));
    }

    private static String relative(WatchRoot root, Path path) {
        return root.root().relativize(path).toString().replace('\\', '/');
    }

    private void came(WatchRoot root, Path folder, Stamp stamp) {
        if (WatchedName.of(root.agent(), relative(root, folder)) != null) {
            walkWanted = true;
            return;
        }
        lastEventAt = clock.millis();
        var found = new ArrayList<Backlog.Candidate>();
        walkTo(found).below(root, folder, stamp);
        long bytes = found.stream().mapToLong(one -> one.file().size).sum();
        if (bytes > URGENT_BYTES_MAX) backlog.add(found);
        else Backlog.newestFirst(found).forEach(one -> urgent.add(one.file()));
    }

    /// How long nothing will be due.
    Duration pause() {
        long now = clock.millis();
        if (hold.reason() != null) return hold.pause(now);
        return Duration.ofMillis(Math.max(1, nextWalkAt - now));
    }

    @Nullable
    String heldBackBy() {
        return hold.reason();
    }

    private void publish() {
        long lag = table.bytesKnown() - table.bytesCaptured();
        if (lag == 0) lagSince = 0;
        else if (lagSince == 0) lagSince = clock.millis();
        snapshot = new Snapshot(measure(), lagSince);
    }

    private SourceHealth measure() {
        return new SourceHealth(
                roots.health(),
                importing,
                table.bytesKnown() - table.bytesCaptured(),
                true,
                hold.reason(),
                lastEventAt,
                capture.lastReadAt(),
                counters());
    }

    private SourceHealth.Counters counters() {
        return new SourceHealth.Counters(
                table.files(),
                table.bytesKnown(),
                capture.bytesRead(),
                capture.bytesVerified(),
                capture.pieces(),
                capture.generations(),
                capture.vanished(),
                walks,
                overflows,
                hold.refusals(),
                problems.met());
    }

    /// As of the last step. For any thread.
    SourceHealth health() {
        var last = snapshot;
        var said = last.health();
        long quiet = clock.millis() - Math.max(last.lagSince(), said.lastReadAt());
        boolean advancing =
                said.lagBytes() == 0 || quiet < limits.stalledAfter().toMillis();
        return new SourceHealth(
                said.roots(),
                said.importing(),
                said.lagBytes(),
                advancing,
                said.heldBack(),
                said.lastEventAt(),
                said.lastReadAt(),
                said.counters());
    }

    /// For any thread.
    List<Problem> problems() {
        return problems.list();
    }
}
