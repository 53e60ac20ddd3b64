package dev.twinlog.app.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The commands of `docs/runbook.md` with what they are said to print, in the order of the page. A comment
/// `<!-- scene: NAME -->` says what has happened before the next block; readers of the page do not see it.
final class RunbookPage {
    private static final Path PAGE = Path.of("..", "docs", "runbook.md");
    private static final Pattern SCENE = Pattern.compile("<!-- scene: (.+) -->");
    private static final Pattern BLOCK = Pattern.compile("```console(?: exit=(\\d))?");

    private RunbookPage() {}

    /// A command, and what it prints: `…` in a line stands for anything, alone for any lines.
    ///
    /// @param line  of the page, from 1
    /// @param scene what has happened before, or null
    /// @param exit  with which it ends
    record Order(int line, @Nullable String scene, List<String> words, int exit, List<String> prints) {
        /// Null when it printed what it should, else what differs.
        @Nullable
        String difference(String printed) {
            var lines = printed.isEmpty()
                    ? List.<String>of()
                    : List.of(printed.stripTrailing().split("\n", -1));
            return fits(prints, lines)
                    ? null
                    : "docs/runbook.md:" + line + ": twinlog " + String.join(" ", words) + " printed\n" + printed;
        }

        private static boolean fits(List<String> expected, List<String> lines) {
            if (expected.isEmpty()) return lines.isEmpty();
            var rest = expected.subList(1, expected.size());
            if (!expected.getFirst().equals("…"))
                return !lines.isEmpty()
                        && pattern(expected.getFirst())
                                .matcher(lines.getFirst())
                                .matches()
                        && fits(rest, lines.subList(1, lines.size()));
            for (int skipped = 0; skipped <= lines.size(); skipped++)
                if (fits(rest, lines.subList(skipped, lines.size()))) return true;
            return false;
        }

        private static Pattern pattern(String line) {
            return Pattern.compile(Pattern.compile("…")
                    .splitAsStream(line.endsWith("…") ? line + "\0" : line)
                    .map(part -> part.equals("\0") ? "" : Pattern.quote(part))
                    .collect(Collectors.joining(".*")));
        }
    }

    static List<Order> orders() throws IOException {
        return orders(Files.readAllLines(PAGE));
    }

    static List<Order> orders(List<String> lines) {
        var orders = new ArrayList<Order>();
        String scene = null;
        for (int i = 0; i < lines.size(); i++) {
            var marked = SCENE.matcher(lines.get(i));
            if (marked.matches()) scene = marked.group(1);
            var block = BLOCK.matcher(lines.get(i));
            if (!block.matches()) continue;
            int exit = block.group(1) == null ? 0 : Integer.parseInt(block.group(1));
            int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
            orders.addAll(orders(lines.subList(i + 1, end), i + 2, scene, exit));
            scene = null;
            i = end;
        }
        return orders;
    }

    private static List<Order> orders(List<String> block, int first, @Nullable String scene, int exit) {
        var orders = new ArrayList<Order>();
        for (int i = 0; i < block.size(); i++) {
            if (!block.get(i).startsWith("$ twinlog "))
                throw new AssertionError("docs/runbook.md:" + (first + i) + " is no command: " + block.get(i));
            int end = i + 1;
            while (end < block.size() && !block.get(end).startsWith("$ ")) end++;
            orders.add(new Order(
                    first + i,
                    orders.isEmpty() ? scene : null,
                    List.of(block.get(i).substring("$ twinlog ".length()).split(" ")),
                    exit,
                    List.copyOf(block.subList(i + 1, end))));
            i = end - 1;
        }
        return orders;
    }
}
