package dev.twinlog.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TimeZone;

/// A session as a Markdown document for a code host: a title, a table of facts, a heading for each prompt, and under it
/// what came of it. No HTML; what agents and people wrote cannot change the document around it. Times are UTC, so
/// that the same session is the same document everywhere.
final class MarkdownText implements NarrativeReading {
    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");
    private static final Set<String> USUAL = Set.of("completed", "unknown", "open");

    private final OutputStream out;
    private final boolean full;
    private final TokenSums tokens;
    private final ToolBlocks tools;
    private final TurnsLast<Map<?, ?>> order = new TurnsLast<>();
    private int prompts;
    private String subagent = "";

    /// @param tokens of the whole session
    MarkdownText(OutputStream out, boolean full, TokenSums tokens) {
        this.out = out;
        this.full = full;
        this.tokens = tokens;
        this.tools = new ToolBlocks(full);
    }

    @Override
    public void session(Map<?, ?> session) throws IOException {
        var title = Markdown.plain(Words.text(session.get("title")));
        block("# " + (title.isEmpty() ? "Session without a title" : title));
        var facts = new ArrayList<String>();
        facts.add("| | |");
        facts.add("|---|---|");
        fact(facts, "Agent", Markdown.cell(agent(session)));
        fact(facts, "Model", cellCode(session, "model"));
        fact(facts, "Project", cellCode(session, "project"));
        fact(facts, "Branch", cellCode(session, "gitBranch"));
        fact(facts, "Began", began(session));
        fact(facts, "Lasted", lasted(session));
        fact(facts, "Tokens", Markdown.cell(tokens.told()));
        fact(facts, "Session", cellCode(session, "id"));
        fact(facts, "Parent", cellCode(session, "parent"));
        block(String.join("\n", facts));
    }

    private static void fact(List<String> facts, String name, String value) {
        if (!value.isEmpty()) facts.add("| " + name + " | " + value + " |");
    }

    private static String agent(Map<?, ?> session) {
        var name = Words.text(session.get("agent"));
        var version = Words.text(session.get("version"));
        return version.isEmpty() ? name : name + " " + version;
    }

    private static String cellCode(Map<?, ?> session, String name) {
        return Markdown.code(Words.text(session.get(name))).replace("|", "\\|");
    }

    private static String began(Map<?, ?> session) {
        var at = session.get("startedAt");
        return at == null ? "" : Words.minute(at, UTC) + " UTC";
    }

    private static String lasted(Map<?, ?> session) {
        return session.get("startedAt") instanceof String from && session.get("endedAt") instanceof String to
                ? Words.length(Duration.between(Instant.parse(from), Instant.parse(to)))
                : "";
    }

    @Override
    public void event(Map<?, ?> event) throws IOException {
        for (var next : order.next(event, event)) show(next);
    }

    @Override
    public void end() throws IOException {
        for (var last : order.end()) show(last);
    }

    private void show(Map<?, ?> event) throws IOException {
        var told = new Told(event);
        var text = entry(told);
        if (text.isEmpty()) return;
        var by = told.fact("agentId");
        if (by.isEmpty()) {
            subagent = "";
            block(text);
            return;
        }
        if (!by.equals(subagent)) block(Markdown.quote("**Subagent** " + Markdown.code(by)));
        subagent = by;
        block(Markdown.quote(text));
    }

    /// The blocks of an event, or nothing for one that says nothing to a reader.
    private String entry(Told told) {
        return switch (told.fact("kind")) {
            case "prompt" -> prompt(told);
            case "message" -> text(head("**Answer**", told), Markdown.ofAgent(told.text("text")));
            case "reasoning" -> {
                var text = told.text("text");
                yield text.isBlank() ? "" : text(head("*Reasoning*", told), Markdown.quote(Markdown.ofAgent(text)));
            }
            case "tool_call" ->
                text(head("**Tool** " + Markdown.code(name(told)), told), tools.input(told), tools.output(told));
            case "notice" -> notice(told);
            case "turn" -> isUsual(told) ? "" : head("**Turn**", told);
            case "model_request" -> isUsual(told) && !full ? "" : request(told);
            default -> head("*" + Markdown.plain(told.fact("kind")) + "*", told);
        };
    }

    private String prompt(Told told) {
        var quote = Markdown.quote(Markdown.ofPerson(told.text("text")));
        boolean human =
                told.text("source").equals("human") && told.fact("agentId").isEmpty();
        if (!human) {
            var source = told.text("source");
            return text(head("**Prompt**" + (source.isEmpty() ? "" : " of " + words(source)), told), quote);
        }
        prompts++;
        return text("## Prompt " + prompts + time(told), quote);
    }

    private String notice(Told told) {
        var text = told.text("text");
        var about = text.isBlank() ? told.text("error") : text;
        var subtype = told.text("subtype");
        var head = head("*Notice*" + (subtype.isEmpty() ? "" : " " + words(subtype)), told);
        return about.isBlank() ? head : text(head, Markdown.quote(Markdown.ofPerson(tools.shortened(about))));
    }

    private static String request(Told told) {
        var used = new TokenSums();
        used.event(told.event());
        var model = Markdown.code(told.text("model"));
        return head("*Model request*" + (model.isEmpty() ? "" : " " + model), told) + " · "
                + Markdown.plain(used.told());
    }

    private static String name(Told told) {
        var name = told.text("name");
        return name.isEmpty() ? "unnamed" : name;
    }

    private static String words(String name) {
        return Markdown.plain(name.replace('_', ' '));
    }

    private static boolean isUsual(Told told) {
        return told.fact("status").isEmpty() || USUAL.contains(told.fact("status"));
    }

    /// What it is, how it ended, and when.
    private static String head(String what, Told told) {
        var head = new StringBuilder(what);
        if (!isUsual(told))
            head.append(" · **").append(words(told.fact("status"))).append("**");
        var exit = told.text("exitCode");
        if (!exit.isEmpty()) head.append(" · exit ").append(Markdown.plain(exit));
        if (Boolean.TRUE.equals(told.event().get("copied"))) head.append(" · copied from another session");
        return head.append(time(told)).toString();
    }

    private static String time(Told told) {
        var at = told.event().get("at");
        return at == null ? "" : " · " + Words.timeOfDay(at, UTC);
    }

    private static String text(String... blocks) {
        var text = new StringJoiner("\n\n");
        for (var block : blocks) if (!block.isEmpty()) text.add(block);
        return text.toString();
    }

    private void block(String block) throws IOException {
        out.write((block + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
}
