package dev.twinlog.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldersTest {
    private static Folders folders(String os, String... pairs) throws SettingsProblem {
        var environment = new HashMap<String, String>(Map.of("HOME", "/h"));
        for (int i = 0; i < pairs.length; i += 2) environment.put(pairs[i], pairs[i + 1]);
        return Folders.of(environment, os);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, X, x, /h/.local/share/dev.twinlog, /h/.config/dev.twinlog",
        "FreeBSD, X, x, /h/.local/share/dev.twinlog, /h/.config/dev.twinlog",
        "Linux, XDG_DATA_HOME, /d, /d/dev.twinlog, /h/.config/dev.twinlog",
        "Linux, XDG_CONFIG_HOME, /c, /h/.local/share/dev.twinlog, /c/dev.twinlog",
        "Linux, XDG_DATA_HOME, relative, /h/.local/share/dev.twinlog, /h/.config/dev.twinlog",
        "Mac OS X, X, x, /h/Library/Application Support/dev.twinlog, /h/Library/Application Support/dev.twinlog",
        "Windows 11, LOCALAPPDATA, /l, /l/dev.twinlog, /l/dev.twinlog",
        "Windows 11, X, x, /h/AppData/Local/dev.twinlog, /h/AppData/Local/dev.twinlog",
        "Linux, TWINLOG_HOME, /t, /t, /t",
        "Mac OS X, TWINLOG_HOME, /t, /t, /t",
        "Linux, TWINLOG_HOME, '', /h/.local/share/dev.twinlog, /h/.config/dev.twinlog"
    })
    void own_folders(String os, String name, String value, Path data, Path config) throws Exception {
        var folders = folders(os, name, value);
        assertThat(folders.data()).isEqualTo(data);
        assertThat(folders.config()).isEqualTo(config);
    }

    @Test
    void the_agents_folders_follow_their_own_variables() throws Exception {
        assertThat(folders("Linux").claudeTranscripts()).containsExactly(Path.of("/h/.claude/projects"));
        assertThat(folders("Linux", "CLAUDE_CONFIG_DIR", "/c").claudeTranscripts())
                .containsExactly(Path.of("/c/projects"));
        assertThat(folders("Linux").codexTranscripts())
                .containsExactly(Path.of("/h/.codex/sessions"), Path.of("/h/.codex/archived_sessions"));
        assertThat(folders("Linux", "CODEX_HOME", "/x").codexTranscripts())
                .isEqualTo(List.of(Path.of("/x/sessions"), Path.of("/x/archived_sessions")));
    }

    @Test
    void without_a_home_it_says_so() {
        assertThatThrownBy(() -> Folders.of(Map.of(), "Linux"))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("HOME is not set");
    }
}
