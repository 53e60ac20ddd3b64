package dev.twinlog.setup.agents;

import dev.twinlog.model.Agent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An agent's file of settings, as text: what stands in it about telemetry, and what to make of it. Pure.
interface AgentConfig {
    /// @param file as people are told it
    static AgentConfig of(Agent agent, String file) {
        return switch (agent) {
            case CLAUDE -> new ClaudeConfig(file);
            case CODEX -> new CodexConfig(file);
        };
    }

    /// What would become of the file.
    ///
    /// @param text     as it is, without a byte order mark; null: it is not there
    /// @param original the same without what we wrote before; the text itself when we wrote nothing
    Plan plan(@Nullable String text, @Nullable String original, Wanted wanted);

    /// Takes our change out of a text that somebody may have edited since.
    ///
    /// @param before as it was before us; null: it was not there
    /// @param after  as we wrote it
    /// @param now    as it is
    /// @param force  whether what is ours is taken out also where somebody has edited it
    Undone undone(@Nullable String before, String after, String now, boolean force);

    /// What the file says about telemetry now.
    Telemetry telemetry(@Nullable String text);

    /// Texts in it that are nobody's business: the values of headers.
    List<String> secrets(@Nullable String text);
}
