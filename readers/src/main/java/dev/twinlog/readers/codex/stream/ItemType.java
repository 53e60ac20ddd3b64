package dev.twinlog.readers.codex.stream;

import dev.twinlog.model.Kind;
import java.util.Locale;

/// What an item is. The stream spells `commandExecution` what a rollout spells `CommandExecution`.
///
/// @param name as a rollout spells it
/// @param kind of the event that it tells of
record ItemType(String name, Kind kind) {
    static ItemType of(String streamed) {
        var name = streamed.isEmpty() ? "" : streamed.substring(0, 1).toUpperCase(Locale.ROOT) + streamed.substring(1);
        return new ItemType(
                name,
                switch (streamed) {
                    case "userMessage" -> Kind.PROMPT;
                    case "agentMessage" -> Kind.MESSAGE;
                    case "reasoning" -> Kind.REASONING;
                    case "plan",
                            "hookPrompt",
                            "contextCompaction",
                            "enteredReviewMode",
                            "exitedReviewMode",
                            "subAgentActivity" -> Kind.NOTICE;
                    default -> Kind.TOOL_CALL;
                });
    }

    /// Of which kind of item a message brings a piece of text.
    static Kind ofDelta(String method) {
        return switch (method) {
            case "item/agentMessage/delta" -> Kind.MESSAGE;
            case "item/reasoning/summaryTextDelta", "item/reasoning/textDelta" -> Kind.REASONING;
            case "item/plan/delta" -> Kind.NOTICE;
            default -> Kind.TOOL_CALL;
        };
    }

    /// Whether what is produced of it counts while it is not finished.
    static boolean isStaged(Kind kind) {
        return kind == Kind.MESSAGE || kind == Kind.REASONING || kind == Kind.TOOL_CALL;
    }
}
