package dev.twinlog.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.bench.corpus.Corpus;
import dev.twinlog.bench.corpus.CorpusPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "measures by /proc")
class CommandTest {
    private static Command sh(String script) {
        return new Command(List.of("sh", "-c", script), Map.of("SEEN", "yes"));
    }

    @Test
    void a_command_is_told_with_its_output_its_variables_and_its_exit_code() throws Exception {
        var ran = sh("echo $SEEN; echo wrong >&2; exit 3").run();
        assertThat(ran.out()).isEqualTo("yes\n");
        assertThat(ran.err()).isEqualTo("wrong\n");
        assertThat(ran.exit()).isEqualTo(3);
        assertThatThrownBy(() -> ran.checked("it"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("3: wrong");
    }

    @Test
    void what_a_child_of_a_command_worked_counts_and_what_an_idle_one_waited_does_not() throws Exception {
        var busy =
                sh("(i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done); true").run();
        var idle = sh("read -t 1 nothing < /dev/zero || true").run();
        assertThat(busy.cpuSeconds()).isGreaterThan(0.05);
        assertThat(busy.millis()).isGreaterThan(busy.cpuSeconds() * 900);
        assertThat(idle.cpuSeconds()).isLessThan(busy.cpuSeconds());
    }

    @Test
    void a_home_is_the_corpus_by_links_and_a_line_written_to_it_leaves_the_corpus_as_it_was(@TempDir Path base)
            throws Exception {
        var plan = CorpusPlan.of(2_000_000, CorpusPlan.BUSY);
        var corpus = Corpus.of(plan, base);
        var home = Home.of(corpus, base.resolve("home"));
        var mark = home.append();
        assertThat(Corpus.isCached(plan, base)).isTrue();
        assertThat(home.all().claudeOutput()).isEqualTo(corpus.manifest().all().claudeOutput() + 10);
        try (var files = Files.walk(home.folder())) {
            var with = files.filter(Files::isRegularFile)
                    .filter(file -> text(file).contains(mark))
                    .toList();
            assertThat(with).hasSize(1);
            assertThat(text(with.getFirst())).endsWith("\n");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
