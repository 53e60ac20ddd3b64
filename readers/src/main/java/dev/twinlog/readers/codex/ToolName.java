package dev.twinlog.readers.codex;

import dev.twinlog.readers.json.Json;
import org.jspecify.annotations.Nullable;

/// The names of tools. A call and its completed item spell them differently; the call's name is the tool's.
public final class ToolName {
    private ToolName() {}

    /// @param type the item's type
    public static @Nullable String ofItem(String type, Json item) {
        return switch (type) {
            case "CommandExecution" -> "exec_command";
            case "FileChange" -> "apply_patch";
            case "McpToolCall" -> mcp(item);
            case "WebSearch" -> "web_search";
            case "ImageGeneration" -> "image_generation";
            case "ImageView" -> "view_image";
            case "CollabAgentToolCall" -> "wait".equals(item.text("tool")) ? "wait_agent" : item.text("tool");
            default -> item.text("tool");
        };
    }

    /// @param type the event message's type
    static @Nullable String ofEvent(String type, Json payload) {
        return switch (type) {
            case "exec_command_end" -> "exec_command";
            case "patch_apply_end" -> "apply_patch";
            default -> mcp(payload.get("invocation"));
        };
    }

    private static @Nullable String mcp(Json call) {
        var server = call.text("server");
        var tool = call.text("tool");
        return server == null || tool == null ? tool : server + "__" + tool;
    }
}
