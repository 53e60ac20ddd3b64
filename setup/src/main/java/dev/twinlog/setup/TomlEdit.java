package dev.twinlog.setup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes one key in the text of a TOML document, and nothing else in it: comments, order, quotes and line ends stay
/// byte for byte. The document must be right; who uses the result parses it again.
final class TomlEdit {
    private final String text;
    private final List<String> path;
    private final List<TomlText.Section> sections;

    private TomlEdit(String text, List<String> path) {
        this.text = text;
        this.path = path;
        this.sections = TomlText.sections(text);
    }

    /// The text with the key set.
    ///
    /// @param value as TOML writes it
    static String set(String text, List<String> path, String value) {
        return new TomlEdit(text, path).set(value);
    }

    /// The text without the key, and without the comment behind it; the same text when it is not there.
    static String unset(String text, List<String> path) {
        return new TomlEdit(text, path).unset();
    }

    private String set(String value) {
        for (var section : sections) {
            for (var pair : section.pairs()) {
                if (pair.path().equals(path)) return splice(pair.valueStart(), pair.valueEnd(), value);
                if (leads(pair)) return setInside(pair, value);
            }
        }
        return added(value);
    }

    /// Whether the key lies inside this pair's value, an inline table.
    private boolean leads(TomlText.Pair pair) {
        return pair.path().size() < path.size()
                && path.subList(0, pair.path().size()).equals(pair.path());
    }

    private String setInside(TomlText.Pair table, String value) {
        var members = TomlText.members(text, table);
        for (var member : members) {
            if (member.path().equals(path)) return splice(member.valueStart(), member.valueEnd(), value);
            if (leads(member)) return setInside(member, value);
        }
        var key = String.join(".", path.subList(table.path().size(), path.size())) + " = " + value;
        if (!members.isEmpty())
            return splice(members.getLast().valueEnd(), members.getLast().valueEnd(), ", " + key);
        return splice(table.valueStart() + 1, table.valueStart() + 1, " " + key);
    }

    /// A key that is not there: in its section if there is one, else beside its dotted siblings, else in a new section.
    private String added(String value) {
        var table = path.subList(0, path.size() - 1);
        for (var section : sections) {
            boolean root = section.path().isEmpty();
            if (!root && section.path().equals(table)) return line(section, path.getLast() + " = " + value);
        }
        if (table.isEmpty()) return atRoot(path.getLast() + " = " + value);
        var sibling = dottedSibling(table);
        if (sibling != null) return insertLine(sibling.end(), indent(sibling) + String.join(".", path) + " = " + value);
        var gap = text.isBlank() ? "" : newline();
        return insertLine(
                text.length(), gap + "[" + String.join(".", table) + "]" + newline() + path.getLast() + " = " + value);
    }

    private String line(TomlText.Section section, String line) {
        var indent = section.pairs().isEmpty() ? "" : indent(section.pairs().getLast());
        return insertLine(section.lastEnd(), indent + line);
    }

    /// The last pair at the root whose key begins like ours.
    private TomlText.@Nullable Pair dottedSibling(List<String> table) {
        TomlText.Pair last = null;
        for (var pair : sections.getFirst().pairs()) {
            boolean beside = pair.path().size() > table.size()
                    && pair.path().subList(0, table.size()).equals(table);
            if (beside) last = pair;
        }
        return last;
    }

    private String atRoot(String line) {
        var root = sections.getFirst();
        if (!root.pairs().isEmpty()) return insertLine(root.lastEnd(), line);
        if (sections.size() == 1) return insertLine(text.length(), line);
        boolean blankFollows = text.startsWith("\n") || text.startsWith("\r\n");
        return splice(0, 0, line + newline() + (blankFollows ? "" : newline()));
    }

    /// Puts a line in at the beginning of one, or behind a last one that has no end.
    private String insertLine(int at, String line) {
        boolean ended = at == 0 || text.charAt(at - 1) == '\n';
        return splice(at, at, (ended ? "" : newline()) + line + newline());
    }

    private String indent(TomlText.Pair pair) {
        int start = text.lastIndexOf('\n', pair.start() - 1) + 1;
        return text.substring(start, pair.start());
    }

    private String newline() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    private String unset() {
        for (var section : sections) {
            for (var pair : section.pairs()) {
                if (pair.path().equals(path))
                    return splice(text.lastIndexOf('\n', pair.start() - 1) + 1, pair.end(), "");
                if (leads(pair)) return unsetInside(pair);
            }
        }
        return text;
    }

    private String unsetInside(TomlText.Pair table) {
        var members = TomlText.members(text, table);
        for (int i = 0; i < members.size(); i++) {
            var member = members.get(i);
            if (leads(member)) return unsetInside(member);
            if (!member.path().equals(path)) continue;
            if (i + 1 < members.size())
                return splice(member.start(), members.get(i + 1).start(), "");
            return i == 0
                    ? splice(member.start(), member.valueEnd(), "")
                    : splice(members.get(i - 1).valueEnd(), member.valueEnd(), "");
        }
        return text;
    }

    private String splice(int from, int to, String by) {
        return text.substring(0, from) + by + text.substring(to);
    }
}
