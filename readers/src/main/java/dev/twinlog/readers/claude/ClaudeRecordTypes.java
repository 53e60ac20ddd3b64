package dev.twinlog.readers.claude;

import dev.twinlog.readers.Reading;
import dev.twinlog.readers.RecordTypes;

/// The types of record that Claude Code 2.1.197 and 2.1.329 write. `system` and `attachment` have a subtype
/// behind `/`.
public final class ClaudeRecordTypes {
    /// The whole table.
    public static final RecordTypes TABLE = new RecordTypes.Builder()
            .read(Reading.EVENT, "user", "assistant")
            .read(
                    Reading.EVENT,
                    "system/api_error",
                    "system/compact_boundary",
                    "system/informational",
                    "system/local_command",
                    "system/stop_hook_summary",
                    "system/turn_duration")
            .read(
                    Reading.EVENT,
                    "attachment/hook_blocking_error",
                    "attachment/hook_cancelled",
                    "attachment/hook_non_blocking_error",
                    "attachment/hook_success",
                    "attachment/queued_command")
            .read(Reading.FACT, "ai-title", "custom-title", "summary", "attachment/model")
            .read(
                    Reading.TREE_ONLY,
                    "attachment/agent_listing_delta",
                    "attachment/auto_mode",
                    "attachment/date",
                    "attachment/deferred_tools_delta",
                    "attachment/environment",
                    "attachment/file",
                    "attachment/prompt_snapshot",
                    "attachment/remote_session_change",
                    "attachment/session_context",
                    "attachment/skill_listing")
            // Never copied into a fork: they tell when a session itself began.
            .read(Reading.TREE_ONLY, "api-request", "api-request-shape", "queue-operation")
            // Copies of messages, and totals that are cumulative over resumes and forks.
            .read(Reading.COPY, "api-request-blob", "cost-state", "last-prompt", "tools-used")
            // The agent's own settings and backups.
            .read(
                    Reading.COPY,
                    "agent-name",
                    "atis-latch",
                    "file-history-delta",
                    "file-history-snapshot",
                    "mode",
                    "permission-mode")
            .build();

    private ClaudeRecordTypes() {}

    /// Whether records of this type belong to their session alone: a fork does not copy them.
    static boolean own(String type) {
        return switch (type) {
            case "api-request", "api-request-shape", "queue-operation" -> true;
            default -> false;
        };
    }
}
