package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Witness;
import java.util.Map;

/// What was told of a thing before it was finished, and does not count once it is known how it ended.
final class Unfinished {
    private static final String INTERRUPTED = "interrupted";

    private Unfinished() {}

    /// Takes away what does not count.
    static void leaveOut(Agent agent, Kind kind, Map<FieldGroup, Chosen> chosen) {
        withoutUsage(agent, kind, chosen);
        if (isFinished(kind, chosen)) chosen.remove(FieldGroup.LIVE);
    }

    /// Whether the text of an item as it was produced tells nothing any more: the whole is known.
    private static boolean isFinished(Kind kind, Map<FieldGroup, Chosen> chosen) {
        return switch (kind) {
            case PROMPT, REASONING, MESSAGE ->
                chosen.containsKey(FieldGroup.INPUT) || chosen.containsKey(FieldGroup.OUTCOME);
            case TOOL_CALL -> chosen.containsKey(FieldGroup.OUTPUT) || chosen.containsKey(FieldGroup.OUTCOME);
            case MODEL_REQUEST, NOTICE, TURN -> false;
        };
    }

    /// Requests of Claude Code that were aborted in mid-stream: the blocks written before tell what was counted when
    /// the answer began, which is no usage (SPEC 3.3).
    private static void withoutUsage(Agent agent, Kind kind, Map<FieldGroup, Chosen> chosen) {
        if (agent != Agent.CLAUDE || kind != Kind.MODEL_REQUEST) return;
        var outcome = chosen.get(FieldGroup.OUTCOME);
        var usage = chosen.get(FieldGroup.USAGE);
        if (outcome == null || usage == null || usage.witness() != Witness.TRANSCRIPT) return;
        if (INTERRUPTED.equals(outcome.fields().text(Status.FIELD))) chosen.remove(FieldGroup.USAGE);
    }
}
