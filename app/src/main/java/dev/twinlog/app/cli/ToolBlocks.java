package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// What went into a tool and what came out, as blocks of Markdown: a command as shell, other parameters by their names,
/// long texts shortened unless all is wanted.
final class ToolBlocks {
    /// Lines of a text that are shown when it is shortened.
    static final int LINES_SHOWN = 20;

    /// Characters of a text that are shown when it is shortened.
    static final int CHARS_SHOWN = 4_000;

    /// A parameter that is longer has a block of its own.
    private static final int INLINE_CHARS_MAX = 80;

    /// Parameters that are a shell's command.
    private static final List<String> COMMANDS = List.of("command", "cmd");

    private final boolean full;

    ToolBlocks(boolean full) {
        this.full = full;
    }

    /// What the call was given; empty when that is not told.
    String input(Told told) {
        var input = told.text("input");
        if (input.isBlank()) return "";
        var parameters = parameters(input);
        return parameters == null ? block("", input) : given(parameters);
    }

    /// What the call gave back; empty when that is not told.
    String output(Told told) {
        var blocks = new StringJoiner("\n\n");
        for (var name : List.of("output", "changes", "error")) {
            var text = told.text(name);
            if (!text.isBlank()) blocks.add(label(name) + "\n\n" + block("", text));
        }
        return blocks.toString();
    }

    private static String label(String name) {
        return "*" + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "*";
    }

    private static @Nullable Map<?, ?> parameters(String input) {
        if (!input.startsWith("{")) return null;
        try (var json = new JsonFactory().createParser(input)) {
            json.nextToken();
            return JsonTree.read(json) instanceof Map<?, ?> map && json.nextToken() == null ? map : null;
        } catch (IOException e) {
            return null; // no JSON: shown as it is
        }
    }

    private String given(Map<?, ?> parameters) {
        var inline = new StringJoiner(" · ");
        var blocks = new StringJoiner("\n\n");
        var path = Words.text(parameters.get("file_path"));
        parameters.forEach((key, value) -> {
            var name = key.toString();
            var text = value instanceof String string ? string : JsonTree.text(value);
            if (COMMANDS.contains(name)) blocks.add(block("sh", text));
            else if (text.length() <= INLINE_CHARS_MAX && text.indexOf('\n') < 0)
                inline.add(Markdown.code(name) + ": " + Markdown.code(text));
            else blocks.add(Markdown.code(name) + "\n\n" + block(Markdown.language(path), text));
        });
        var both = new StringJoiner("\n\n");
        if (inline.length() > 0) both.add(inline.toString());
        if (blocks.length() > 0) both.add(blocks.toString());
        return both.toString();
    }

    private String block(String language, String text) {
        var shown = shortened(text.stripTrailing());
        return Markdown.fence(language, shown);
    }

    /// The text, or its beginning with a line that says what is left out.
    String shortened(String text) {
        if (full) return text;
        int end = Math.min(endOfLines(text), CHARS_SHOWN);
        if (end >= text.length()) return text;
        if (Character.isHighSurrogate(text.charAt(end - 1))) end--;
        return text.substring(0, end) + "\n… " + Words.number((long) text.length() - end) + " more characters (--full)";
    }

    private static int endOfLines(String text) {
        int end = -1;
        for (int line = 0; line < LINES_SHOWN; line++) {
            end = text.indexOf('\n', end + 1);
            if (end < 0) return text.length();
        }
        return end;
    }
}
