package dev.twinlog.sources.transcripts;

import dev.twinlog.journal.FileId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The reading thread's work, one step at a time: what changed, then what other threads wait for, then the
/// walks, then the import. Everything here belongs to the thread that steps, but for {@link #health} and
/// {@link #problems}.
final class Hearing {
    /// After so many urgent looks in a row one piece of the import is read.
    static final int URGENT_LOOKS_IN_A_ROW = 64;

    private final InstantSource clock;
    private final SourceLimits limits;
    private final ChunkSink sink;
    private final Inbox inbox;
    private final FileTable table;
    private final Problems problems;
    private final Roots roots;
    private final Tree tree;
    private final Capture capture;
    private final Hold hold;
    private final Urgent urgent = new Urgent();
    private final Backlog backlog = new Backlog();
    private final Wishes wishes = new Wishes();
    private final ImportTold told;
    private final Queue<Captured> expired = new ConcurrentLinkedQueue<>();
    private final Queue<Captured> lost = new ConcurrentLinkedQueue<>();

    private boolean importing = true;
    private int looksInARow;
    private long overflows;
    private long nextWalkAt;
    private long lagSince;
    private volatile Snapshot snapshot;

    private record Snapshot(SourceHealth health, long lagSince) {}

    Hearing(SourceParts parts, Disk disk, ChunkSink sink, Inbox inbox) {
        this.clock = parts.clock();
        this.limits = parts.limits();
        this.sink = sink;
        this.inbox = inbox;
        this.problems = new Problems(limits.problemsMax());
        this.table = new FileTable(limits.filesMax());
        this.roots = new Roots(parts.roots(), disk, problems, clock);
        this.tree = new Tree(parts, disk, roots, table, problems, urgent, backlog);
        this.hold = new Hold(parts.mayRead(), limits);
        this.told = new ImportTold(parts.progress(), table, clock);
        this.capture = new Capture(
                disk, sink, table, problems, clock, limits.pieceBytesMax(), this::mayGoOn, this::pieceTaken);
        table.resume(parts.roots(), parts.captured());
        this.snapshot = new Snapshot(measure(), 0);
    }

    /// Hears changes from there on; what happened before is found by the walk that this asks for.
    void hearFrom(FolderEvents from) {
        tree.hearFrom(from);
    }

    /// No events can be had: every change is found by walking.
    void eventsRefused(Path where, String reason) {
        problems.note(where, Problem.Kind.NOT_WATCHED, reason, clock.millis());
    }

    void wantWalk() {
        tree.wantWalk();
    }

    private boolean mayGoOn() {
        return !inbox.waiting() && hold.open(clock.millis());
    }

    private void pieceTaken(TrackedFile file) {
        hold.taken();
        if (importing) told.piece(file);
    }

    /// The journal has let go of what was captured of these files. For any thread.
    void expired(Collection<Captured> files) {
        expired.addAll(files);
    }

    /// The journal lost what was captured of these files behind where they are captured now. For any thread.
    void lost(Collection<Captured> files) {
        lost.addAll(files);
    }

    private void noteExpired() {
        note(expired, TrackedFile::expire);
        note(lost, TrackedFile::lose);
    }

    private interface Note {
        void take(TrackedFile file, FileId id, long captured);
    }

    private void note(Queue<Captured> told, Note note) {
        for (var each = told.poll(); each != null; each = told.poll()) {
            var file =
                    table.known(Path.of(each.file().root()).resolve(each.file().path()));
            if (file == null) continue;
            note.take(file, each.file(), each.captured());
            table.count(file);
        }
    }

    /// Does the most urgent thing that is due; false when nothing is, or reading is held back.
    boolean step() throws InterruptedException {
        noteExpired();
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
        if (tree.walkWanted() || clock.millis() >= nextWalkAt) return walk();
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
        boolean first = tree.walks() == 0;
        tree.walk();
        if (first) told.begin();
        noteImport();
        long took = clock.millis() - started;
        nextWalkAt = clock.millis() + Math.max(limits.rescanEvery().toMillis(), took * limits.rescanShare());
        return true;
    }

    private void take(Inbox.Content content) {
        for (var wish : content.wishes()) if (wishes.add(wish)) tree.wantWalk();
        if (content.overflow()) {
            overflows++;
            tree.wantWalk();
            wishes.marksLost();
        }
        content.changes().forEach(this::take);
        noteImport();
    }

    /// Whatever was found in bulk is an import, also when it comes later than the first.
    private void noteImport() {
        if (importing || backlog.isEmpty()) return;
        importing = true;
        told.begin();
    }

    /// Before a walk that is due, folders may not be watched yet: then no mark tells that their changes were
    /// heard.
    private void marked(long number) {
        if (!tree.walkWanted()) wishes.marked(number, urgent.last());
        else if (importing) wishes.answer(number, new Barrier(sink.end(), false, true));
        else wishes.afterWalk(number);
    }

    private void take(Change change) {
        switch (change) {
            case Change.Mark(long number) -> marked(number);
            case Change.FolderGone(var folder) -> tree.folderGone(folder);
            case Change.Touched(var folder, var name) -> tree.touched(folder, name);
        }
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
                tree.lastEventAt(),
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
                tree.walks(),
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
