package dev.twinlog.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final Map<String, String> REGIONS = Map.of("head", "new head", "results", "new results");

    @TempDir
    Path folder;

    @Test
    void what_is_written_by_hand_is_kept_and_regions_are_replaced() throws IOException {
        var page = new Page("# B\n<!-- generated: head -->\nold\n<!-- end of generated -->\nby hand\n"
                + "<!-- generated: results -->\nold\n<!-- end of generated -->\nby hand too\n");
        assertThat(page.with(REGIONS).text())
                .isEqualTo("# B\n<!-- generated: head -->\nnew head\n<!-- end of generated -->\nby hand\n"
                        + "<!-- generated: results -->\nnew results\n<!-- end of generated -->\nby hand too\n");
        assertThat(page.with(REGIONS).with(REGIONS)).isEqualTo(page.with(REGIONS));
    }

    @Test
    void a_page_without_a_region_is_refused_and_says_what_it_lacks() {
        assertThatThrownBy(() -> new Page("# by hand\n").with(Map.of("head", "x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'head'")
                .hasMessageContaining("<!-- generated: head -->");
    }

    @Test
    void a_page_that_is_not_there_begins_with_all_regions() throws IOException {
        var file = folder.resolve("benchmarks.md");
        Page.read(file).with(REGIONS).write(file);
        assertThat(Files.readString(file)).contains("new head", "new results").startsWith("# Benchmarks");
    }

    @Test
    void the_page_of_the_project_has_all_regions() throws IOException {
        var page = Page.read(Path.of("..", "docs", "benchmarks.md"));
        assertThat(page.with(REGIONS).text()).contains("new head", "new results");
    }
}
