package dev.twinlog.app.daemon;

import dev.twinlog.journal.Journal;
import dev.twinlog.store.Store;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the last reading of the whole journal, by `verify` or `rebuild`, found damaged: a note in the store, so that
/// `status` and `sync` tell it although they do not read what is settled.
///
/// @param records damaged records
/// @param text    what is lost by it; empty when nothing is
record DamageNote(long records, String text) {
    /// What is said when a request is met that cannot be read, before the whole journal is.
    static final String REQUEST =
            "a request of telemetry that told of it is damaged in the journal; bring the segment back"
                    + " from a backup of the same length; `twinlog verify` tells where";

    private static final String NAME = "journal_damage";
    private static final DamageNote NONE = new DamageNote(0, "");

    /// What is noted in a store.
    ///
    /// @param note gives a note by its name, or null
    static DamageNote in(Function<String, @Nullable String> note) {
        var noted = note.apply(NAME);
        int space = noted == null ? -1 : noted.indexOf(' ');
        if (noted == null || space < 0) return NONE;
        return new DamageNote(Long.parseLong(noted.substring(0, space)), noted.substring(space + 1));
    }

    /// After the whole journal was read.
    ///
    /// @param sessions how many sessions are kept because of what is lost
    static DamageNote of(Journal journal, LostBytes lost, int sessions) {
        long met = Math.max(
                journal.repair().corruptRecords(),
                lost.pieces().size() + lost.requests().size());
        return new DamageNote(met, lost.none() ? "" : lost.text(sessions));
    }

    /// After a request that told of a session could not be read; what was noted before stays.
    static DamageNote ofRequest(Function<String, @Nullable String> note) {
        var known = in(note);
        return new DamageNote(
                known.records() + 1,
                known.text().isEmpty() ? "what is stored of a session is kept as it is: " + REQUEST : known.text());
    }

    void write(Store store) {
        store.note(NAME, records + " " + text);
    }

    List<String> problems() {
        return text.isEmpty() ? List.of() : List.of(text);
    }
}
