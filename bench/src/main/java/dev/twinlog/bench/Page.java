package dev.twinlog.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A page of Markdown with regions that a run writes; what stands between them is written by hand and is kept.
record Page(String text) {
    private static final String BEGIN = "<!-- generated: ";
    private static final String END = "<!-- end of generated -->";
    private static final String CLOSE = " -->";

    static final String EMPTY = """
            # Benchmarks

            <!-- generated: head -->
            <!-- end of generated -->

            <!-- generated: results -->
            <!-- end of generated -->
            """;

    /// The page in a file, or an empty one.
    static Page read(Path file) throws IOException {
        return new Page(Files.exists(file) ? Files.readString(file) : EMPTY);
    }

    /// The page with other contents in its regions.
    ///
    /// @throws IOException when a region is missing, which says which
    Page with(Map<String, String> regions) throws IOException {
        var changed = text;
        for (var region : regions.entrySet()) changed = replaced(changed, region.getKey(), region.getValue());
        return new Page(changed);
    }

    private static String replaced(String text, String name, String content) throws IOException {
        var mark = BEGIN + name + CLOSE + "\n";
        int begin = text.indexOf(mark);
        int end = begin < 0 ? -1 : text.indexOf(END, begin);
        if (end < 0)
            throw new IOException("the page has no region '" + name + "': it needs a line `" + mark.strip()
                    + "` and after it a line `" + END + "`");
        return text.substring(0, begin + mark.length()) + content.strip() + "\n" + text.substring(end);
    }

    /// Writes it to a file in one move.
    void write(Path file) throws IOException {
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.writeString(draft, text);
        Files.move(
                draft,
                file,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
