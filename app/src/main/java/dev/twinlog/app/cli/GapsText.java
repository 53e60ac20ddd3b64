package dev.twinlog.app.cli;

import dev.twinlog.app.cli.Terminal.Style;
import dev.twinlog.model.Gap;
import dev.twinlog.views.GapWords;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// The ledger of gaps as text: sessions, those of the latest gap last; of each its gaps, those alike together.
final class GapsText {
    /// Of gaps alike so many are shown.
    private static final int ALIKE_SHOWN = 5;
    private static final int INDENT = 2;
    private static final int DEEP = 4;

    /// @param kind and `state` as answers name them
    private record Sort(String kind, String state) {}

    private final Terminal terminal;
    private final boolean standing;
    private final Map<String, Map<Sort, List<Map<?, ?>>>> sessions = new LinkedHashMap<>();
    private final Map<Gap.State, Long> left = new EnumMap<>(Gap.State.class);

    /// @param standing whether only what is open, or cannot be told, is shown one by one
    GapsText(Terminal terminal, boolean standing) {
        this.terminal = terminal;
        this.standing = standing;
    }

    void add(Map<?, ?> gap) {
        var state = state(Words.text(gap.get("state")));
        if (standing && (state == Gap.State.HEALED || state == Gap.State.EXPLAINED)) {
            left.merge(state, 1L, Long::sum);
            return;
        }
        sessions.computeIfAbsent(
                        Words.text(gap.get("agent")) + "/" + Words.text(gap.get("session")), s -> new LinkedHashMap<>())
                .computeIfAbsent(
                        new Sort(Words.text(gap.get("kind")), Words.text(gap.get("state"))), s -> new ArrayList<>())
                .add(gap);
    }

    void show() {
        boolean first = true;
        for (var session : sessions.entrySet()) {
            if (!first) terminal.out().println();
            first = false;
            line(Style.STRONG, Cells.cut(Cells.line(session.getKey()), terminal.room(0)));
            session.getValue().forEach(this::sort);
        }
        if (first) terminal.out().println(standing ? "Nothing is missing." : "There is no such gap.");
        if (!left.isEmpty()) line(Style.FAINT, (first ? "" : "\n") + rest());
    }

    private String rest() {
        var words = new StringJoiner(", ");
        left.forEach((state, amount) -> words.add(Words.number(amount) + " " + wire(state)));
        return words + " besides: `twinlog gaps --state all` shows them.";
    }

    private void sort(Sort sort, List<Map<?, ?>> gaps) {
        var words = GapWords.of(Gap.Kind.valueOf(sort.kind.toUpperCase(Locale.ROOT)));
        var state = state(sort.state);
        var head = words.name() + (gaps.size() > 1 ? ", " + Words.number((long) gaps.size()) + " times" : "") + "  ["
                + sort.state.replace('_', ' ') + "]";
        line(style(state), " ".repeat(INDENT) + head);
        wrapped(INDENT, "Missing: " + words.missing());
        wrapped(INDENT, "Believed because: " + words.believed());
        wrapped(INDENT, label(state) + words.about(state));
        for (var gap : gaps.subList(0, Math.min(ALIKE_SHOWN, gaps.size()))) gap(gap);
        if (gaps.size() > ALIKE_SHOWN)
            line(Style.FAINT, " ".repeat(DEEP) + "… " + (gaps.size() - ALIKE_SHOWN) + " more; --json tells them");
    }

    private void gap(Map<?, ?> gap) {
        var since = gap.get("since");
        var when = since == null ? "" : Words.minute(since, terminal.zone()) + "  ";
        for (var line : Cells.broken(Cells.line(when + Words.text(gap.get("evidence"))), terminal.room(DEEP)))
            line(Style.PLAIN, " ".repeat(DEEP) + line);
        var file = Words.text(gap.get("file"));
        var id = Words.text(gap.get("id"));
        line(Style.FAINT, " ".repeat(DEEP) + Cells.line(file.isEmpty() ? id : file));
        var further = further(gap, id);
        if (!further.isEmpty()) line(Style.PLAIN, " ".repeat(DEEP) + Cells.line("see `" + further + "`"));
    }

    /// The command that shows more of it, or nothing.
    private static String further(Map<?, ?> gap, String id) {
        var session = Words.text(gap.get("agent")) + "/" + Words.text(gap.get("session"));
        return switch (Words.text(gap.get("kind"))) {
            case "answer_unknown_to_other" -> "twinlog explain " + session + "/model_request/" + id;
            case "tool_without_result" -> "twinlog explain " + session + "/tool_call/" + id;
            case "unparsable_line", "file_shrank", "file_vanished" -> "twinlog restore " + session + " --to DIR";
            case "bytes_lost" -> "twinlog verify";
            default -> "";
        };
    }

    private static String label(Gap.State state) {
        return switch (state) {
            case OPEN -> "What would heal it: ";
            case HEALED -> "Healed: ";
            case EXPLAINED -> "Explained: ";
            case CANNOT_TELL -> "Cannot be told: ";
        };
    }

    private static Style style(Gap.State state) {
        return switch (state) {
            case OPEN, CANNOT_TELL -> Style.ODD;
            case HEALED, EXPLAINED -> Style.PLAIN;
        };
    }

    private static Gap.State state(String wire) {
        return Gap.State.valueOf(wire.toUpperCase(Locale.ROOT));
    }

    private static String wire(Gap.State state) {
        return state.wire().replace('_', ' ');
    }

    private void wrapped(int indent, String text) {
        for (var line : Cells.broken(text, terminal.room(indent)))
            terminal.out().println(" ".repeat(indent) + line);
    }

    private void line(Style style, String line) {
        terminal.out().println(terminal.styled(style, line));
    }
}
