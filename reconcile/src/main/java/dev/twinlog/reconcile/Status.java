package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How an event stands, told from its fields, and from how its turn went on.
final class Status {
    static final String COMPLETED = "completed";
    static final String OPEN = "open";
    static final String INCOMPLETE = "incomplete";
    static final String UNKNOWN = "unknown";
    /// The field of an outcome that tells it outright.
    static final String FIELD = "status";

    private Status() {}

    /// @param groups   the groups that the event has
    /// @param outcome  the fields of its outcome, or null
    /// @param standing how it stands while nothing told how it ended
    static String of(Agent agent, Kind kind, Set<FieldGroup> groups, @Nullable Fields outcome, Standing standing) {
        var told = outcome == null ? null : outcome.text(FIELD);
        if (told != null) return told;
        return switch (kind) {
            case TOOL_CALL -> groups.contains(FieldGroup.OUTPUT) ? COMPLETED : unfinished(standing);
            case TURN -> agent == Agent.CLAUDE ? UNKNOWN : unfinished(standing);
            case PROMPT, REASONING, MESSAGE ->
                groups.contains(FieldGroup.INPUT) || !groups.contains(FieldGroup.LIVE)
                        ? COMPLETED
                        : unfinished(standing);
            case MODEL_REQUEST, NOTICE -> COMPLETED;
        };
    }

    private static String unfinished(Standing standing) {
        return standing == Standing.RUNNING ? OPEN : INCOMPLETE;
    }
}
