package dev.twinlog.readers.codex;

import dev.twinlog.readers.Reading;
import dev.twinlog.readers.RecordTypes;

/// The events that Codex 0.169.0 sends. Its spans are hundreds a turn and named by its code; of each only the ids of
/// thread and turn count.
public final class CodexTelemetryTypes {
    /// The whole table.
    public static final RecordTypes TABLE = new RecordTypes.Builder()
            .read(
                    Reading.EVENT,
                    "codex.user_prompt",
                    "codex.api_request",
                    "codex.sse_event",
                    "codex.tool_decision",
                    "codex.tool_result",
                    "codex.agent_response")
            // A thread is a session once it has a prompt, and its prompts tell all of this.
            .read(Reading.COPY, "codex.conversation_starts", "codex.startup_phase", "codex.turn_ttft")
            .build();

    private CodexTelemetryTypes() {}
}
