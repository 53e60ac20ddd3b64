package dev.twinlog.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsDriftTest {
    @TempDir
    Path home;

    @Test
    void a_file_that_changed_or_broke_since_the_start_is_told_until_it_is_as_it_was() throws Exception {
        var folders = Folders.of(Map.of("HOME", home.toString(), "TWINLOG_HOME", home + "/t"), "Linux");
        var file = folders.settingsFile();
        Files.createDirectories(file.getParent());
        Files.writeString(file, "page-port = 4400\n");
        var drift = SettingsDrift.since(folders);
        assertThat(drift.problem()).isNull();
        Files.writeString(file, "# a remark\npage-port = 4401\n[disk]\nfloor = 1\n");
        assertThat(drift.problem()).contains(file.toString(), "(page-port, disk.floor)", "start it again");
        Files.writeString(file, "page-port = \n");
        assertThat(drift.problem()).contains(file + ":1", "no TOML", "goes on with the settings", "correct the file");
        Files.writeString(file, "page-prt = 1\n");
        assertThat(drift.problem()).contains("page-prt", "did you mean");
        Files.writeString(file, "# the same\n'page-port' = 4400\n");
        assertThat(drift.problem()).isNull();
        Files.delete(file);
        assertThat(drift.problem()).contains("(page-port)");
    }

    @Test
    void a_default_that_is_written_is_no_change() throws Exception {
        var folders = Folders.of(Map.of("HOME", home.toString(), "TWINLOG_HOME", home + "/t"), "Linux");
        Files.createDirectories(folders.settingsFile().getParent());
        var drift = SettingsDrift.since(folders);
        Files.writeString(
                folders.settingsFile(), "page-port = 4319\n[watch_paths]\nclaude = [\"~/.claude/projects\"]\n");
        assertThat(drift.problem()).isNull();
        assertThat(drift.changed()).isEmpty();
        Files.writeString(folders.settingsFile(), "page-port = 4320\nstream.kill_switch = true\n");
        assertThat(drift.changed()).containsExactly(SettingKeys.PAGE_PORT);
    }
}
