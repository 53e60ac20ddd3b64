package dev.twinlog.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void what_is_chosen_about_the_stream_is_read() throws Exception {
        var stream = read("""
                app_server_auth_mode = "chatgpt,apikey"
                [stream]
                enabled = "on"
                kill_switch = true
                [sidecar]
                link = "attach"
                binary = "~/bin/codex"
                sha256 = "ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789"
                env = ["A=1", "B=x=y"]
                login_hosts = ["Auth.Example.com", "http://127.0.0.1:9999"]
                """).stream();
        assertThat(stream)
                .isEqualTo(new StreamSettings(
                        StreamSettings.Wanted.ON,
                        true,
                        StreamSettings.Link.ATTACH,
                        Path.of("/h/bin/codex"),
                        "abcdef0123456789".repeat(4),
                        new TreeMap<>(Map.of("A", "1", "B", "x=y")),
                        List.of("auth.example.com", "http://127.0.0.1:9999"),
                        List.of("chatgpt", "apikey")));
        assertThat(stream.withKillSwitch(false).killSwitch()).isFalse();
    }

    @Test
    void what_nobody_chose_about_the_stream_is_safe() throws Exception {
        assertThat(read("").stream())
                .isEqualTo(new StreamSettings(
                        StreamSettings.Wanted.AUTO,
                        false,
                        StreamSettings.Link.AUTO,
                        null,
                        null,
                        new TreeMap<>(),
                        List.of("auth.openai.com", "chatgpt.com"),
                        List.of("chatgpt")));
    }

    @Test
    void lists_come_from_the_environment_too() throws Exception {
        var stream = read(
                "",
                "TWINLOG_SIDECAR_ENV",
                "A=1,2\nB=3",
                "TWINLOG_SIDECAR_LOGIN_HOSTS",
                "a.example, http://[::1]:80",
                "TWINLOG_APP_SERVER_AUTH_MODE",
                "apikey")
                .stream();
        assertThat(stream.environment()).isEqualTo(Map.of("A", "1,2", "B", "3"));
        assertThat(stream.loginHosts()).containsExactly("a.example", "http://[::1]:80");
        assertThat(stream.authModes()).containsExactly("apikey");
    }

    @Test
    void the_value_of_a_variable_is_told_to_nobody() throws Exception {
        assertThatThrownBy(() -> read("sidecar.env = [\"1A=hidden\"]"))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("1A")
                .hasMessageNotContaining("hidden");
        assertThat(read("sidecar.env = [\"A=hidden\"]").toString()).doesNotContain("hidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://auth.openai.com",
                "http://auth.openai.com",
                "http://auth.openai.com:80",
                "http://127.0.0.1:9/path",
                "http://u@127.0.0.1:9",
                "http://127.0.0.1:99999",
                "http://127.0.0.1.example.com:9",
                "-a.example",
                "a..example",
                "a example",
                "*.example.com"
            })
    void a_host_that_a_sign_in_may_not_lead_to_is_refused(String host) {
        assertThatThrownBy(() -> read("sidecar.login_hosts = [\"" + host + "\"]"))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("sidecar.login_hosts must be a list of hosts");
    }

    @Test
    void a_list_has_an_end() {
        var items = "\"a\",".repeat(ListTypes.ITEMS_MAX + 1);
        assertThatThrownBy(() -> read("sidecar.login_hosts = [" + items + "]"))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("at most " + ListTypes.ITEMS_MAX);
    }

    @Test
    void every_setting_stands_in_the_readme() throws Exception {
        var readme = Files.readString(Path.of("..", "README.md"));
        for (var key : SettingKeys.values())
            assertThat(readme)
                    .contains("| `" + key.key() + "` |")
                    .contains(key.doc().replace("|", "\\|"));
    }

    @Test
    void names_for_programs_are_those_that_operators_know() {
        assertThat(SettingKeys.AUTO_INGEST.camelCase()).isEqualTo("autoIngestEnabled");
        assertThat(SettingKeys.APP_SERVER_AUTH_MODE.camelCase()).isEqualTo("appServerAuthMode");
        assertThat(SettingKeys.STREAM_KILL_SWITCH.camelCase()).isEqualTo("streamKillSwitch");
        assertThat(SettingKeys.RETENTION_DAYS.camelCase()).isEqualTo("retentionDays");
        assertThat(SettingKeys.PAGE_PORT.camelCase()).isEqualTo("pagePort");
        assertThat(Arrays.stream(SettingKeys.values())
                        .map(SettingKeys::camelCase)
                        .distinct())
                .hasSameSizeAs(SettingKeys.values());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "page-prt = 1               | :1:1: there is no setting 'page-prt'; did you mean 'page-port'?",
                "[dsk]                      | :1:1: there is no setting 'dsk'; did you mean 'disk'?",
                "app_server_auth_mode = 'chatgtp' | app_server_auth_mode must be \"chatgpt\", or Codex' names of other modes with commas between them, not 'chatgtp'; did you mean 'chatgpt'?",
                "sidecar.sha256 = 'abc'     | sidecar.sha256 must be a SHA-256 in 64 hexadecimal digits, not 'abc'",
                "sidecar.env = ['A']        | sidecar.env must be a list of NAME=VALUE; one begins with 'a text without ='",
                "stream.kilswitch = true    | did you mean 'stream.kill_switch'?",
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
