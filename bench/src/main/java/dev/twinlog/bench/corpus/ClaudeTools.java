package dev.twinlog.bench.corpus;

import java.util.ArrayList;
import java.util.List;

/// Tool calls of Claude and what came of them; a few results are megabytes long.
final class ClaudeTools {
    private static final List<String> NAMES =
            List.of("Bash", "Bash", "Read", "Read", "Edit", "Grep", "Write", "Glob", "mcp__ide__getDiagnostics");
    private static final double HUGE_CHANCE = 0.3;

    private final Lexicon lexicon;
    private final Dice dice;
    private final Truth truth;
    private final String cwd;
    private int hugeLeft;

    ClaudeTools(Lexicon lexicon, Dice dice, Truth truth, String cwd, int huge) {
        this.lexicon = lexicon;
        this.dice = dice;
        this.truth = truth;
        this.cwd = cwd;
        this.hugeLeft = huge;
    }

    /// @param block the content block of the call, as JSON
    record Call(String name, String id, String file, String block) {}

    /// Both as JSON.
    ///
    /// @param content    what the model is told
    /// @param structured what the program keeps
    record Result(String content, String structured) {}

    List<Call> calls() {
        var calls = new ArrayList<Call>();
        for (int i = dice.once(0.15) ? 2 + dice.below(2) : 1; i > 0; i--) calls.add(call());
        return calls;
    }

    private Call call() {
        var name = dice.of(NAMES);
        var id = "toolu_01" + dice.id(22);
        var file = cwd + "/src/" + dice.hex(4) + "/" + dice.hex(6) + ".java";
        return new Call(
                name,
                id,
                file,
                "{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"input\":" + input(name, file)
                        + "}");
    }

    private String input(String name, String file) {
        return switch (name) {
            case "Bash" ->
                "{\"command\":\"" + Lexicon.whole(dice.of(lexicon.logs), 90) + "\",\"description\":\"run " + dice.hex(5)
                        + "\"}";
            case "Read" -> "{\"file_path\":\"" + file + "\"}";
            case "Edit" ->
                "{\"file_path\":\"" + file + "\",\"old_string\":\"" + dice.of(lexicon.code) + "\",\"new_string\":\""
                        + dice.of(lexicon.code) + "\",\"replace_all\":false}";
            case "Write" ->
                "{\"file_path\":\"" + file + "\",\"content\":\""
                        + lexicon.text(dice, dice.around(2500, 0.9, 100, 60_000), lexicon.code, false) + "\"}";
            default -> "{\"pattern\":\"" + dice.hex(6) + "\",\"path\":\"" + cwd + "\"}";
        };
    }

    Result result(Call call) {
        if (hugeLeft > 0 && dice.once(HUGE_CHANCE)) {
            hugeLeft--;
            return huge(dice.around(ClaudeTurns.HUGE_MEDIAN, 0.9, ClaudeTurns.HUGE_LEAST, ClaudeTurns.HUGE_MOST));
        }
        var kind = call.name.equals("Bash") ? lexicon.logs : lexicon.code;
        int length = dice.around(call.name.equals("Read") ? 3500 : 700, 1.2, 10, 60_000);
        var text = lexicon.text(dice, length, kind, false) + truth.needle(dice);
        return new Result("\"" + text + "\"", structured(call, text));
    }

    private Result huge(int length) {
        if (dice.once(0.5))
            return new Result(
                    "[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
                            + lexicon.noise(dice, length) + "\"}}]",
                    "{\"type\":\"image\",\"file\":{\"type\":\"image/png\",\"originalSize\":" + length + "}}");
        var text = lexicon.text(dice, length / 2, lexicon.logs, false);
        return new Result("\"" + text + "\"", stdout(text));
    }

    private String structured(Call call, String text) {
        return switch (call.name) {
            case "Bash" -> stdout(text);
            case "Read" ->
                "{\"type\":\"text\",\"file\":{\"filePath\":\"" + call.file + "\",\"content\":\"" + text
                        + "\",\"numLines\":90,\"startLine\":1,\"totalLines\":90}}";
            case "Edit" ->
                "{\"filePath\":\"" + call.file + "\",\"originalFile\":\"" + text
                        + "\",\"structuredPatch\":[{\"oldStart\":1,\"oldLines\":7,\"newStart\":1,\"newLines\":9,\"lines\":[\""
                        + dice.of(lexicon.code) + "\"]}],\"userModified\":false}";
            default -> "\"" + dice.of(lexicon.prose) + "\"";
        };
    }

    private static String stdout(String text) {
        return "{\"stdout\":\"" + text + "\",\"stderr\":\"\",\"interrupted\":false,\"isImage\":false}";
    }
}
