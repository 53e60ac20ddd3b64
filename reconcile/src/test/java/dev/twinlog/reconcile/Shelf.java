package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Chosen;
import dev.twinlog.model.Event;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Verdict;
import dev.twinlog.reconcile.SessionState.Fit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// A store for a test: the rows of events, and the log of decisions.
final class Shelf implements EventState.Bodies {
    /// A text that is put away once stored.
    static final String LONG = "x".repeat(Winner.KEPT_TEXT_MAX + 1);

    private final Map<Long, SortedMap<FieldGroup, Chosen>> rows = new HashMap<>();
    private final List<Decision> log = new ArrayList<>();
    private long lastRow;

    @Override
    public SortedMap<FieldGroup, Chosen> of(long row) {
        var stored = rows.get(row);
        if (stored == null) throw new AssertionError("row " + row + " is not stored");
        return stored;
    }

    /// A state that heard all of this, each of which must fit.
    SessionState state(Heard... heard) {
        var state = new SessionState(heard[0].session(), this);
        for (var each : heard) hear(state, each);
        return state;
    }

    /// Hears what must fit.
    void hear(SessionState state, Heard heard) {
        assertThat(state.hear(heard, log::add)).isEqualTo(Fit.FITS);
    }

    /// Stores what changed.
    List<Event> store(SessionState state) {
        var events = new ArrayList<Event>();
        for (var event : state.unstored()) {
            var settled = event.event(this);
            rows.remove(event.row());
            rows.put(++lastRow, settled.groups());
            event.stored(lastRow);
            events.add(settled);
        }
        state.forgotten().forEach(rows::remove);
        state.flushed();
        return events;
    }

    /// How many rows there are.
    int size() {
        return rows.size();
    }

    List<Decision> log() {
        return log;
    }

    List<Verdict> verdicts() {
        return log.stream().map(Decision::verdict).toList();
    }
}
