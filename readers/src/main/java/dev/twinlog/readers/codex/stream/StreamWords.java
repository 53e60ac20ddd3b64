package dev.twinlog.readers.codex.stream;

import dev.twinlog.model.FieldLimit;
import dev.twinlog.model.Kind;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.Words;
import dev.twinlog.readers.json.Json;
import org.jspecify.annotations.Nullable;

/// What is said to people while it happens, before it is settled: of which kind a piece of text is, and what the user
/// is asked. Without secrets. Belongs to one thread.
public final class StreamWords {
    private final Words words;

    /// @param counter hears of secrets
    public StreamWords(ReadingCounter counter) {
        this.words = new Words(counter);
    }

    /// What the user is asked in Codex.
    ///
    /// @param item   that it is about, or null
    /// @param about  `command`, `file_change`, `permissions`, `question` or `elicitation`
    /// @param text   the command or the question, or null
    /// @param reason why the agent asks, or null
    public record Asked(
            @Nullable String item,
            String about,
            @Nullable String text,
            @Nullable String reason) {}

    /// Of which kind of item a message brings a piece of text; null when it brings none.
    public static @Nullable Kind kindOfDelta(String method) {
        return switch (method) {
            case "item/agentMessage/delta",
                    "item/plan/delta",
                    "item/reasoning/summaryTextDelta",
                    "item/reasoning/textDelta",
                    "item/commandExecution/outputDelta",
                    "item/fileChange/outputDelta" -> ItemType.ofDelta(method);
            default -> null;
        };
    }

    /// What a request of the app-server asks the user; null when it asks no person.
    public @Nullable Asked asked(String method, Json params) {
        return switch (method) {
            case "item/commandExecution/requestApproval" -> asked("command", params, command(params));
            case "item/fileChange/requestApproval" -> asked("file_change", params, params.get("grantRoot"));
            case "item/permissions/requestApproval" -> asked("permissions", params, params.get("permissions"));
            case "item/tool/requestUserInput" -> asked("question", params, question(params));
            case "mcpServer/elicitation/request" -> asked("elicitation", params, params.get("serverName"));
            default -> null;
        };
    }

    private static String command(Json params) {
        var command = params.get("command").text(FieldLimit.CHARACTERS_MAX);
        return command == null ? "" : ShellWords.typed(command);
    }

    private static Json question(Json params) {
        for (var question : params.get("questions").elements()) return question.get("question");
        return params.get("questions");
    }

    private Asked asked(String about, Json params, Json text) {
        return asked(about, params, text.isPresent() ? words.of(text).text() : "");
    }

    private Asked asked(String about, Json params, String text) {
        var reason = params.text("reason");
        return new Asked(
                params.text("itemId"),
                about,
                text.isEmpty() ? null : words.clean(text),
                reason == null ? null : words.clean(reason));
    }
}
