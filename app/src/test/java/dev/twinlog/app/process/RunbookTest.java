package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.process.RunbookPage.Order;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whoever follows the runbook sees what it says. The waits are those of the page: a frozen app-server is silent after
/// 15 s, and the restart budget is clear after 60 s.
@Tag("slow")
class RunbookTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void every_command_of_the_runbook_prints_what_the_page_says() throws Exception {
        var orders = RunbookPage.orders();
        assertThat(orders).hasSizeGreaterThan(15);
        try (var world = new RunbookWorld(folder)) {
            for (var order : orders) {
                if (order.scene() != null) world.play(order.scene());
                var said = world.follow(order);
                assertThat(order.difference(said.out() + said.err()))
                        .as(world.log())
                        .isNull();
                assertThat(said.code()).as("docs/runbook.md:" + order.line()).isEqualTo(order.exit());
            }
        }
    }

    @Test
    @Tag("quick")
    void what_differs_from_the_page_is_seen() {
        var order = new Order(1, null, List.of("x"), 0, List.of("a …", "…", "z … y"));
        assertThat(order.difference("a 1\nb\nc\nz 2 y\n")).isNull();
        assertThat(order.difference("a 1\nz 2 y\n")).isNull();
        assertThat(order.difference("a 1\nb\nz 2\n")).contains("docs/runbook.md:1");
        assertThat(order.difference("b 1\nz 2 y\n")).isNotNull();
        assertThat(new Order(1, null, List.of("x"), 0, List.of("a")).difference("a\nb\n"))
                .isNotNull();
        assertThat(new Order(1, null, List.of("x"), 0, List.of("a.c")).difference("abc\n"))
                .isNotNull();
    }
}
