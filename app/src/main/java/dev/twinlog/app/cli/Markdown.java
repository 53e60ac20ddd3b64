package dev.twinlog.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.markdown.MarkdownRenderer;

/// Foreign Markdown made fit to stand inside a document of ours: parsed, and written anew, so that no fence is left
/// open, headings lie below ours, and HTML is shown as the text that it is. (docs/decisions/0014-taking-out.md)
final class Markdown {
    /// Levels that our own headings take.
    static final int LEVELS = 3;

    /// Containers and emphasis within each other; deeper text is shown as code.
    static final int NESTING_MAX = 50;

    private static final int LEVEL_MAX = 6;
    private static final int FENCE_MIN = 3;
    private static final Pattern LANGUAGE = Pattern.compile("[\\w+#.-]{1,30}");
    private static final List<org.commonmark.Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder()
            .extensions(EXTENSIONS)
            .maxOpenBlockParsers(2 * NESTING_MAX)
            .build();
    private static final MarkdownRenderer RENDERER =
            MarkdownRenderer.builder().extensions(EXTENSIONS).build();

    private Markdown() {}

    /// An agent's text: Markdown by intent.
    static String ofAgent(String text) {
        return safe(text, false);
    }

    /// A person's text: its lines stay lines.
    static String ofPerson(String text) {
        return safe(text, true);
    }

    private static String safe(String text, boolean linesStay) {
        var document = PARSER.parse(text);
        if (depth(document) > NESTING_MAX) return fence("", text);
        document.accept(new Taming(linesStay));
        return RENDERER.render(document).stripTrailing();
    }

    /// Found without recursion, which a hostile depth would exhaust.
    private static int depth(Node document) {
        int depth = 0;
        int deepest = 0;
        var node = document;
        while (true) {
            var below = node.getFirstChild();
            if (below != null) {
                node = below;
                deepest = Math.max(deepest, ++depth);
                continue;
            }
            while (node.getNext() == null) {
                node = node.getParent();
                if (node == null || node == document) return deepest;
                depth--;
            }
            node = node.getNext();
        }
    }

    /// A line of plain text: nothing in it means anything.
    static String plain(String text) {
        var paragraph = new Paragraph();
        paragraph.appendChild(new Text(Cells.line(text)));
        return RENDERER.render(paragraph).strip();
    }

    /// The same inside a cell of a table.
    static String cell(String text) {
        return plain(text).replace("|", "\\|");
    }

    /// A line as code.
    static String code(String text) {
        var line = Cells.line(text);
        if (line.isBlank()) return "";
        var ticks = "`".repeat(longest(line, '`') + 1);
        boolean touches = line.startsWith("`") || line.endsWith("`") || line.startsWith(" ") && line.endsWith(" ");
        return touches ? ticks + " " + line + " " + ticks : ticks + line + ticks;
    }

    /// A text as a block of code, whose fence is longer than any inside.
    ///
    /// @param language as code hosts name it, or empty
    static String fence(String language, String text) {
        var fence = "`".repeat(Math.max(FENCE_MIN, longest(text, '`') + 1));
        return fence + language + "\n" + text + (text.endsWith("\n") || text.isEmpty() ? "" : "\n") + fence;
    }

    private static int longest(String text, char of) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == of ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /// The text as a quote.
    static String quote(String text) {
        var quote = new StringBuilder();
        for (var line : text.split("\n", -1)) {
            quote.append(quote.isEmpty() ? "" : "\n").append(line.isEmpty() ? ">" : "> " + line);
        }
        return quote.toString();
    }

    /// Takes from a parsed text what would act on the document around it.
    private static final class Taming extends AbstractVisitor {
        private final boolean linesStay;

        Taming(boolean linesStay) {
            this.linesStay = linesStay;
        }

        @Override
        public void visit(Heading heading) {
            heading.setLevel(Math.min(LEVEL_MAX, heading.getLevel() + LEVELS));
            visitChildren(heading);
        }

        @Override
        public void visit(HtmlInline html) {
            replace(html, new Text(html.getLiteral().replace("\n", " ")));
        }

        @Override
        public void visit(HtmlBlock html) {
            replace(html, code("html", html.getLiteral() + "\n"));
        }

        @Override
        public void visit(FencedCodeBlock block) {
            var info = block.getInfo() == null ? "" : block.getInfo();
            replace(block, code(LANGUAGE.matcher(info).matches() ? info : "", block.getLiteral()));
        }

        @Override
        public void visit(IndentedCodeBlock block) {
            replace(block, code("", block.getLiteral()));
        }

        /// With a fence of our own: the one that was written may be of no use around what is now inside.
        private static FencedCodeBlock code(String language, String text) {
            var code = new FencedCodeBlock();
            code.setFenceCharacter("`");
            code.setOpeningFenceLength(Math.max(FENCE_MIN, longest(text, '`') + 1));
            code.setInfo(language);
            code.setLiteral(text);
            return code;
        }

        /// The renderer leaves tildes as they are, which open a fence at the beginning of a line.
        @Override
        public void visit(Text text) {
            if (text.getLiteral().stripLeading().startsWith("~~~")) replace(text, new Code(text.getLiteral()));
        }

        @Override
        public void visit(SoftLineBreak line) {
            if (linesStay) replace(line, new HardLineBreak());
        }

        private static void replace(Node old, Node by) {
            old.insertAfter(by);
            old.unlink();
        }
    }

    /// The language that a code host knows by the ending of a file's name; empty when there is none.
    static String language(String path) {
        int dot = path.lastIndexOf('.');
        var ending = dot < 0 ? "" : path.substring(dot + 1).toLowerCase(Locale.ROOT);
        boolean plain = !ending.isEmpty() && ending.chars().allMatch(Character::isLetterOrDigit);
        return plain && ending.length() <= 8 ? ending : "";
    }
}
