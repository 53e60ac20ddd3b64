package dev.twinlog.readers.codex.stream;

import java.util.ArrayList;
import java.util.List;

/// The words of a command line as a POSIX shell splits it, quotes and backslashes understood, nothing expanded.
public final class ShellWords {
    private static final String SHELL_FLAG = "-lc";

    private ShellWords() {}

    /// A command as it was typed: what a login shell was given (`/bin/bash -lc 'ls -l'` is `ls -l`), else the text
    /// itself.
    public static String typed(String command) {
        var words = of(command);
        return words.size() == 3 && words.get(1).equals(SHELL_FLAG) ? words.getLast() : command;
    }

    /// The words; none when a quote has no end.
    static List<String> of(String command) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean begun = false;
        for (int at = 0; at < command.length(); at++) {
            char c = command.charAt(at);
            if (Character.isWhitespace(c)) {
                if (begun) words.add(word.toString());
                word.setLength(0);
                begun = false;
                continue;
            }
            begun = true;
            at = part(command, at, word);
            if (at < 0) return List.of();
        }
        if (begun) words.add(word.toString());
        return words;
    }

    /// Takes what begins here: a quoted run, a character behind a backslash, or a plain one.
    ///
    /// @return the place of its last character; -1 when it has no end
    private static int part(String command, int at, StringBuilder word) {
        return switch (command.charAt(at)) {
            case '\'' -> single(command, at, word);
            case '"' -> twice(command, at, word);
            case '\\' -> {
                if (at + 1 < command.length()) word.append(command.charAt(at + 1));
                yield at + 1 < command.length() ? at + 1 : -1;
            }
            default -> {
                word.append(command.charAt(at));
                yield at;
            }
        };
    }

    private static int single(String command, int at, StringBuilder word) {
        int end = command.indexOf('\'', at + 1);
        if (end >= 0) word.append(command, at + 1, end);
        return end;
    }

    private static int twice(String command, int from, StringBuilder word) {
        for (int at = from + 1; at < command.length(); at++) {
            char c = command.charAt(at);
            if (c == '"') return at;
            boolean escaped = c == '\\' && at + 1 < command.length() && "$`\"\\\n".indexOf(command.charAt(at + 1)) >= 0;
            word.append(escaped ? command.charAt(++at) : c);
        }
        return -1;
    }
}
