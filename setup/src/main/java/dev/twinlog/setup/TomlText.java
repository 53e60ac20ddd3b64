package dev.twinlog.setup;

import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;

/// Where things stand in the text of a TOML document that the parser has found right: it tells where keys
/// begin, but not where values end, and an edit must know both. Offsets are those of the text.
final class TomlText {
    /// Stands for the path of an array of tables, in which no setting lies.
    private static final List<String> NO_TABLE = List.of("[[]]");

    private final String text;
    private int at;

    private TomlText(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /// A header `[a.b]`, or the beginning of the document, with the pairs below it.
    ///
    /// @param path   empty for the beginning; of an array of tables a name that no setting has
    /// @param header as it is written, also of an array of tables
    /// @param start  of the header's line
    /// @param end    after the header's line
    record Section(List<String> path, List<String> header, int start, int end, List<Pair> pairs) {
        /// After the last line of it that says something.
        int lastEnd() {
            return pairs.isEmpty() ? end : pairs.getLast().end();
        }
    }

    /// A key and its value, in a section or in an inline table.
    ///
    /// @param path       from the root of the document
    /// @param start      where the key begins
    /// @param valueStart where the value begins
    /// @param valueEnd   after the value
    /// @param end        after the line, or in an inline table after the value
    record Pair(List<String> path, int start, int valueStart, int valueEnd, int end) {}

    /// The sections of a document, in its order; the first is its beginning.
    static List<Section> sections(String text) {
        return new TomlText(text, 0).sections();
    }

    /// The pairs of the inline table that a pair has as its value; none when it is no table.
    static List<Pair> members(String text, Pair table) {
        if (text.charAt(table.valueStart()) != '{') return List.of();
        return new TomlText(text, table.valueStart() + 1).members(table.path());
    }

    private List<Section> sections() {
        var sections = new ArrayList<Section>();
        sections.add(new Section(List.of(), List.of(), 0, 0, new ArrayList<>()));
        for (skipBlank(); at < text.length(); skipBlank()) {
            if (text.charAt(at) == '[') sections.add(header());
            else sections.getLast().pairs().add(pair(sections.getLast().path()));
        }
        return sections;
    }

    private Section header() {
        int start = lineStart(at);
        boolean array = text.startsWith("[[", at);
        at += array ? 2 : 1;
        var key = key(']');
        skipLine();
        return new Section(array ? NO_TABLE : key, key, start, at, new ArrayList<>());
    }

    private Pair pair(List<String> table) {
        int start = at;
        var key = key('=');
        at++;
        skipBlank();
        int valueStart = at;
        skipValue();
        int valueEnd = at;
        skipLine();
        return new Pair(joined(table, key), start, valueStart, valueEnd, at);
    }

    private List<Pair> members(List<String> table) {
        var members = new ArrayList<Pair>();
        for (skipSeparators(); text.charAt(at) != '}'; skipSeparators()) {
            int start = at;
            var key = key('=');
            at++;
            skipBlank();
            int valueStart = at;
            skipValue();
            members.add(new Pair(joined(table, key), start, valueStart, at, at));
        }
        return members;
    }

    private static List<String> joined(List<String> table, List<String> key) {
        var path = new ArrayList<>(table);
        path.addAll(key);
        return List.copyOf(path);
    }

    /// Reads a key with its dots and quotes, up to what ends it.
    private List<String> key(char end) {
        int start = at;
        while (text.charAt(at) != end) {
            if (text.charAt(at) == '"' || text.charAt(at) == '\'') skipString();
            else at++;
        }
        return Toml.parseDottedKey(text.substring(start, at).strip());
    }

    private void skipValue() {
        switch (text.charAt(at)) {
            case '"', '\'' -> skipString();
            case '[', '{' -> skipNested();
            default -> skipBare();
        }
    }

    private void skipNested() {
        int depth = 0;
        do {
            switch (text.charAt(at)) {
                case '"', '\'' -> skipString();
                case '#' -> skipComment();
                case '[', '{' -> {
                    depth++;
                    at++;
                }
                case ']', '}' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0);
    }

    private void skipBare() {
        while (at < text.length() && ",]}#\r\n".indexOf(text.charAt(at)) < 0) at++;
        while (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t') at--;
    }

    private void skipString() {
        char quote = text.charAt(at);
        var three = String.valueOf(quote).repeat(3);
        boolean many = text.startsWith(three, at);
        at += many ? 3 : 1;
        while (many ? !text.startsWith(three, at) : text.charAt(at) != quote) {
            at += quote == '"' && text.charAt(at) == '\\' ? 2 : 1;
        }
        at += many ? 3 : 1;
        for (int more = 0; many && more < 2 && at < text.length() && text.charAt(at) == quote; more++) at++;
    }

    private void skipBlank() {
        while (at < text.length()) {
            if (text.charAt(at) == '#') skipComment();
            else if (Character.isWhitespace(text.charAt(at))) at++;
            else return;
        }
    }

    private void skipSeparators() {
        for (skipBlank(); text.charAt(at) == ','; skipBlank()) at++;
    }

    private void skipComment() {
        while (at < text.length() && text.charAt(at) != '\n') at++;
    }

    private void skipLine() {
        skipComment();
        if (at < text.length()) at++;
    }

    private int lineStart(int from) {
        return text.lastIndexOf('\n', from - 1) + 1;
    }
}
