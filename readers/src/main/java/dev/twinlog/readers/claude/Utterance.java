package dev.twinlog.readers.claude;

import dev.twinlog.readers.json.Json;

/// What a `user` record with text is: a prompt by its source, or one of the many other things that Claude
/// Code writes in the user's name.
enum Utterance {
    HUMAN(true, "human"),
    TASK_NOTIFICATION(true, "task_notification"),
    AGENT(true, "agent"),
    META(false, "meta"),
    COMPACT_SUMMARY(false, "compact_summary"),
    SLASH_COMMAND(false, "slash_command"),
    LOCAL_COMMAND_OUTPUT(false, "local_command_output"),
    BASH_INPUT(false, "bash_input"),
    BASH_OUTPUT(false, "bash_output"),
    INTERRUPTED(false, "interrupted");

    private final boolean prompt;
    private final String label;

    Utterance(boolean prompt, String label) {
        this.prompt = prompt;
        this.label = label;
    }

    boolean prompt() {
        return prompt;
    }

    /// Whether a turn begins with it. What a subagent is told belongs to the turn that started it, whose
    /// prompt id it names.
    boolean opensTurn() {
        return prompt && this != AGENT;
    }

    /// The value of `source` for a prompt, of `subtype` for a notice.
    String label() {
        return label;
    }

    static Utterance of(ClaudeRecord record, Json text) {
        var json = record.json();
        if (json.get("isCompactSummary").isTrue()) return COMPACT_SUMMARY;
        if (text.startsWith("<local-command-")) return LOCAL_COMMAND_OUTPUT;
        if (json.get("isMeta").isTrue()) return META;
        if (text.startsWith("<command-name>") || text.startsWith("<command-message>")) return SLASH_COMMAND;
        if (text.startsWith("<bash-input>")) return BASH_INPUT;
        if (text.startsWith("<bash-stdout>") || text.startsWith("<bash-stderr>")) return BASH_OUTPUT;
        if (text.startsWith("[Request interrupted by user")) return INTERRUPTED;
        if (notification(json, text)) return TASK_NOTIFICATION;
        return record.sidechain() ? AGENT : HUMAN;
    }

    private static boolean notification(Json json, Json text) {
        return json.get("origin").get("kind").is("task-notification")
                || json.get("turnOrigin").is("task_notification")
                || text.startsWith("<task-notification>");
    }
}
