package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
    private static final Parser READER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    /// What a code host would make of it.
    private record Seen(List<Integer> headings, List<String> html) {
        static Seen in(String document) {
            var seen = new Seen(new ArrayList<>(), new ArrayList<>());
            READER.parse(document).accept(new AbstractVisitor() {
                @Override
                public void visit(Heading heading) {
                    seen.headings.add(heading.getLevel());
                    visitChildren(heading);
                }

                @Override
                public void visit(HtmlInline inline) {
                    seen.html.add(inline.getLiteral());
                }

                @Override
                public void visit(HtmlBlock block) {
                    seen.html.add(block.getLiteral());
                }
            });
            return seen;
        }
    }

    private static Map<String, Object> event(String kind, String... fields) {
        var told = new LinkedHashMap<String, Object>();
        for (int i = 0; i < fields.length; i += 2) told.put(fields[i], Map.of("value", fields[i + 1]));
        return Map.of("kind", kind, "at", "2026-01-31T12:00:05.000Z", "status", "completed", "fields", told);
    }

    private static String document(boolean full, List<Map<String, Object>> events) throws IOException {
        var sums = new TokenSums();
        events.forEach(sums::event);
        var out = new ByteArrayOutputStream();
        var text = new MarkdownText(out, full, sums);
        text.session(Map.of("id", "s1", "agent", "claude", "title", "A <b>title</b> | # x", "project", "/a|b`c"));
        for (var event : events) text.event(event);
        text.end();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String document(Map<String, Object> event) throws IOException {
        return document(false, List.of(event, event("prompt", "source", "human", "text", "next")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# One\n\nTwo\n===\n\nThree\n---\n",
                "```\nnever closed\n# not a heading",
                "~~~~\n```\n<b>\n~~~~~~~\n\n<i>",
                "- item\n\n      ```\n  <script>alert(1)</script>\n",
                "<div>\n# x\n</div>\n\ntext <img src=x onerror=1> `<code>` \\<b>",
                "`open <b> \n close` <i> `c`",
                "> quote\n# lazy\n<b>",
                "<!-- never closed\n\n# x",
                "1. a\n   # in a list\n2. b\n\n***\n",
                "[a]: <b>\n\n<?php ?>\n\n<![CDATA[x]]>\n<textarea>",
                "| a | <b> |\n|---|---|\n| `x|y` | z |\n",
                "````` ``` `````\n<b>",
                "\t<b>\n\n    <i>\n<u>"
            })
    void no_text_changes_the_document_around_it(String text) throws IOException {
        for (var kind : List.of("message", "prompt", "reasoning", "notice")) {
            var seen = Seen.in(document(event(kind, "text", text)));
            assertThat(seen.html()).as(kind).isEmpty();
            assertThat(seen.headings().getFirst()).isEqualTo(1);
            assertThat(seen.headings().getLast())
                    .as("the next prompt is a heading")
                    .isEqualTo(2);
            assertThat(seen.headings().subList(1, seen.headings().size() - 1))
                    .allSatisfy(level -> assertThat(level).isGreaterThan(Markdown.LEVELS));
        }
        var tool = Seen.in(document(event("tool_call", "name", text, "input", text, "output", text)));
        assertThat(tool.html()).isEmpty();
        assertThat(tool.headings()).containsExactly(1, 2);
    }

    @Test
    void texts_put_together_at_random_do_not_either() throws IOException {
        var pieces = List.of(
                "```", "~~~", "`", "<b>", "\n", "\n\n", "# ", "- ", "> ", "    ", "|", "---", "===", "\\", "a", "[x](",
                ")", "<!--", "*", "**", "1. ", "\t", "<div>\n");
        var random = new Random(4711);
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(20); n >= 0; n--) text.append(pieces.get(random.nextInt(pieces.size())));
            var kind = random.nextBoolean() ? "message" : "prompt";
            var seen = Seen.in(document(event(kind, "text", text.toString())));
            assertThat(seen.html()).as("%s", text).isEmpty();
            assertThat(seen.headings().getLast()).as("%s", text).isEqualTo(2);
            assertThat(seen.headings().stream().filter(level -> level <= Markdown.LEVELS))
                    .as("%s", text)
                    .hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void what_an_agent_formats_stays_formatted() {
        assertThat(Markdown.ofAgent(
                        "Do *this*:\n\n- `a < b`\n- **c**\n\n```java\nif (a<b) {}\n```\n\n| x |\n|---|\n| y |"))
                .contains("*this*", "`a < b`", "**c**", "```java\nif (a<b) {}\n```", "|x|");
        assertThat(Markdown.ofAgent("# T")).isEqualTo("#### T");
        assertThat(Markdown.ofAgent("a <b> c")).isEqualTo("a \\<b\\> c");
    }

    @Test
    void depth_is_shown_as_code_and_exhausts_nothing() throws IOException {
        for (var deep :
                List.of("> ".repeat(20_000), "*a **b ".repeat(20_000), "[".repeat(50_000), "- ".repeat(20_000))) {
            assertThat(Seen.in(document(event("message", "text", deep + "<b>"))).html())
                    .isEmpty();
        }
    }

    @Test
    void fences_and_ticks_are_longer_than_any_inside() {
        assertThat(Markdown.fence("", "a\n````\nb")).isEqualTo("`````\na\n````\nb\n`````");
        assertThat(Markdown.code("a``b")).isEqualTo("```a``b```");
        assertThat(Markdown.code("`a")).isEqualTo("`` `a ``");
        assertThat(Markdown.code(" \n")).isEmpty();
    }

    @Test
    void how_a_turn_ended_stands_behind_its_prompt() throws IOException {
        var turn = new LinkedHashMap<String, Object>(event("turn"));
        turn.put("turn", "t");
        turn.put("status", "interrupted");
        var prompt = new LinkedHashMap<String, Object>(event("prompt", "source", "human", "text", "do it"));
        prompt.put("turn", "t");
        assertThat(document(false, List.of(turn, prompt)))
                .containsSubsequence("## Prompt 1", "> do it", "**Turn** · **interrupted**");
    }

    @Test
    void long_output_is_shortened_unless_all_is_wanted() throws IOException {
        var output = "line\n".repeat(ToolBlocks.LINES_SHOWN + 5) + "the end";
        var call = event("tool_call", "name", "Bash", "input", "{\"command\":\"ls\\nls\",\"n\":1}", "output", output);
        assertThat(document(false, List.of(call)))
                .contains("more characters (--full)")
                .doesNotContain("the end");
        assertThat(document(true, List.of(call)))
                .contains("the end", "```sh\nls\nls\n```", "`n`: `1`")
                .doesNotContain("(--full)");
        var wide = event("tool_call", "name", "Bash", "output", "é".repeat(ToolBlocks.CHARS_SHOWN + 1));
        assertThat(document(false, List.of(wide))).contains("1 more characters (--full)");
    }

    @Test
    void control_sequences_do_not_pass() throws IOException {
        assertThat(document(event("message", "text", "a\u001b[31mb\u009b1mc")))
                .contains("abc")
                .doesNotContain("\u001b");
    }
}
