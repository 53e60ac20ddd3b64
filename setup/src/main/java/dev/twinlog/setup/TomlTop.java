package dev.twinlog.setup;

import java.util.ArrayList;
import java.util.List;

/// One top-level name of a TOML document with everything under it, in whatever forms it is written:
/// `[name]`, `[name.more]`, `[[name.list]]`, `name.key = …`, `name = { … }`, each also with quotes. It
/// can be cut out and put in; every byte that is not of the name stays. The document must be right; who
/// uses the result parses it again. Format: TOML 1.0.0, <https://toml.io/en/v1.0.0>.
///
/// @param rest    the document without it
/// @param lines   of it at the document's beginning: dotted keys and inline tables, whole lines
/// @param tables  of it below headers, whole lines; comments behind the last key of a table are not its
///                own
/// @param tableAt where in the rest the first of the tables stood; -1: there are none
public record TomlTop(String rest, List<String> lines, List<String> tables, int tableAt) {
    public TomlTop {
        lines = List.copyOf(lines);
        tables = List.copyOf(tables);
    }

    /// Cuts a name out of a document without a byte order mark.
    public static TomlTop cut(String text, String name) {
        var rest = new StringBuilder();
        var lines = new ArrayList<String>();
        var tables = new ArrayList<String>();
        int tableAt = -1;
        int copied = 0;
        for (var section : TomlText.sections(text)) {
            boolean own =
                    !section.header().isEmpty() && section.header().getFirst().equals(name);
            if (own) {
                rest.append(text, copied, section.start());
                if (tableAt < 0) tableAt = rest.length();
                tables.add(text.substring(section.start(), section.lastEnd()));
                copied = section.lastEnd();
            } else if (section.header().isEmpty()) {
                for (var pair : section.pairs()) {
                    if (!pair.path().getFirst().equals(name)) continue;
                    int start = text.lastIndexOf('\n', pair.start() - 1) + 1;
                    rest.append(text, copied, start);
                    lines.add(text.substring(start, pair.end()));
                    copied = pair.end();
                }
            }
        }
        return new TomlTop(rest.append(text, copied, text.length()).toString(), lines, tables, tableAt);
    }

    /// Whether the name was not there at all.
    public boolean isAbsent() {
        return lines.isEmpty() && tables.isEmpty();
    }

    /// The rest with tables put in: where the name's first table stood, else at the end.
    ///
    /// @param block whole lines that begin with a header; the last may lack its end
    public String with(String block) {
        if (tableAt >= 0) return splice(rest, tableAt, block);
        if (rest.isBlank()) return rest + block;
        return splice(rest, rest.length(), newline(rest) + block);
    }

    /// The rest with lines and tables of the same name put in, as they were cut out of another document.
    public String with(TomlTop other) {
        var blocks = other.tables.isEmpty() ? rest : with(joined(other.tables, newline(rest)));
        if (other.lines.isEmpty()) return blocks;
        int at = TomlText.sections(blocks).getFirst().lastEnd();
        return splice(blocks, at, joined(other.lines, newline(rest)));
    }

    private static String joined(List<String> pieces, String newline) {
        var joined = new StringBuilder();
        for (var piece : pieces) {
            if (!joined.isEmpty() && joined.charAt(joined.length() - 1) != '\n') joined.append(newline);
            joined.append(piece);
        }
        return joined.toString();
    }

    /// Puts whole lines in, and ends the line before them and their own last one where they must be ended.
    private static String splice(String text, int at, String lines) {
        boolean ended = at == 0 || text.charAt(at - 1) == '\n';
        boolean open = at < text.length() && !lines.endsWith("\n");
        return text.substring(0, at)
                + (ended ? "" : newline(text))
                + lines
                + (open ? newline(text) : "")
                + text.substring(at);
    }

    /// How lines end in a text.
    public static String newline(String text) {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }
}
