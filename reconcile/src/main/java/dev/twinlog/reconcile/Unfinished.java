package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Witness;
import java.util.Map;

/// Requests of Claude Code that were aborted in mid-stream: the blocks written before tell what was counted
/// when the answer began, which is no usage (SPEC 3.3).
final class Unfinished {
    private static final String INTERRUPTED = "interrupted";

    private Unfinished() {}

    /// Takes away what an aborted request's transcript tells of its tokens.
    static void withoutUsage(Agent agent, Kind kind, Map<FieldGroup, Chosen> chosen) {
        if (agent != Agent.CLAUDE || kind != Kind.MODEL_REQUEST) return;
        var outcome = chosen.get(FieldGroup.OUTCOME);
        var usage = chosen.get(FieldGroup.USAGE);
        if (outcome == null || usage == null || usage.witness() != Witness.TRANSCRIPT) return;
        if (INTERRUPTED.equals(outcome.fields().text(Status.FIELD))) chosen.remove(FieldGroup.USAGE);
    }
}
