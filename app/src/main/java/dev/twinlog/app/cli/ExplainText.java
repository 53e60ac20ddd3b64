package dev.twinlog.app.cli;

import dev.twinlog.app.cli.Terminal.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// An explanation as text: the event, what each group of its fields was taken from and what lost, then the places that
/// these numbers stand for, then its names and the verdicts on it.
final class ExplainText {
    private static final int NAME_CELLS = 9;
    private static final int INDENT = 2;
    private static final int DEEP = INDENT + NAME_CELLS + 1;
    /// Of what else was said of a group so many are shown; `--json` tells all.
    private static final int OTHERS_SHOWN = 5;
    /// Verdicts shown one by one.
    private static final int VERDICTS_SHOWN = 5;
    /// Lines of values shown of a group.
    private static final int VALUE_LINES_SHOWN = 4;

    /// Cells shown of a word of a value that is as long as that: a path is whole, a blob is not.
    private static final int VALUE_CELLS_SHOWN = 400;

    /// Why a claim lost, by its rule.
    private static final Map<String, String> RULES = Map.of(
            "weaker_witness", "this witness is believed less about it",
            "less_complete", "told before it was whole",
            "fewer_output_tokens", "fewer output tokens: the greatest count is the truth",
            "older_generation", "of an older generation of the stream",
            "earlier", "earlier: what is told later is believed",
            "lesser_digest", "all else is equal: the digest of its content decided",
            "equal", "the same in everything",
            "withheld", "withheld: the session's transcript does not tell of this request");

    private static final Map<String, String> CHANGES = Map.of(
            "usage_left_out", "left out: the request was cut off, so what it tells of usage does not count",
            "given_by_agent", "changed: another thread asked for this turn, so the prompt is an agent's");

    private static final Map<String, String> STANDINGS = Map.of(
            "withheld", "It is in no narrative: telemetry tells of it, and the session's transcript does not.",
            "superseded", "It is in no narrative: it broke off, and its turn completed another in its place.");

    private final Terminal terminal;
    private final Map<?, ?> explained;
    private final Map<List<Object>, Integer> numbers = new LinkedHashMap<>();
    private final List<Map<?, ?>> sources = new ArrayList<>();

    ExplainText(Terminal terminal, Map<?, ?> explained) {
        this.terminal = terminal;
        this.explained = explained;
    }

    void show() {
        head();
        title("Taken from");
        for (var part : maps(explained.get("parts"))) part(part);
        for (var bare : maps(explained.get("bare")))
            wrapped(Style.FAINT, INDENT, "told of, without a field, by " + from(bare));
        title("Which lie at");
        for (var source : sources) source(source);
        names();
        verdicts();
        for (var text : list(explained.get("cannotTell"))) wrapped(Style.STRONG, 0, "Cannot be told: " + text);
    }

    private void head() {
        var key = Words.text(explained.get("key"));
        terminal.out().println(terminal.styled(Style.STRONG, Cells.line(key)));
        var about = new StringJoiner("  ")
                .add(Words.text(explained.get("kind")).replace('_', ' '))
                .add(Words.text(explained.get("status")));
        var at = explained.get("at");
        if (at != null) about.add(Words.minute(at, terminal.zone()));
        if (explained.get("turn") != null) about.add("turn " + explained.get("turn"));
        if (explained.get("agentId") != null) about.add("by subagent " + explained.get("agentId"));
        wrapped(Style.FAINT, 0, about.toString());
        var standing = STANDINGS.get(Words.text(explained.get("standing")));
        if (standing != null) wrapped(Style.STRONG, 0, standing);
        var owner = explained.get("owner");
        if (owner == null) return;
        wrapped(Style.STRONG, 0, "A copy: it belongs to, and counts in,");
        wrapped(null, INDENT, owner.toString());
    }

    private void part(Map<?, ?> part) {
        var taken = part.get("taken") instanceof Map<?, ?> claim ? claim : null;
        var name = Cells.fit(Words.text(part.get("group")), NAME_CELLS, false) + " ";
        line(null, " ".repeat(INDENT) + name + (taken == null ? "nothing" : from(taken)));
        if (taken != null) values(taken);
        var change = CHANGES.get(Words.text(part.get("change")));
        if (change != null) wrapped(Style.STRONG, DEEP, change);
        var others = maps(part.get("others"));
        for (var other : others.subList(0, Math.min(OTHERS_SHOWN, others.size()))) other(other);
        long left = others.size()
                - Math.min(OTHERS_SHOWN, others.size())
                + (part.get("othersLeft") instanceof Long more ? more : 0);
        if (left > 0) line(Style.FAINT, " ".repeat(DEEP) + "… " + left + " more; --json tells them");
    }

    private String from(Map<?, ?> claim) {
        var words = new StringJoiner(" ");
        words.add(Words.text(claim.get("witness")));
        if (claim.get("place") instanceof Map<?, ?> place) words.add("[" + number(claim, place) + "]");
        else words.add("(its raw bytes are gone)");
        return words.toString();
    }

    private void values(Map<?, ?> claim) {
        if (!(claim.get("fields") instanceof Map<?, ?> fields)) return;
        var words = new StringJoiner("  ");
        fields.forEach((name, value) -> words.add(name + " " + Cells.line(Words.text(value))));
        var lines = Cells.broken(words.toString(), terminal.room(DEEP));
        for (var line : lines.subList(0, Math.min(VALUE_LINES_SHOWN, lines.size())))
            line(Style.FAINT, " ".repeat(DEEP) + (terminal.whole() ? line : Cells.cut(line, VALUE_CELLS_SHOWN)));
        if (lines.size() > VALUE_LINES_SHOWN) line(Style.FAINT, " ".repeat(DEEP) + "…");
    }

    private void other(Map<?, ?> other) {
        var rule = RULES.getOrDefault(Words.text(other.get("rule")), Words.text(other.get("rule")));
        boolean same = Boolean.TRUE.equals(other.get("same"));
        wrapped(null, DEEP, "not " + from(other) + ": " + (same ? "says the same; " : "") + rule);
        if (!same) values(other);
    }

    /// The number of the place of a claim; a new one is noted for the list.
    private int number(Map<?, ?> claim, Map<?, ?> place) {
        var known = List.<Object>of(
                Words.text(claim.get("witness")),
                Words.text(place.get("position")),
                Words.text(place.get("file")),
                Words.text(place.get("offset")),
                Words.text(place.get("record")));
        var number = numbers.get(known);
        if (number != null) return number;
        sources.add(claim);
        numbers.put(known, sources.size());
        return sources.size();
    }

    private void source(Map<?, ?> claim) {
        if (!(claim.get("place") instanceof Map<?, ?> place)) return;
        var number = "[" + number(claim, place) + "] ";
        var said = new StringJoiner(", ");
        said.add(Words.text(claim.get("witness")));
        if (claim.get("at") != null) said.add(Words.timeOfDay(claim.get("at"), terminal.zone()));
        said.add(Words.text(claim.get("phase")));
        line(null, " ".repeat(INDENT) + number + said);
        place(place, INDENT + number.length());
        var again = maps(claim.get("again"));
        if (again.isEmpty()) return;
        line(Style.FAINT, " ".repeat(INDENT + number.length()) + "heard again, the same, at");
        for (var other : again.subList(0, Math.min(OTHERS_SHOWN, again.size()))) place(other, INDENT + number.length());
        if (again.size() > OTHERS_SHOWN)
            line(Style.FAINT, " ".repeat(INDENT + number.length()) + "… " + (again.size() - OTHERS_SHOWN) + " more");
    }

    private void place(Map<?, ?> place, int indent) {
        var where = new StringJoiner(", ");
        if (place.get("line") != null) where.add("line " + Words.number(place.get("line")));
        var length = Words.number(place.get("length")) + " bytes";
        if (place.get("record") != null) where.add("record " + Words.number(place.get("record")) + ", " + length);
        else where.add(length + " at " + Words.number(place.get("offset")));
        where.add("journal " + Words.number(place.get("position")));
        if (Boolean.TRUE.equals(place.get("redacted"))) where.add("kept redacted");
        var file = Words.text(place.get("file"));
        wrapped(Style.FAINT, indent, file.isEmpty() ? "a file that is not known any more" : file);
        wrapped(Style.FAINT, indent, where.toString());
    }

    private void names() {
        var ids = maps(explained.get("ids"));
        if (!ids.isEmpty()) title("Goes by");
        for (var id : ids) wrapped(null, INDENT, Words.text(id.get("id")) + " (" + Words.text(id.get("type")) + ")");
        for (var link : maps(explained.get("links")))
            if (link.get("one") instanceof Map<?, ?> one && link.get("other") instanceof Map<?, ?> other)
                wrapped(
                        Style.FAINT,
                        INDENT,
                        "told to be one: " + Words.text(one.get("id")) + " and " + Words.text(other.get("id")));
        keys("Older keys", explained.get("olderKeys"));
        keys(explained.get("owner") == null ? "Copies, which do not count" : "Other copies", explained.get("copies"));
    }

    private void keys(String title, @Nullable Object keys) {
        var all = list(keys);
        if (!all.isEmpty()) title(title);
        for (var key : all) wrapped(null, INDENT, Words.text(key));
    }

    private void verdicts() {
        title("Verdicts");
        var decisions = maps(explained.get("decisions"));
        if (decisions.isEmpty())
            wrapped(Style.FAINT, INDENT, "none in the log, which keeps the last ones: `twinlog decisions` tells");
        for (var decision : decisions.subList(0, Math.min(VERDICTS_SHOWN, decisions.size())))
            line(null, " ".repeat(INDENT) + DecisionsText.words(decision, terminal));
        if (decisions.size() > VERDICTS_SHOWN)
            line(
                    Style.FAINT,
                    " ".repeat(INDENT) + "… " + (decisions.size() - VERDICTS_SHOWN) + " earlier; --json tells");
    }

    /// Prints the raw lines, each once.
    ///
    /// @return whether there were any
    boolean raw() {
        var printed = new LinkedHashSet<List<Object>>();
        for (var part : maps(explained.get("parts"))) {
            if (part.get("taken") instanceof Map<?, ?> taken) raw(taken, printed);
            for (var other : maps(part.get("others"))) raw(other, printed);
        }
        for (var bare : maps(explained.get("bare"))) raw(bare, printed);
        if (printed.isEmpty()) {
            terminal.say("the raw bytes of this event cannot be had");
            for (var text : list(explained.get("cannotTell"))) terminal.say(Words.text(text));
        }
        return !printed.isEmpty();
    }

    private void raw(Map<?, ?> claim, LinkedHashSet<List<Object>> printed) {
        if (!(claim.get("place") instanceof Map<?, ?> place) || place.get("raw") == null) return;
        var where = List.<Object>of(
                Words.text(place.get("position")), Words.text(place.get("offset")), Words.text(place.get("record")));
        if (printed.add(where)) terminal.out().println(Cells.clean(Words.text(place.get("raw"))));
    }

    private void title(String title) {
        terminal.out().println();
        line(Style.STRONG, title);
    }

    private void wrapped(@Nullable Style style, int indent, String text) {
        for (var line : Cells.broken(Cells.line(text), terminal.room(indent))) line(style, " ".repeat(indent) + line);
    }

    private void line(@Nullable Style style, String line) {
        terminal.out().println(style == null ? line : terminal.styled(style, line));
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static List<Map<?, ?>> maps(@Nullable Object value) {
        var maps = new ArrayList<Map<?, ?>>();
        for (var each : list(value)) if (each instanceof Map<?, ?> map) maps.add(map);
        return maps;
    }
}
