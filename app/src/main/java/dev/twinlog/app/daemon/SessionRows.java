package dev.twinlog.app.daemon;

import dev.twinlog.reconcile.SessionState;
import dev.twinlog.store.Batch.RecordIndexRow;
import dev.twinlog.store.Batch.SessionRow;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sessions as the store keeps them.
final class SessionRows {
    private SessionRows() {}

    /// @param birth when the session's own records began; null: all are its own
    static SessionRow of(SessionState state, @Nullable Long birth) {
        var summary = state.summary(birth);
        return new SessionRow(
                state.id(),
                summary.project(),
                summary.title(),
                summary.gitBranch(),
                summary.version(),
                summary.model(),
                summary.parent(),
                summary.startedAt(),
                summary.endedAt(),
                summary.ended(),
                summary.prompts(),
                summary.messages(),
                summary.toolCalls());
    }

    /// What is new in the indexes of their records.
    static List<RecordIndexRow> records(Collection<SessionState> changed) {
        return changed.stream()
                .map(state -> new RecordIndexRow(state.id(), state.newRecords()))
                .filter(row -> row.pairs().length > 0)
                .toList();
    }
}
