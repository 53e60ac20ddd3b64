package dev.twinlog.setup.agents;

import dev.twinlog.setup.agents.JsonText.Member;
import dev.twinlog.setup.agents.JsonText.Value;
import java.util.List;
import java.util.Objects;

/// Changes one member in a JSON text whose root is an object, and nothing else in it: order, indentation,
/// line ends and spaces stay byte for byte, and what is new is written as its neighbours are.
final class JsonEdit {
    private static final String INDENT_USUAL = "  ";
    private static final String COLON_USUAL = ": ";

    private final String text;
    private final Value root;

    private JsonEdit(String text) {
        this.text = text;
        this.root = Objects.requireNonNull(JsonText.parse("", text).orNull());
    }

    /// The text with a member set; the objects above it must be there.
    ///
    /// @param raw the value as JSON writes it
    static String set(String text, List<String> path, String raw) {
        return new JsonEdit(text).set(path, raw);
    }

    /// The text without a member; the same when it is not there.
    static String remove(String text, List<String> path) {
        return new JsonEdit(text).remove(path);
    }

    private String set(List<String> path, String raw) {
        var object = above(path);
        var member = object.member(path.getLast());
        if (member != null) return splice(member.value().start(), member.value().end(), raw);
        return object.members().isEmpty()
                ? addFirst(object, path.getLast(), raw)
                : addLast(object, path.getLast(), raw);
    }

    private Value above(List<String> path) {
        var object = root;
        for (var name : path.subList(0, path.size() - 1))
            object = Objects.requireNonNull(object.member(name), name).value();
        return object;
    }

    private String addLast(Value object, String name, String raw) {
        var members = object.members();
        var last = members.getLast();
        int from = members.size() == 1
                ? object.start() + 1
                : members.get(members.size() - 2).value().end();
        var gap = text.substring(from, last.start());
        var lead = gap.substring(gap.indexOf(',') + 1);
        var colon = colon(last);
        if (lead.isEmpty() && members.size() == 1 && colon.endsWith(" ")) lead = " ";
        int at = last.value().end();
        return splice(at, at, "," + lead + JsonText.quoted(name) + colon + raw);
    }

    /// What stands between a name and its value.
    private String colon(Member member) {
        int at = member.start() + 1;
        while (text.charAt(at) != '"') at += text.charAt(at) == '\\' ? 2 : 1;
        return text.substring(at + 1, member.value().start());
    }

    private String addFirst(Value object, String name, String raw) {
        var member = JsonText.quoted(name)
                + (root.members().isEmpty() ? COLON_USUAL : colon(root.members().getFirst()));
        boolean lines = root.members().isEmpty()
                || text.substring(root.start(), root.end()).contains("\n");
        if (!lines) return splice(object.start() + 1, object.end() - 1, member + raw);
        var newline = text.contains("\r\n") ? "\r\n" : "\n";
        var outer = indent(object.start());
        return splice(object.start() + 1, object.end() - 1, newline + outer + unit() + member + raw + newline + outer);
    }

    /// The white space that the line of a place begins with.
    private String indent(int at) {
        int start = text.lastIndexOf('\n', at - 1) + 1;
        int end = start;
        while (text.charAt(end) == ' ' || text.charAt(end) == '\t') end++;
        return text.substring(start, end);
    }

    /// By how much an object's members stand further in than it does.
    private String unit() {
        if (root.members().isEmpty()) return INDENT_USUAL;
        var first = root.members().getFirst();
        boolean ownLine = text.substring(root.start(), first.start()).contains("\n");
        var unit = ownLine ? indent(first.start()) : "";
        return unit.isEmpty() ? INDENT_USUAL : unit;
    }

    private String remove(List<String> path) {
        var object = root;
        for (var name : path.subList(0, path.size() - 1)) {
            var member = object.member(name);
            if (member == null) return text;
            object = member.value();
        }
        var members = object.members();
        var gone = object.member(path.getLast());
        if (gone == null) return text;
        int index = members.indexOf(gone);
        if (index > 0)
            return splice(members.get(index - 1).value().end(), gone.value().end(), "");
        if (members.size() > 1) return splice(gone.start(), members.get(1).start(), "");
        return splice(object.start() + 1, object.end() - 1, "");
    }

    private String splice(int from, int to, String by) {
        return text.substring(0, from) + by + text.substring(to);
    }
}
