package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.app.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoringTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/etc/x", "..", ".", "a/.."})
    void a_path_that_leads_out_is_refused(String path) {
        assertThatThrownBy(() -> Restoring.inside(folder, path))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("outside of " + folder);
    }

    @Test
    void a_link_on_the_way_is_refused_and_named() throws Exception {
        Files.createDirectories(folder.resolve("out"));
        Files.createDirectories(folder.resolve("to/a"));
        var link = Files.createSymbolicLink(folder.resolve("to/a/link"), folder.resolve("out"));
        assertThatThrownBy(() -> Restoring.inside(folder.resolve("to"), "a/link/b/c.jsonl"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(link.toString())
                .hasMessageContaining("symbolic link");
    }

    @Test
    void all_else_is_inside() throws Exception {
        assertThat(Restoring.inside(folder, "a/b/c.jsonl")).isEqualTo(folder.resolve("a/b/c.jsonl"));
    }
}
