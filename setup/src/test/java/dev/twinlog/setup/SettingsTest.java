package dev.twinlog.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @TempDir
    Path home;

    private Settings read(String toml, String... pairs) throws Exception {
        var environment = new HashMap<String, String>(Map.of("HOME", "/h", "TWINLOG_HOME", home.toString()));
        for (int i = 0; i < pairs.length; i += 2) environment.put(pairs[i], pairs[i + 1]);
        Files.writeString(home.resolve("config.toml"), toml);
        return Settings.read(Folders.of(environment, "Linux"), environment);
    }

    @Test
    void what_nobody_chose_is_as_usual() throws Exception {
        var folders = Folders.of(Map.of("HOME", "/h"), "Linux");
        assertThat(read("").withPorts(1, 2, 3).pagePort()).isEqualTo(1);
        assertThat(read("")).isEqualTo(Settings.usual(folders));
        assertThat(read("").diskFloor()).isEqualTo(256L * 1024 * 1024);
        assertThat(read("").retentionDays()).isEqualTo(OptionalInt.empty());
        assertThat(read("").rawKept()).isEqualTo(Settings.RawKept.ALL);
        assertThat(read("").spansDays()).isEqualTo(OptionalInt.of(7));
        assertThat(read("").metricsDays()).isEqualTo(OptionalInt.of(2));
    }

    @Test
    void how_long_what_is_kept_is_chosen() throws Exception {
        var toml = """
                raw.keep = "redacted"
                raw.spans_days = 30
                retention.days = 90
                """;
        var settings = read(toml, "TWINLOG_RAW_METRICS_DAYS", "keep", "TWINLOG_RAW_KEEP", "none");
        assertThat(settings.rawKept()).isEqualTo(Settings.RawKept.NONE);
        assertThat(settings.spansDays()).isEqualTo(OptionalInt.of(30));
        assertThat(settings.metricsDays()).isEqualTo(OptionalInt.empty());
        assertThat(settings.retentionDays()).isEqualTo(OptionalInt.of(90));
        assertThat(read(toml).rawKept()).isEqualTo(Settings.RawKept.REDACTED);
    }

    @Test
    void the_file_is_read_and_the_environment_wins() throws Exception {
        var toml = """
                page-port = 5000
                disk.floor = "1 GiB"
                retention.days = "keep"
                [watch_paths]
                claude = ["~/a", "/b"]
                """;
        var settings = read(toml, "TWINLOG_PAGE_PORT", "6000", "TWINLOG_WATCH_PATHS_CODEX_LOGS", "/x:/y");
        assertThat(settings.pagePort()).isEqualTo(6000);
        assertThat(settings.diskFloor()).isEqualTo(1L << 30);
        assertThat(settings.claudePaths()).containsExactly(Path.of("/h/a"), Path.of("/b"));
        assertThat(settings.codexPaths()).containsExactly(Path.of("/x"), Path.of("/y"));
    }

    @Test
    void the_example_of_the_readme_is_understood() throws Exception {
        var example = Files.readString(Path.of("..", "README.md"))
                .split("```toml\n")[1]
                .split("```")[0];
        var settings = read(example);
        assertThat(settings.diskFloor()).isEqualTo(1L << 30);
        assertThat(settings.rawKept()).isEqualTo(Settings.RawKept.REDACTED);
        assertThat(settings.retentionDays()).isEqualTo(OptionalInt.of(90));
    }

    @ParameterizedTest
    @CsvSource({"stream.enabled, on, TWINLOG_STREAM_ENABLED"})
    void what_this_version_does_not_do_yet_is_refused(String key, String value, String variable) {
        assertThatThrownBy(() -> read(key + " = \"" + value + '"'))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining(key)
                .hasMessageContaining("this version");
        assertThatThrownBy(() -> read("", variable, value))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining(variable);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "page-prt = 1               | :1:1: there is no setting 'page-prt'; did you mean 'page-port'?",
                "[dsk]                      | :1:1: there is no setting 'dsk'; did you mean 'disk'?",
                "disk.flor = 1              | :1:1: there is no setting 'disk.flor'; did you mean 'disk.floor'?",
                "page-port = 65536          | :1:1: page-port must be a port from 0",
                "page-port = true           | page-port must be a port",
                "disk.floor = \"1 parsec\"  | disk.floor must be bytes",
                "disk.floor = \"12 Parsecs\" | not '12 Parsecs'",
                "disk.floor = \"9999999999 GiB\" | disk.floor must be bytes",
                "raw.keep = \"some\"        | raw.keep must be one of",
                "retention.days = 0         | retention.days must be \"keep\"",
                "raw.spans_days = -1        | raw.spans_days must be \"keep\"",
                "raw.metrics_days = 0       | raw.metrics_days must be \"keep\"",
                "disk = 3                   | there is no setting 'disk'",
                "page-port =                | is no TOML"
            },
            quoteCharacter = '`')
    void what_cannot_be_understood_is_refused_with_its_place_and_kept(String toml, String said) throws Exception {
        assertThatThrownBy(() -> read(toml))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("config.toml:1:")
                .hasMessageContaining(said);
        assertThat(home.resolve("config.toml")).hasContent(toml);
    }

    @Test
    void a_wrong_variable_and_one_that_nearly_names_a_setting_are_refused() throws Exception {
        assertThatThrownBy(() -> read("", "TWINLOG_DISK_FLOOR", "much"))
                .hasMessageContaining("TWINLOG_DISK_FLOOR must be bytes");
        assertThatThrownBy(() -> read("", "TWINLOG_RAWKEEP", "none"))
                .isInstanceOf(SettingsProblem.class)
                .hasMessage("the variable TWINLOG_RAWKEEP is no setting; did you mean 'TWINLOG_RAW_KEEP'?");
        assertThat(read("", "TWINLOG_SOMETHING_ELSE", "1")).isEqualTo(read(""));
        assertThat(read("", "TWINLOG_JAVA", "/j")).isEqualTo(read(""));
    }

    @Test
    void a_folder_in_the_place_of_the_file_is_refused_by_its_name() throws Exception {
        var environment = Map.of("HOME", "/h", "TWINLOG_HOME", home.toString());
        Files.createDirectory(home.resolve("config.toml"));
        assertThatThrownBy(() -> Settings.read(Folders.of(environment, "Linux"), environment))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageStartingWith(home.resolve("config.toml") + " is a folder: ");
    }

    @Test
    void the_token_is_the_owners_alone_and_stays() throws Exception {
        var token = PageToken.of(home, new SecureRandom());
        var file = home.resolve("page-token");
        assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]");
        assertThat(PageToken.of(home, new SecureRandom()).matches(token.reveal()))
                .isTrue();
        assertThat(token.matches("")).isFalse();
        assertThat(token.toString()).doesNotContain(token.reveal());
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> PageToken.read(home)).hasMessageContaining("chmod 600");
    }
}
