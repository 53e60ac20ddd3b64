package dev.twinlog.app.cli;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// A small answer as text: a line for each value, lists indented below their name.
final class FactsText {
    private final Terminal terminal;

    FactsText(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(@Nullable Object answer) {
        if (answer instanceof Map<?, ?> facts) facts.forEach((name, value) -> show(spaced(name.toString()), value));
        else print(one(answer));
    }

    private void show(String name, @Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            print(name + ": " + (name.endsWith("bytes") && value instanceof Long size ? Words.size(size) : one(value)));
            return;
        }
        if (list.isEmpty()) print(name + ": none");
        else print(name + ":");
        list.forEach(item -> print("  " + one(item)));
    }

    private String one(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            var words = new StringJoiner("  ");
            map.forEach((name, part) -> words.add(name + " " + one(part)));
            return words.toString();
        }
        var minute = Words.minute(value, terminal.zone());
        return minute.isEmpty() ? Words.number(value) : value instanceof Long ? Words.number(value) : minute;
    }

    /// `bytesWritten` as `bytes written`.
    private static String spaced(String name) {
        var spaced = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) spaced.append(' ');
            spaced.append(Character.toLowerCase(c));
        }
        return spaced.toString();
    }

    private void print(String line) {
        terminal.out().println(Cells.line(line).isEmpty() ? "" : indented(line));
    }

    private static String indented(String line) {
        return (line.startsWith("  ") ? "  " : "") + Cells.line(line);
    }
}
