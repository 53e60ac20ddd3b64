package dev.twinlog.readers.codex;

import dev.twinlog.model.FieldLimit;
import dev.twinlog.readers.json.Json;
import org.jspecify.annotations.Nullable;

/// How a tool ended, as the head of the text tells that the model was shown: `Process exited with code N`,
/// `Exit code: N`, or `"exit_code":N` in its metadata; `rejected by user`, `aborted by user`; `reject
/// command`, where the approval policy lets nobody be asked.
///
/// @param status   `completed`, `failed`, `denied` or `interrupted`
/// @param exitCode of a command, or null
record ToolEnding(String status, @Nullable Long exitCode) {
    private static final int HEAD_MAX = 400;
    private static final String OUTPUT_FOLLOWS = "\nOutput:\n";
    private static final String[] EXITS = {"Process exited with code ", "Exit code: ", "\"exit_code\":"};

    static ToolEnding of(Json output) {
        var told = output.text(HEAD_MAX);
        return of(told, told == null || !told.startsWith("{") ? "" : tail(output));
    }

    /// @param text as much of an output as is told
    static ToolEnding of(String text) {
        var tail = text.startsWith("{") ? text.substring(Math.max(0, text.length() - HEAD_MAX)) : "";
        return of(text.substring(0, Math.min(HEAD_MAX, text.length())), tail);
    }

    private static ToolEnding of(@Nullable String told, String tail) {
        var head = told == null ? "" : beforeOutput(told);
        var exit = exitCode(tail.isEmpty() ? head : tail);
        if (head.contains("rejected by user") || isRefusal(head)) return new ToolEnding("denied", exit);
        if (head.contains("aborted by user")) return new ToolEnding("interrupted", exit);
        return new ToolEnding(exit != null && exit != 0 ? "failed" : "completed", exit);
    }

    /// What Codex answers for the user where the policy lets nobody be asked.
    private static boolean isRefusal(String head) {
        return head.startsWith("approval policy is ") && head.contains("; reject command");
    }

    private static String beforeOutput(String head) {
        int output = head.indexOf(OUTPUT_FOLLOWS);
        return output < 0 ? head : head.substring(0, output);
    }

    /// The end of a JSON text, where its metadata stands.
    private static String tail(Json output) {
        var text = output.text(FieldLimit.CHARACTERS_MAX);
        return text == null ? "" : text.substring(Math.max(0, text.length() - HEAD_MAX));
    }

    private static @Nullable Long exitCode(String text) {
        for (var mark : EXITS) {
            int at = text.indexOf(mark);
            if (at >= 0) return number(text, at + mark.length());
        }
        return null;
    }

    private static @Nullable Long number(String text, int from) {
        int end = from;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || (end == from && text.charAt(end) == '-')))
            end++;
        try {
            return Long.valueOf(text.substring(from, end).strip());
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
