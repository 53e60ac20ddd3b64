package dev.twinlog.app.daemon;

import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Store;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Sessions that hold copies of what a removed session owned, until they own it. Noted in the store before the removal,
/// after which nothing tells any more whose the copies were.
///
/// @param sessions those that do not own it yet
record Bereft(Store store, Set<SessionId> sessions) {
    private static final String NOTE = "bereft";

    static Bereft in(Store store) {
        var note = store.note(NOTE);
        var sessions = new TreeSet<SessionId>();
        if (note != null) note.lines().forEach(line -> sessions.add(session(line)));
        return new Bereft(store, sessions);
    }

    private static SessionId session(String text) {
        int slash = text.indexOf('/');
        return new SessionId(Agent.ofWire(text.substring(0, slash)), text.substring(slash + 1));
    }

    /// A session is about to be removed.
    void of(SessionId removed, Collection<SessionId> heirs) {
        boolean left = sessions.remove(removed);
        boolean came = sessions.addAll(heirs);
        if (left || came) write();
    }

    /// All that was to be settled is committed.
    void committed() {
        if (sessions.isEmpty()) return;
        sessions.clear();
        write();
    }

    private void write() {
        store.note(NOTE, sessions.stream().map(SessionId::toString).collect(Collectors.joining("\n")));
    }
}
