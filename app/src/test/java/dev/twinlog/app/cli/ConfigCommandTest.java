package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.CannedAnswers;
import dev.twinlog.app.DaemonLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    @TempDir
    Path home;

    private Path file;
    private final Map<String, String> environment = new HashMap<>();
    private final CannedCli cli = new CannedCli(new CannedAnswers(), environment);

    @BeforeEach
    void prepare() {
        environment.putAll(Map.of("HOME", "/h", "TWINLOG_HOME", home.toString(), "COLUMNS", "80"));
        file = home.resolve("config.toml");
    }

    private int run(String... words) {
        return cli.run(words);
    }

    private String out() {
        return cli.out().strip();
    }

    private String err() {
        return cli.err().strip();
    }

    @Test
    void a_value_is_written_read_explained_and_taken_back() {
        assertThat(run("config", "set", "disk.floor", "1 GiB")).isZero();
        assertThat(out()).isEqualTo("disk.floor is now written in " + file);
        assertThat(err()).isEqualTo("twinlog: it takes effect when Twinlog starts");
        assertThat(file).hasContent("[disk]\nfloor = \"1 GiB\"\n");
        assertThat(run("config", "get", "disk.floor")).isZero();
        assertThat(out()).isEqualTo("1 GiB");
        assertThat(run("config", "explain", "disk.floor")).isZero();
        assertThat(out()).contains("1 GiB", file + ":2", "256 MiB", "TWINLOG_DISK_FLOOR", "capture stops");
        assertThat(run("config", "set", "disk.floor", "1 GiB")).isZero();
        assertThat(out()).contains("was already so");
        assertThat(err()).isEmpty();
        assertThat(run("config", "unset", "disk.floor")).isZero();
        assertThat(run("config", "get", "disk.floor")).isZero();
        assertThat(out()).isEqualTo("256 MiB");
    }

    @Test
    void json_tells_the_same() {
        environment.put("TWINLOG_PAGE_PORT", "5000");
        run("config", "set", "page-port", "4400");
        assertThat(err()).contains("TWINLOG_PAGE_PORT overrides it here");
        assertThat(run("config", "get", "page-port", "--json")).isZero();
        assertThat(out())
                .startsWith("{\"key\":\"page-port\",\"value\":5000,\"source\":\"environment\",\"file\":\"" + file
                        + "\",\"line\":1,\"variable\":\"TWINLOG_PAGE_PORT\",\"default\":4319,");
        assertThat(run("config", "list", "--json")).isZero();
        assertThat(out()).startsWith("[{\"key\":\"watch_paths.claude\",\"value\":[\"/h/.claude/projects\"]");
        assertThat(run("config", "path", "--json")).isZero();
        assertThat(out()).contains("\"path\":\"" + file + "\"").contains("\"exists\":true");
    }

    @Test
    void a_broken_file_is_left_alone_with_its_place_and_its_path_can_still_be_asked() throws Exception {
        Files.writeString(file, "page-port = 1\ndisk = [\n");
        assertThat(run("config", "set", "page-port", "2")).isEqualTo(3);
        assertThat(err()).contains(file + ":").contains("is no TOML");
        assertThat(file).hasContent("page-port = 1\ndisk = [\n");
        assertThat(run("config", "path")).isZero();
        assertThat(out()).isEqualTo(file.toString());
    }

    @Test
    void who_changes_a_setting_of_a_running_daemon_is_told_to_restart_it() throws Exception {
        try (var _ = DaemonLock.take(home)) {
            run("config", "set", "page-port", "2");
            assertThat(err())
                    .contains("restart Twinlog (process "
                            + ProcessHandle.current().pid());
        }
    }

    @Test
    void what_else_is_wrong_is_said() throws Exception {
        Files.writeString(file, "page-prt = 1\n");
        assertThat(run("config", "set", "page-port", "2")).isZero();
        assertThat(err())
                .contains("something else is still wrong")
                .contains(":1:1")
                .contains("page-prt");
    }

    @Test
    void who_lets_things_be_removed_is_told_so() {
        assertThat(run("config", "set", "retention.days", "1")).isZero();
        assertThat(err()).contains("more than 1 day ago will be removed for good");
        assertThat(run("config", "set", "retention.days", "keep")).isZero();
        assertThat(err()).doesNotContain("removed");
        assertThat(run("config", "set", "raw.keep", "none")).isZero();
        assertThat(err()).contains("removed for good once their session is settled", "`twinlog restore`");
        assertThat(run("config", "set", "raw.keep", "redacted")).isZero();
        assertThat(err()).contains("without secrets", "cannot give it back");
        assertThat(run("config", "set", "raw.keep", "all")).isZero();
        assertThat(err()).doesNotContain("restore");
    }

    @Test
    void a_watched_folder_is_written_absolute_and_one_that_is_not_there_is_mentioned() throws Exception {
        assertThat(run("config", "set", "watch_paths.claude", "no/such/folder", home.toString()))
                .isZero();
        var absolute = Path.of("no/such/folder").toAbsolutePath().toString();
        assertThat(Files.readString(file)).contains("\"" + absolute + "\"");
        assertThat(err()).contains(absolute + " is no folder yet").doesNotContain(home + " is no folder");
    }

    @Test
    void a_value_that_names_nothing_or_makes_no_sense_is_told_with_what_may_be_written() {
        assertThat(run("config", "set", "watch_paths.claude", "")).isEqualTo(2);
        assertThat(err()).contains("an empty text names none", "name a folder").doesNotContain("[]");
        assertThat(run("config", "set", "stream.enabled", "yes")).isEqualTo(2);
        assertThat(err()).contains("must be one of \"auto\", \"on\", \"off\"");
    }
}
