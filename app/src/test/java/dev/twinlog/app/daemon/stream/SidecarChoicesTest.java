package dev.twinlog.app.daemon.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.setup.Folders;
import dev.twinlog.setup.Settings;
import dev.twinlog.sources.appserver.SidecarSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarChoicesTest {
    @TempDir
    Path home;

    private SidecarSettings of(Map<String, String> more) throws Exception {
        var environment = new TreeMap<>(Map.of("HOME", home.toString(), "PATH", "/bin"));
        environment.putAll(more);
        var folders = Folders.of(environment, "Linux");
        return SidecarChoices.of(folders, Settings.read(folders, environment).stream(), environment);
    }

    @Test
    void the_child_gets_what_is_on_the_list_and_nothing_else() throws Exception {
        var settings = of(Map.of(
                "HTTPS_PROXY", "http://proxy", "SSL_CERT_FILE", "/ca.pem", "OPENAI_API_KEY", "made-up", "SECRET", "x"));
        assertThat(settings.env())
                .isEqualTo(Map.of(
                        "HOME", home.toString(),
                        "PATH", "/bin",
                        "HTTPS_PROXY", "http://proxy",
                        "SSL_CERT_FILE", "/ca.pem"));
    }

    @Test
    void what_an_operator_names_goes_to_the_child_and_wins() throws Exception {
        var settings = of(Map.of("LANG", "de_DE.UTF-8", "TWINLOG_SIDECAR_ENV", "LANG=C.UTF-8"));
        assertThat(settings.env()).containsEntry("LANG", "C.UTF-8");
    }

    @Test
    void without_settings_the_stream_is_expected_when_codex_is_there_over_either_link() throws Exception {
        var settings = of(Map.of("CODEX_HOME", home.resolve("codex").toString()));
        assertThat(settings.stream()).isEqualTo(SidecarSettings.Stream.AUTO);
        assertThat(settings.link()).isEqualTo(SidecarSettings.LinkChoice.AUTO);
        assertThat(settings.killSwitch()).isFalse();
        assertThat(settings.codexHome()).isEqualTo(home.resolve("codex"));
        assertThat(settings.authModes()).containsExactly("chatgpt");
    }

    /// It runs in another folder, where a relative path leads elsewhere.
    @Test
    void the_child_is_told_the_same_home_of_codex_that_is_looked_at() throws Exception {
        var settings = of(Map.of("CODEX_HOME", "some/codex"));
        assertThat(settings.env())
                .containsEntry(
                        "CODEX_HOME", Path.of("some/codex").toAbsolutePath().toString());
    }
}
