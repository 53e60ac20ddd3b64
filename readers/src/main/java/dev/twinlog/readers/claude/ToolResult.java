package dev.twinlog.readers.claude;

import static dev.twinlog.model.FieldGroup.DECISION;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.OUTPUT;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Phase;
import dev.twinlog.model.TurnRef;
import dev.twinlog.readers.json.Json;
import org.jspecify.annotations.Nullable;

/// Reads what tools gave back: the `tool_result` blocks of a user record, with the structured result, the
/// permission and the denial beside them. The call itself is another record, and decides the turn.
final class ToolResult {
    private static final String PERSISTED = "<persisted-output>";
    private static final String SAVED_TO = "saved to: ";
    private static final String EXIT_CODE = "Exit code ";
    private static final int PREVIEW_HEAD_MAX = 4096;
    private static final int EXIT_CODE_LINE_MAX = 32;

    /// The first version known to mark calls that were refused before they ran.
    private static final ClaudeVersion REFUSALS_MARKED = ClaudeVersion.of("2.1.329");

    private ToolResult() {}

    static boolean in(Json content) {
        for (var block : content.elements()) if (block.get("type").is("tool_result")) return true;
        return false;
    }

    static void readAll(ClaudeRecord record, Json content) {
        for (var block : content.elements()) if (block.get("type").is("tool_result")) read(record, block);
    }

    private static void read(ClaudeRecord record, Json block) {
        var json = record.json();
        var structured = json.get("toolUseResult");
        var content = block.get("content");
        var file = storedFile(content, structured);
        var said = record.about(Kind.TOOL_CALL)
                .alias(Alias.Type.ITEM, block.text("tool_use_id"))
                .turn(TurnRef.UNTOLD)
                .phase(file == null ? Phase.COMPLETED : Phase.DERIVED)
                .put(OUTCOME, "isError", block.get("is_error"))
                .put(OUTCOME, "status", status(json, block, structured))
                .put(OUTCOME, "exitCode", exitCode(content, structured))
                .put(OUTCOME, "denialKind", json.get("toolDenialKind"))
                .put(OUTCOME, "launchedAgentId", structured.get("agentId"));
        var permission = json.get("permissionDecision");
        for (var name : new String[] {"decision", "source", "reasonType"})
            said.put(DECISION, name, permission.get(name));
        Content.text(said, OUTPUT, "output", content).tell();
        var id = block.text("tool_use_id");
        if (file != null && id != null) link(record, id, file);
    }

    private static void link(ClaudeRecord record, String id, String file) {
        var call = new Alias(Alias.Type.ITEM, id);
        record.testimony().link(Kind.TOOL_CALL, call, new Alias(Alias.Type.DIGEST, WholeFile.alias(file)));
    }

    private static String status(Json json, Json block, Json structured) {
        var denial = json.get("toolDenialKind");
        if (denial.is("interrupted") || structured.get("interrupted").isTrue() || stopped(json, denial))
            return "interrupted";
        if (denial.isText()) return "denied";
        return block.get("is_error").isTrue() ? "failed" : "completed";
    }

    /// Whether a call was ended while it ran. Claude Code says `user-rejected` of it too, but of a call that was
    /// refused it also says that it did not run, or who decided so. Versions before 2.1.329 may leave that out of
    /// both.
    private static boolean stopped(Json json, Json denial) {
        return denial.is("user-rejected")
                && !json.get("toolDenialBeforeRun").isTrue()
                && !json.get("permissionDecision").get("decision").is("reject")
                && ClaudeVersion.of(json.get("version").text()).atLeast(REFUSALS_MARKED);
    }

    /// The exit code of a command: told by the structured result, or by the first line of a failed one's text.
    private static @Nullable Long exitCode(Json content, Json structured) {
        var told = structured.number("exitCode");
        if (told != null) return told;
        var text = content.startsWith(EXIT_CODE) ? content.text(EXIT_CODE_LINE_MAX) : null;
        if (text == null) return null;
        int end = EXIT_CODE.length();
        while (end < text.length() && Character.isDigit(text.charAt(end))) end++;
        return end == EXIT_CODE.length() ? null : Long.valueOf(text.substring(EXIT_CODE.length(), end));
    }

    /// The name of the file that holds an output too long for the transcript, or null.
    private static @Nullable String storedFile(Json content, Json structured) {
        var path = structured.text("persistedOutputPath");
        if (path == null) path = pathInPreview(content);
        if (path == null) return null;
        var name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return name.isEmpty() ? null : name;
    }

    private static @Nullable String pathInPreview(Json content) {
        if (!content.startsWith(PERSISTED)) return null;
        var head = content.text(PREVIEW_HEAD_MAX);
        int at = head == null ? -1 : head.indexOf(SAVED_TO);
        if (head == null || at < 0) return null;
        int end = head.indexOf('\n', at);
        return end < 0 ? null : head.substring(at + SAVED_TO.length(), end).strip();
    }
}
