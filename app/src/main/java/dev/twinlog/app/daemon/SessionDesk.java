package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.lines.Pieces;
import dev.twinlog.app.daemon.lines.Reading;
import dev.twinlog.app.daemon.lines.Readings;
import dev.twinlog.journal.Journal;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Heard;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.Decision;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.store.Batch.ChunkRow;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.store.EventBody;
import dev.twinlog.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The sessions that are being settled: those touched last are kept, others are read again from the journal
/// when they are needed. For the settling thread only.
final class SessionDesk {
    /// Room for sessions that could be read again.
    static final long KEPT_BYTES_MAX = 12L << 20;
    /// Room for those among them that were touched lately: of them more is told soon, and to read one again takes as
    /// long as all that was ever told of it.
    static final long BUSY_BYTES_MAX = 192L << 20;
    /// Room for all of them once nothing more comes for a while.
    static final long RESTING_BYTES_MAX = 48L << 20;
    /// Requests of telemetry after which the events read again are attached to their rows.
    private static final int ATTACHED_REQUESTS = 1024;

    private final Store store;
    private final Pieces pieces;
    private final AgentReaders readers;
    private final Journal journal;
    private final LinkedHashMap<SessionId, SessionState> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<SessionId> fresh = new HashSet<>();
    private final Set<SessionId> damaged = new TreeSet<>();
    private long reread;
    private volatile boolean abandoned;

    SessionDesk(Store store, Journal journal, AgentReaders readers) {
        this.store = store;
        this.pieces = new Pieces(journal);
        this.readers = readers;
        this.journal = journal;
    }

    /// Has whoever reads a session again give up, which may take long, by {@link AbandonedException}. For any thread.
    void abandon() {
        abandoned = true;
    }

    private void giveUpWhenAbandoned() {
        if (abandoned) throw new AbandonedException();
    }

    /// How many sessions were read again from the journal.
    long reread() {
        return reread;
    }

    /// The state of a session; one not kept is read again as it stands in the store.
    SessionState state(SessionId id) {
        var state = kept.get(id);
        if (state != null) return state;
        state = store.session(id) == null ? new SessionState(id, this::body) : readAgain(id);
        kept.put(id, state);
        return state;
    }

    /// Lets go of everything: what is stored of sessions has changed otherwise than by settling.
    void forget() {
        kept.clear();
        fresh.clear();
    }

    private SortedMap<FieldGroup, Chosen> body(long row) {
        return EventBody.decode(store.body(row));
    }

    private SessionState readAgain(SessionId id) {
        reread++;
        fresh.add(id);
        var rows = rows(id);
        var state = new SessionState(id, this::body);
        boolean fits =
                read(id, new Pending(), heard -> state.hear(heard, decision -> {}) == SessionState.Fit.FITS, () -> {
                    attach(state, rows);
                });
        var whole = fits ? state : settledAgain(id);
        attach(whole, rows);
        whole.flushed();
        return whole;
    }

    private Map<EventKey, Store.StoredEvent> rows(SessionId id) {
        var rows = new HashMap<EventKey, Store.StoredEvent>();
        for (var row : store.events(id)) rows.put(new EventKey(id, row.kind(), row.key()), row);
        return rows;
    }

    /// Marks the events that stand in the store, which lets go of their texts.
    private static void attach(SessionState state, Map<EventKey, Store.StoredEvent> rows) {
        for (var event : state.events()) {
            var row = rows.get(event.key());
            if (row != null) event.restored(row.id(), row.owned());
        }
    }

    /// Settles a session again from all that was heard of it, and puts the result in place of its state. All
    /// events of the new state are unstored.
    ///
    /// @param pending what was taken since the last commit; in its last piece what comes after the trigger is
    ///                not heard
    /// @param trigger what did not fit
    /// @param log     hears the verdict on the trigger
    void settleAgain(SessionId id, Pending pending, Heard trigger, Consumer<Decision> log) {
        var heard = new ArrayList<Heard>();
        read(id, pending, each -> heard.add(each) && !each.equals(trigger), () -> {});
        kept.put(id, SessionState.settleAgain(id, this::body, heard, trigger, log));
    }

    /// Settles a session again from all that was heard of it, pieces among them that fill a hole. All events of
    /// the new state are unstored.
    void settleAnew(SessionId id, Pending pending) {
        var heard = new ArrayList<Heard>();
        read(id, pending, heard::add, () -> {});
        kept.put(id, SessionState.settleAgain(id, this::body, heard));
    }

    private SessionState settledAgain(SessionId id) {
        var heard = new ArrayList<Heard>();
        read(id, new Pending(), heard::add, () -> {});
        return SessionState.settleAgain(id, this::body, heard);
    }

    /// Reads every captured piece of a session's files, and every request of telemetry that told of it.
    ///
    /// @param hear     hears what is of this session; its answer false ends the reading of the file
    /// @param perPiece called after each piece
    /// @return whether all was heard with the answer true
    private boolean read(SessionId id, Pending pending, Predicate<Heard> hear, Runnable perPiece) {
        boolean all = true;
        for (var file : speakers(id, pending)) {
            var reading = Readings.make(file, readers.transcripts());
            if (reading == null) continue;
            var pieces = Pieces.of(file.key(), store.chunks(file.key()), pending.chunks());
            all &= readFile(id, reading, pieces, hear, perPiece);
        }
        all &= readRequests(id, pending, hear, perPiece);
        return all;
    }

    private boolean readRequests(SessionId id, Pending pending, Predicate<Heard> hear, Runnable perPiece) {
        boolean all = true;
        var retelling = new Retelling(journal, readers);
        var before = requests(id, pending);
        before.removeAll(pending.batch());
        int read = 0;
        for (var each : before) {
            giveUpWhenAbandoned();
            for (var heard : told(id, retelling, List.of(each))) all &= hear.test(heard);
            if (++read % ATTACHED_REQUESTS == 0) perPiece.run();
        }
        boolean goesOn = true;
        for (var each = told(id, retelling, pending.batch()).iterator(); goesOn && each.hasNext(); )
            goesOn = hear.test(each.next());
        perPiece.run();
        return all && goesOn;
    }

    private List<Heard> told(SessionId id, Retelling retelling, Collection<Long> positions) {
        return retelling.together(positions, heard -> heard.session().equals(id), () -> damaged.add(id));
    }

    /// The sessions that were read again since this was last asked for, and of which a request cannot be read.
    Set<SessionId> takeDamaged() {
        var taken = Set.copyOf(damaged);
        damaged.clear();
        return taken;
    }

    /// The requests of telemetry and frames that told something of a session, those not in the store yet among them.
    private SortedSet<Long> requests(SessionId id, Pending pending) {
        var positions = new TreeSet<>(store.telemetry(id));
        positions.addAll(pending.telemetry(id));
        return positions;
    }

    /// The files that told something of a session, those not in the store yet among them.
    private Collection<FileRow> speakers(SessionId id, Pending pending) {
        var speakers = new TreeMap<Long, FileRow>();
        for (var file : store.speakersOf(id)) speakers.put(file.key(), file);
        for (var file : pending.speakersOf(id)) speakers.put(file.key(), file);
        return speakers.values();
    }

    private boolean readFile(
            SessionId id, Reading reading, List<ChunkRow> pieces, Predicate<Heard> hear, Runnable perPiece) {
        var all = new boolean[] {true};
        Consumer<Heard> ours = heard -> all[0] &= !heard.session().equals(id) || hear.test(heard);
        for (var piece : pieces) {
            var bytes = this.pieces.read(piece);
            if (bytes == null) continue;
            giveUpWhenAbandoned();
            reading.take(bytes, piece.position(), ours);
            perPiece.run();
            if (!all[0]) return false;
        }
        for (var piece : pieces) reading.tellLost(piece.offset() + piece.length(), piece.position(), ours);
        return all[0];
    }

    /// Lets go of sessions, those touched longest ago first, until the others have room. All that was told is stored.
    ///
    /// @param busy sessions that were touched lately
    void trim(Set<SessionId> busy) {
        long bytes = trim(bytes(), KEPT_BYTES_MAX, session -> !busy.contains(session));
        trim(bytes, BUSY_BYTES_MAX, session -> true);
    }

    /// Nothing more came for a while: lets go of what a flood of large sessions has left.
    void rest() {
        trim(bytes(), RESTING_BYTES_MAX, session -> true);
    }

    private long bytes() {
        return kept.values().stream().mapToLong(SessionState::bytes).sum();
    }

    private long trim(long bytes, long most, Predicate<SessionId> mayGo) {
        for (var each = kept.entrySet().iterator(); each.hasNext() && bytes > most && kept.size() > 1; ) {
            var entry = each.next();
            if (!mayGo.test(entry.getKey())) continue;
            bytes -= entry.getValue().bytes();
            each.remove();
        }
        return bytes;
    }

    /// Whether a session was read again, and who owns its events is not known yet.
    boolean isFresh(SessionId id) {
        return fresh.contains(id);
    }

    /// Whether a session was read again since this was last asked of it: who owns its events is then not
    /// known yet.
    boolean takeFresh(SessionId id) {
        return fresh.remove(id);
    }
}
