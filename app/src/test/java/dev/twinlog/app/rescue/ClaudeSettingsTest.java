package dev.twinlog.app.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClaudeSettingsTest {
    @TempDir
    Path folder;

    private void write(String file, String text) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private CleanUp cleanUp() {
        var settings = new ClaudeSettings(folder.resolve("etc"));
        return CleanUp.of(settings.read(List.of(folder.resolve("home")), List.of(folder.resolve("project"))));
    }

    private void after(int days, String place) {
        assertThat(cleanUp()).isInstanceOfSatisfying(CleanUp.After.class, after -> {
            assertThat(after.days()).isEqualTo(days);
            assertThat(after.words()).contains(place);
        });
    }

    private void never(String why) {
        assertThat(cleanUp()).isInstanceOf(CleanUp.Never.class);
        assertThat(cleanUp().words()).contains(why).contains("deletes nothing until that is mended");
    }

    @Test
    void without_settings_it_is_thirty_days() {
        after(30, "its default");
    }

    @Test
    void the_users_settings_say_how_long() throws IOException {
        write("home/settings.json", "{\"env\":{\"cleanupPeriodDays\":1},\"cleanupPeriodDays\":3650}");
        after(3650, "home/settings.json");
    }

    @Test
    void a_project_that_keeps_for_less_time_counts_for_all() throws IOException {
        write("home/settings.json", "{\"cleanupPeriodDays\":90}");
        write("project/.claude/settings.json", "{\"cleanupPeriodDays\":200}");
        after(90, "home/settings.json");

        write("project/.claude/settings.local.json", "{\"cleanupPeriodDays\":5}");
        after(5, "settings.local.json");
    }

    @Test
    void what_an_administrator_says_nobody_overrides() throws IOException {
        write("home/settings.json", "{\"cleanupPeriodDays\":5}");
        write("etc/managed-settings.json", "{\"cleanupPeriodDays\":60}");
        after(60, "etc/managed-settings.json");

        write("etc/managed-settings.d/10-keep.json", "{\"cleanupPeriodDays\":99}");
        after(99, "10-keep.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "\"30\"", "null", "true", "0.5"})
    void a_period_that_claude_refuses_deletes_nothing(String period) throws IOException {
        write("home/settings.json", "{\"cleanupPeriodDays\":" + period + "}");
        never("which Claude Code refuses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"cleanupPeriodDays\":5} x", "{\"cleanupPeriodDays\":5,}", "nonsense"})
    void settings_that_are_broken_delete_nothing(String text) throws IOException {
        write("home/settings.json", text);
        never("home/settings.json is no JSON");
    }

    @Test
    void broken_settings_of_one_project_change_nothing_for_the_others() throws IOException {
        write("project/.claude/settings.json", "{");
        after(30, "its default");
    }

    @Test
    void an_empty_file_says_nothing() throws IOException {
        write("home/settings.json", "");
        after(30, "its default");
    }

    @Test
    void a_huge_file_is_not_read_on_and_the_shortest_period_is_assumed() throws IOException {
        write("home/settings.json", " ".repeat(ClaudeSettings.BYTES_MAX + 1) + "{\"cleanupPeriodDays\":5}");
        after(1, "not understood here");
        assertThat(cleanUp().words()).contains("home/settings.json is larger than");
    }

    @Test
    void what_is_too_deep_or_too_long_for_us_is_not_taken_for_broken() throws IOException {
        write("home/settings.json", "{\"x\":" + "[".repeat(1_500) + "]".repeat(1_500) + "}");
        after(1, "not understood here");
        write("home/settings.json", "{\"cleanupPeriodDays\":" + "9".repeat(1_500) + "}");
        after(1, "not understood here");
        write("home/settings.json", "{\"cleanupPeriodDays\":1e400}");
        after(Integer.MAX_VALUE, "home/settings.json");
    }

    @Test
    @Timeout(20)
    void a_pipe_is_not_opened() throws Exception {
        Files.createDirectories(folder.resolve("project/.claude"));
        var pipe = folder.resolve("project/.claude/settings.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        after(1, "no regular file");
    }

    @Test
    void only_so_many_projects_are_looked_at() throws IOException {
        var projects = new ArrayList<Path>();
        for (int i = 0; i <= ClaudeSettings.PROJECTS_MAX; i++) projects.add(folder.resolve("p" + i));
        write("p" + ClaudeSettings.PROJECTS_MAX + "/.claude/settings.json", "{\"cleanupPeriodDays\":1}");
        var settings = new ClaudeSettings(folder.resolve("etc"));

        assertThat(settings.read(List.of(), projects)).isEmpty();
        assertThat(settings.read(List.of(), projects.reversed())).hasSize(1);
    }
}
