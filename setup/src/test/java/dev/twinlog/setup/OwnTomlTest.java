package dev.twinlog.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnTomlTest {
    /// Less than any thread of Twinlog has: what is deep enough for it is so for a larger one too, at more
    /// bytes.
    private static final int SMALL_STACK_BYTES = 192 << 10;

    @TempDir
    Path folder;

    private Folders folders() throws SettingsProblem {
        return Folders.of(Map.of("HOME", "/home/me", "TWINLOG_HOME", folder.toString()), "Linux");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a="})
    void values_nested_deeper_than_the_stack_are_a_problem_of_the_file(String open) throws Exception {
        var text = "x=" + open.repeat(OwnToml.BYTES_MAX / open.length() - 1);
        var parsing = new FutureTask<>((Callable<Object>) () -> OwnToml.parse("some.toml", text));
        var thread = new Thread(null, parsing, "small stack", SMALL_STACK_BYTES);
        thread.start();
        assertThatThrownBy(parsing::get)
                .hasCauseInstanceOf(SettingsProblem.class)
                .hasMessageContaining("some.toml has values nested too deeply")
                .hasMessageContaining("fewer lists");
        thread.join();
    }

    @Test
    void files_up_to_the_limit_are_read_and_longer_ones_refused_by_their_size() throws Exception {
        var file = folder.resolve("prices.toml");
        var row = "[[price]]\nmodels = [\"m\"]\ninput = 1.5\noutput = 2\n";
        var text = "date = 2026-01-31\n" + row;
        Files.writeString(file, text + "#".repeat(OwnToml.BYTES_MAX - text.length()));
        assertThat(new PriceBook(folders()).prices().own()).isNotNull();

        Files.writeString(file, "#", java.nio.file.StandardOpenOption.APPEND);
        assertThatThrownBy(() -> new PriceBook(folders()).prices())
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining(file + " is larger than " + OwnToml.BYTES_MAX + " bytes: shorten it");

        Files.writeString(folder.resolve("config.toml"), "[a.b]\n".repeat(OwnToml.BYTES_MAX / 6 + 1));
        assertThatThrownBy(() -> Settings.read(folders(), Map.of()))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("config.toml is larger than");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a.b]\n", "x = [1, \n", "]\n"})
    void what_is_wrong_all_over_is_refused_at_its_first_place(String line) throws Exception {
        Files.writeString(folder.resolve("prices.toml"), line.repeat(OwnToml.BYTES_MAX / line.length()));
        assertThatThrownBy(() -> new PriceBook(folders()).prices())
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("prices.toml:");
    }
}
