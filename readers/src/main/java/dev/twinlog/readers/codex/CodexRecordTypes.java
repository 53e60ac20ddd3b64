package dev.twinlog.readers.codex;

import dev.twinlog.readers.Reading;
import dev.twinlog.readers.RecordTypes;

/// The types of record that Codex 0.169.0 writes, in paginated and legacy history. A payload's type stands
/// behind the first `/`; the type of an item, or the role of a message, behind the second.
public final class CodexRecordTypes {
    /// The whole table.
    public static final RecordTypes TABLE = new RecordTypes.Builder()
            .read(Reading.FACT, "session_meta", "turn_context")
            .read(Reading.EVENT, "token_usage_record", "compacted")
            .read(Reading.COPY, "world_state")
            .read(
                    Reading.EVENT,
                    "event_msg/task_started",
                    "event_msg/task_complete",
                    "event_msg/turn_aborted",
                    "event_msg/token_count",
                    "event_msg/error",
                    "event_msg/stream_error",
                    "event_msg/warning",
                    "event_msg/context_compacted")
            .read(
                    Reading.EVENT,
                    "event_msg/item_completed/UserMessage",
                    "event_msg/item_completed/Reasoning",
                    "event_msg/item_completed/AgentMessage",
                    "event_msg/item_completed/CommandExecution",
                    "event_msg/item_completed/FileChange",
                    "event_msg/item_completed/McpToolCall",
                    "event_msg/item_completed/WebSearch",
                    "event_msg/item_completed/DynamicToolCall",
                    "event_msg/item_completed/CollabAgentToolCall",
                    "event_msg/item_completed/ImageGeneration",
                    "event_msg/item_completed/ImageView",
                    "event_msg/item_completed/Plan",
                    "event_msg/item_completed/ContextCompaction",
                    "event_msg/item_completed/EnteredReviewMode",
                    "event_msg/item_completed/ExitedReviewMode",
                    "event_msg/item_completed/HookPrompt",
                    "event_msg/item_completed/SubAgentActivity")
            // Legacy history: no ids, no items.
            .read(
                    Reading.EVENT,
                    "event_msg/user_message",
                    "event_msg/agent_message",
                    "event_msg/agent_reasoning",
                    "event_msg/exec_command_end",
                    "event_msg/mcp_tool_call_end",
                    "event_msg/patch_apply_end")
            .read(
                    Reading.EVENT,
                    "response_item/message/assistant",
                    "response_item/message/user",
                    "response_item/reasoning",
                    "response_item/function_call",
                    "response_item/function_call_output",
                    "response_item/custom_tool_call",
                    "response_item/custom_tool_call_output",
                    "response_item/local_shell_call",
                    "response_item/web_search_call",
                    "response_item/tool_search_call",
                    "response_item/tool_search_output",
                    "response_item/agent_message")
            // Whether a message between threads starts a turn: the turn tells it.
            .read(Reading.COPY, "inter_agent_communication_metadata")
            // What the model was told: prompts stand better in the items and event messages.
            .read(
                    Reading.COPY,
                    "response_item/message/developer",
                    "response_item/message/system",
                    "response_item/additional_tools")
            // The model and folder that a turn really had stand in turn_context.
            .read(Reading.COPY, "event_msg/thread_settings_applied")
            .build();

    private CodexRecordTypes() {}
}
