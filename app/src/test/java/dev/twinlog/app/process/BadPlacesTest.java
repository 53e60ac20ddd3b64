package dev.twinlog.app.process;

import static dev.twinlog.app.process.Household.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders that are not what they should be: each start says which and what to do, and what can wait, waits.
@Tag("slow")
class BadPlacesTest {
    private static final String SESSION = "11111111-2222-4333-8444-555555555555";
    private static final List<List<String>> COMMANDS =
            List.of(List.of("up", "--page-port", "0"), List.of("sync"), List.of("rebuild"));

    @TempDir
    Path folder;

    private static String[] words(List<String> command) {
        return command.toArray(String[]::new);
    }

    @Test
    void a_home_that_is_a_file_is_refused_and_kept() throws Exception {
        var household = Household.in(folder);
        Files.writeString(household.data(), "mine");
        for (var command : COMMANDS) {
            var refused = household.process(words(command));
            assertThat(refused.code()).as(command.toString()).isEqualTo(3);
            assertThat(refused.err())
                    .contains(household.data().toString())
                    .doesNotContain("\tat ")
                    .containsAnyOf("not a folder", "no folder", "is a file", "TWINLOG_HOME");
        }
        assertThat(household.run("sessions").code()).isEqualTo(3);
        assertThat(household.ask("status").at("captureMode").text()).isEqualTo("FAILURE");
        assertThat(household.data()).hasContent("mine");
    }

    @Test
    void a_home_that_cannot_be_made_is_refused_by_name() throws Exception {
        assumeThat(Path.of("/proc/version")).exists();
        Files.createDirectories(folder.resolve("home"));
        var household = new Household(folder.resolve("home"), Path.of("/proc/twinlog"));
        for (var command : COMMANDS) {
            var refused = household.process(words(command));
            assertThat(refused.code()).as(command.toString()).isEqualTo(3);
            assertThat(refused.err()).contains("/proc/twinlog").doesNotContain("\tat ");
        }
    }

    @Test
    void a_home_in_a_folder_that_may_not_be_written_is_refused_by_name() throws Exception {
        Files.createDirectories(folder.resolve("home"));
        var locked = Files.createDirectories(folder.resolve("locked"));
        var household = new Household(folder.resolve("home"), locked.resolve("data"));
        assertThat(locked.toFile().setWritable(false)).isTrue();
        for (var command : COMMANDS) {
            var refused = BadTreeTest.likeAnyUser(household, words(command));
            assertThat(refused.code()).as(command.toString()).isEqualTo(3);
            assertThat(refused.err()).contains(household.data().toString()).doesNotContain("\tat ");
        }
        assertThat(locked.toFile().setWritable(true)).isTrue();
        assertThat(household.process("sync").code()).isZero();
    }

    @Test
    void agents_that_are_not_there_are_no_fault_and_are_heard_when_they_come() throws Exception {
        var household = Household.in(folder);
        try (var daemon = household.up()) {
            assertThat(household.ask("status").at("captureMode").text()).isEqualTo("OTEL_ONLY");
            assertThat(household.ask("status").at("problems").text()).isEqualTo("[]");
            household.append(SESSION, answer(SESSION, 1, "first ever"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> household.ask("sessions").elements().size() == 1);
            assertThat(daemon.terminate()).isZero();
        }
    }

    @Test
    void without_home_it_says_so() throws Exception {
        var household = Household.in(folder).with("HOME", "");
        for (var command : COMMANDS) {
            var refused = household.process(words(command));
            assertThat(refused.code()).as(command.toString()).isEqualTo(3);
            assertThat(refused.err()).contains("HOME is not set").doesNotContain("\tat ");
        }
    }
}
