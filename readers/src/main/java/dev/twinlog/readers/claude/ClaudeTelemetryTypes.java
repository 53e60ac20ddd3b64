package dev.twinlog.readers.claude;

import dev.twinlog.readers.Reading;
import dev.twinlog.readers.RecordTypes;

/// The events and spans that Claude Code 2.1.197 and 2.1.329 send; a few only stand in its code. Spans have `span/`
/// before their type.
public final class ClaudeTelemetryTypes {
    /// The whole table.
    public static final RecordTypes TABLE = new RecordTypes.Builder()
            .read(
                    Reading.EVENT,
                    "user_prompt",
                    "api_request",
                    "api_error",
                    "assistant_response",
                    "api_response_body",
                    "tool_decision",
                    "tool_result",
                    "subagent_completed",
                    "compaction")
            // Told as notices, where they stand in a turn.
            .read(
                    Reading.EVENT,
                    "api_refusal",
                    "api_retries_exhausted",
                    "internal_error",
                    "mcp_server_connection",
                    "permission_mode_changed",
                    "retention_sweep")
            // Only their numbers count: what they tell, the transcript tells better, or it is the agent's own business.
            .read(
                    Reading.TREE_ONLY,
                    "api_request_body",
                    "at_mention",
                    "auth",
                    "feedback_survey",
                    "hook_execution_complete",
                    "hook_execution_start",
                    "hook_plugin_metrics",
                    "hook_registered",
                    "managed_settings_resolved",
                    "plugin_installed",
                    "plugin_loaded",
                    "safety_event",
                    "skill_activated",
                    "system_prompt",
                    "tool")
            .read(Reading.EVENT, "span/llm_request", "span/tool", "span/tool.execution")
            // They name neither a prompt nor a call.
            .read(Reading.COPY, "span/interaction", "span/tool.blocked_on_user")
            .build();

    private ClaudeTelemetryTypes() {}
}
