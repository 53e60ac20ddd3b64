package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.app.daemon.facts.Expiries;
import dev.twinlog.app.daemon.facts.FileKeys;
import dev.twinlog.app.daemon.lines.Pieces;
import dev.twinlog.app.daemon.lines.Readings;
import dev.twinlog.app.daemon.stream.Frames;
import dev.twinlog.app.daemon.stream.StreamDesk;
import dev.twinlog.journal.Control;
import dev.twinlog.journal.CorruptRecordException;
import dev.twinlog.journal.FileChunkView;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalRecord;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Observation;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Unreadable;
import dev.twinlog.model.Witness;
import dev.twinlog.otlp.MalformedPayloadException;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.TranscriptPaths;
import dev.twinlog.reconcile.EventState;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.store.Batch.ChunkRow;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.store.EventBody;
import dev.twinlog.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Follows the journal and settles what it hears into the store: the one writer. For one thread.
///
/// What is taken since the last commit lives in memory only; a crash replays it from the journal, and since
/// settling is a function of the set, to the same result.
final class Settler {
    /// A commit is due after this much of what the journal holds
    static final long COMMIT_BYTES_MIN = 4L << 20;

    /// or, where the sessions touched are large, after this much at most.
    static final long COMMIT_BYTES_MAX = 16L << 20;

    /// A commit walks each touched session whole: it is to bring at least one new observation for so many events
    /// walked.
    static final long WALKED_FOR_ONE_MAX = 8;

    private final Store store;
    private final Journal journal;
    private final Requests requests;
    private final LastHeard lastHeard;
    private final SessionDesk desk;
    private final Families families;
    private final FileLedger ledger;
    private final OutageDesk outages;
    private final Chronicle chronicle;
    private final StreamDesk stream;
    private final BatchRows rows;
    private final HeardTally tally;
    private final Sealed sealed;
    private final LettingGo lettingGo;
    private final Map<Long, FileRow> files = new HashMap<>();
    private final Readings readings;
    private final Set<SessionId> touched = new LinkedHashSet<>();
    private Set<SessionId> touchedBefore = Set.of();
    private final Set<SessionId> again = new LinkedHashSet<>();
    private final Set<SessionId> mended = new LinkedHashSet<>();
    private final Handovers handovers;
    private final RequestBatch batch = new RequestBatch();
    private Pending pending = new Pending();
    private long position;
    private long lastEventId;
    private long sinceRest;

    /// After this much of the agents' files the store gives back memory once nothing more comes.
    private static final long REST_AFTER_BYTES = 32L << 20;

    /// @param readers makes readers, with a counter of what they change or leave out. What is read again in the middle
    ///                of a line has readers of its own.
    Settler(Store store, Journal journal, AgentReaders.Making readers) {
        this(store, journal, readers, new LastHeard());
    }

    /// @param lastHeard is told what is heard
    Settler(Store store, Journal journal, AgentReaders.Making readers, LastHeard lastHeard) {
        this.lastHeard = lastHeard;
        this.store = store;
        this.journal = journal;
        var first = readers.of((name, amount) -> pending.count("reading." + name, amount));
        var again = readers.of(ReadingCounter.NONE);
        this.requests = new Requests(journal, first.telemetry());
        this.desk = new SessionDesk(store, journal, again);
        this.sealed = new Sealed(store);
        this.families = new Families(store, desk, sealed);
        this.handovers = new Handovers(families, desk);
        this.lettingGo = new LettingGo(store, sealed, desk, families, files);
        this.ledger = new FileLedger(store);
        this.outages = new OutageDesk(store);
        this.chronicle = new Chronicle(store);
        this.readings = new Readings(store, new Pieces(journal), first.transcripts());
        this.position = store.position();
        this.lastEventId = store.lastEventId();
        for (var file : store.files()) files.put(file.key(), file);
        this.tally = new HeardTally(lastHeard, desk);
        this.rows = new BatchRows(sealed, families, handovers, ledger, outages, desk, files);
        SettledBy.note(store);
        this.stream = new StreamDesk(store, journal, first.stream());
        this.pending = new Pending(); // what was read again was counted before
    }

    /// The journal position after the last record taken.
    long position() {
        return position;
    }

    /// The journal position up to which everything is committed.
    long committed() {
        return store.position();
    }

    /// Whether a commit is due.
    boolean isFull() {
        if (pending.bytes() < COMMIT_BYTES_MIN) return false;
        return pending.bytes() >= COMMIT_BYTES_MAX || walked() <= WALKED_FOR_ONE_MAX * pending.observations();
    }

    /// How many events a commit would walk.
    private long walked() {
        return touched.stream().mapToLong(session -> desk.state(session).size()).sum();
    }

    /// Gives up what may take long; nothing more is committed. For any thread.
    void abandon() {
        desk.abandon();
    }

    /// Whether anything was taken since the last commit.
    boolean hasUncommitted() {
        return position > store.position();
    }

    /// Takes one record of the journal.
    void take(JournalRecord record) {
        if (Requests.signal(record.kind()) == null && record.kind() != RecordClass.STREAM) hearBatch();
        lastHeard.hearing(LastHeard.arrival(record));
        switch (record.kind()) {
            case TRANSCRIPT -> takeChunk(record);
            case CONTROL -> takeControl(record);
            case OTLP_LOGS, OTLP_TRACES, OTLP_METRICS -> takeRequest(record);
            case STREAM -> takeStream(record);
        }
        position = record.next();
    }

    private void takeRequest(JournalRecord record) {
        pending.request(record.payload().length);
        batch.request(record.payload().length, LastHeard.arrival(record));
        try {
            var request = requests.read(record, heard -> gather(heard, record.position()));
            boolean canary = request != null && request.token() == OtlpRequest.Token.CANARY;
            pending.count(
                    canary
                            ? "otlp.canaries"
                            : "requests." + record.kind().name().toLowerCase(Locale.ROOT),
                    1);
        } catch (MalformedPayloadException e) {
            pending.count("journal.corrupt_records", 1);
        }
        if (batch.isFull()) hearBatch();
    }

    /// Hears what the requests of telemetry tell that were taken since this was last done, together: what one of them
    /// tells may come before what another does.
    private void hearBatch() {
        if (batch.isEmpty()) return;
        lastHeard.hearing(batch.came());
        batch.empty(pending).forEach(this::hear);
        pending.batch(List.of());
        handovers.place(pending::decision);
    }

    private void gather(Heard heard, long request) {
        if (sealed.isGone(heard.session(), request)) pending.count("requests.expired_parts", 1);
        else batch.add(request, heard);
    }

    /// A frame, or the fact that a generation of the stream is over. Most frames tell nothing, and let those that
    /// gather go on gathering.
    private void takeStream(JournalRecord record) {
        try {
            var told = stream.take(record, pending::frame);
            if (told.heard().isEmpty()) return;
            hearBatch();
            told.needed().forEach((session, frames) -> frames.forEach(each -> pending.telemetry(session, each)));
            for (var heard : told.heard()) hearStream(heard, record.position());
            handovers.place(pending::decision);
        } catch (CorruptRecordException e) {
            pending.count("journal.corrupt_records", 1);
        }
    }

    private void hearStream(Heard heard, long position) {
        var session = heard.session();
        if (heard instanceof Unknown unknown) pending.unknown(unknown, unknown.version());
        else if (sealed.isGone(session, position)) pending.count("frames.expired_parts", 1);
        else {
            pending.telemetry(session, position);
            hear(heard);
        }
    }

    private void takeChunk(JournalRecord record) {
        try {
            takeChunk(FileChunkView.of(record.payload()), record.position());
        } catch (CorruptRecordException e) {
            pending.count("journal.corrupt_records", 1);
        }
    }

    private void takeChunk(FileChunkView chunk, long position) {
        long key = FileKeys.of(chunk.file());
        if (sealed.expired(key)) {
            pending.count("files.expired_pieces", 1);
            return;
        }
        var described = TranscriptPaths.of(chunk.file().agent(), chunk.file().path());
        if (described.isEmpty()) {
            pending.count("files.not_read", 1);
            return;
        }
        var known = files.get(key);
        var row = known != null ? known : FileRows.of(key, described.get().session(), chunk.file(), chunk.at());
        var reading = readings.of(row, known == null, pending.chunks());
        note(FileRows.captured(row, chunk));
        pending.chunk(new ChunkRow(key, chunk.offset(), chunk.length(), position));
        if (reading == null) return;
        if (reading.isHoleFilled(row.captured(), chunk)) mended.add(row.session());
        else reading.take(chunk, position, heard -> hear(heard, row));
        handovers.place(pending::decision);
    }

    /// Settles the sessions anew whose holes were filled since the last commit.
    private void mend() {
        for (var session : mended) {
            var before = desk.state(session);
            desk.settleAnew(session, pending);
            handovers.settledAgain(before);
            pending.count("sessions.settled_again", 1);
            touched.add(session);
            again.add(session);
            readings.drop(reading -> reading.session().equals(session));
        }
        mended.clear();
        handovers.place(decision -> {});
    }

    private void note(FileRow row) {
        files.put(row.key(), row);
        pending.file(row);
    }

    private void hear(Heard heard, FileRow file) {
        pending.spoke(file, heard.session());
        if (heard instanceof Unreadable line) Damages.tell(line, file);
        hear(heard);
    }

    private void hear(Heard heard) {
        var session = heard.session();
        tally.count(heard, pending);
        var state = desk.state(session);
        touched.add(session);
        if (mayBeCopied(heard) || desk.isFresh(session)) handovers.tell(session);
        int refused = state.refusedLinks();
        if (state.hear(heard, pending::decision) == SessionState.Fit.SETTLE_AGAIN) settleAgain(state, heard);
        pending.count("links.refused", desk.state(session).refusedLinks() - refused);
    }

    /// Whether other sessions may hold a copy of what tells it: only transcripts are ever copied.
    private static boolean mayBeCopied(Heard heard) {
        return !(heard instanceof Observation said) || said.witness() == Witness.TRANSCRIPT;
    }

    private void settleAgain(SessionState state, Heard trigger) {
        pending.count("sessions.settled_again", 1);
        again.add(state.id());
        desk.settleAgain(state.id(), pending, trigger, pending::decision);
        handovers.settledAgain(state);
    }

    private void takeControl(JournalRecord record) {
        try {
            var control = Control.decode(record.payload());
            letGo(control, record.position());
            pending.count("control." + control.type(), 1);
            tellOfFile(control);
            outages.take(control);
            chronicle.take(control, record.next());
            if (Frames.over(control).isPresent()) takeStream(record);
        } catch (CorruptRecordException e) {
            pending.count("journal.corrupt_records", 1);
        }
    }

    /// Lets go of what a fact says is let go of, after all that was heard before it is committed.
    private void letGo(Control fact, long at) {
        if (!Expiries.lettingGo(fact)) return;
        try {
            commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var gone = lettingGo.take(fact, at, pending);
        readings.drop(gone);
        desk.forget();
        handovers.place(decision -> {}); // who inherits what a removed session owned
    }

    private void tellOfFile(Control control) {
        boolean vanished = control.type().equals(Controls.FILE_VANISHED);
        if (!vanished && !control.type().equals(Controls.FILE_SHRANK)) return;
        var key = Controls.file(control);
        var file = key.isPresent() ? files.get(key.getAsLong()) : null;
        if (file == null) return;
        ledger.tell(control, file);
        if (vanished) note(FileRows.with(file, file.captured(), true));
    }

    /// Commits what was taken; the journal is forced first.
    ///
    /// @return whether there was anything to commit
    boolean commit() throws IOException {
        if (!hasUncommitted()) return false;
        hearBatch();
        journal.force(position);
        mend();
        outages.note();
        chronicle.note();
        desk.takeDamaged().forEach(sealed::keep);
        var forgotten = new LinkedHashSet<Long>();
        for (var session : again) forgotten.addAll(sealed.replaced(desk.state(session)));
        var changed =
                touched.stream().map(desk::state).filter(SessionState::changed).toList();
        var told = sealed.settle(changed, bodies());
        stream.beforeCommit();
        var all = new BatchRows.Changed(changed, told, forgotten);
        store.commit(rows.batch(position, pending, all, lastEventId, bodies()));
        lastEventId = stored(changed);
        stream.afterCommit();
        sinceRest += pending.bytes();
        clear();
        return true;
    }

    private EventState.Bodies bodies() {
        return row -> EventBody.decode(store.body(row));
    }

    /// Notes the rows that the events got, in the order in which the batch gave them.
    private long stored(List<SessionState> changed) {
        long id = lastEventId;
        for (var state : changed) {
            for (var event : state.unstored()) event.stored(++id);
            state.flushed();
        }
        return id;
    }

    /// Nothing more came for a while: gives back the memory that much settling took.
    void rest() {
        if (sinceRest < REST_AFTER_BYTES) return;
        sinceRest = 0;
        desk.rest();
        store.rest();
    }

    private void clear() {
        pending = new Pending();
        var touchedNow = Set.copyOf(touched);
        touched.clear();
        again.clear();
        handovers.clear();
        ledger.clear();
        outages.clear();
        var busy = new HashSet<>(touchedBefore);
        busy.addAll(touchedNow);
        desk.trim(busy);
        touchedBefore = touchedNow;
    }

    /// How far each file is captured, by what was taken.
    List<FileRow> files() {
        return List.copyOf(files.values());
    }
}
