package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Prompts that one thread of Codex gave to another which it started. Legacy history writes them like those of a
/// person; only the turn tells that a turn of the parent asked for it.
final class GivenPrompts {
    /// The field that tells whose prompt it is, in ABOUT.
    static final String SOURCE = "source";
    /// A person's prompt.
    static final String HUMAN = "human";
    /// A prompt of another thread, or of the agent.
    static final String AGENT = "agent";

    private static final String PARENT_TURN = "parentTurn";

    private GivenPrompts() {}

    /// Whether a turn was asked for by a turn of the parent.
    ///
    /// @param turn what is said about the turn, or null
    static boolean isGiven(@Nullable Fields turn) {
        return turn != null && turn.text(PARENT_TURN) != null;
    }

    /// Whether a prompt may be one that only its turn tells to be given.
    ///
    /// @param about what is said about it, or null
    static boolean mayBeGiven(Agent agent, Kind kind, @Nullable Fields about) {
        return agent == Agent.CODEX && kind == Kind.PROMPT && about != null && HUMAN.equals(about.text(SOURCE));
    }

    /// Names the agent as the source of a prompt.
    static void byAgent(Map<FieldGroup, Chosen> chosen) {
        chosen.computeIfPresent(
                FieldGroup.ABOUT, (group, about) -> new Chosen(about.witness(), byAgent(about.fields())));
    }

    private static Fields byAgent(Fields about) {
        var fields = new Fields.Builder();
        about.forEach((name, value) -> fields.put(name, name.equals(SOURCE) ? AGENT : value));
        return fields.build();
    }
}
