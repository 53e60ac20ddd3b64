package dev.twinlog.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsBookTest {
    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void name() {
        file = home.resolve("config.toml");
    }

    private SettingsBook book(String... pairs) throws Exception {
        var environment = new HashMap<>(Map.of("HOME", "/h", "TWINLOG_HOME", home.toString()));
        for (int i = 0; i < pairs.length; i += 2) environment.put(pairs[i], pairs[i + 1]);
        return new SettingsBook(Folders.of(environment, "Linux"), environment);
    }

    private String set(String toml, String key, String... words) throws Exception {
        Files.writeString(file, toml);
        book().set(SettingsBook.key(key), List.of(words));
        return Files.readString(file);
    }

    private String unset(String toml, String key) throws Exception {
        Files.writeString(file, toml);
        book().unset(SettingsBook.key(key));
        return Files.readString(file);
    }

    @Test
    void a_value_is_replaced_where_it_stands() throws Exception {
        assertThat(set("# a\npage-port  =  1   # mine\n\n", "page-port", "2"))
                .isEqualTo("# a\npage-port  =  2   # mine\n\n");
        assertThat(set("[disk]\r\n\tfloor = 1 # x\r\n", "disk.floor", "2 GiB"))
                .isEqualTo("[disk]\r\n\tfloor = \"2 GiB\" # x\r\n");
        assertThat(set("\"di\\u0073k\" . 'floor' = 1", "disk.floor", "2")).isEqualTo("\"di\\u0073k\" . 'floor' = 2");
        assertThat(set("raw = { spans_days = 3, keep = \"all\" } # x\n", "raw.keep", "none"))
                .isEqualTo("raw = { spans_days = 3, keep = \"none\" } # x\n");
        assertThat(set(
                        "watch_paths.claude = [ # one\n  \"a]#\", '''b\n''', # two\n]\n",
                        "watch_paths.claude",
                        "x",
                        "y"))
                .isEqualTo("watch_paths.claude = [\"x\", \"y\"]\n");
    }

    @Test
    void a_new_key_goes_to_its_own() throws Exception {
        assertThat(set("", "page-port", "2")).isEqualTo("page-port = 2\n");
        assertThat(set("", "disk.floor", "2")).isEqualTo("[disk]\nfloor = 2\n");
        assertThat(set("page-port = 1", "disk.floor", "2")).isEqualTo("page-port = 1\n\n[disk]\nfloor = 2\n");
        assertThat(set("[raw]\nkeep = \"all\" # k\n\n# of disk\n[disk]\n", "raw.spans_days", "3"))
                .isEqualTo("[raw]\nkeep = \"all\" # k\nspans_days = 3\n\n# of disk\n[disk]\n");
        assertThat(set("raw.keep = \"all\"\n[disk]\n", "raw.spans_days", "3"))
                .isEqualTo("raw.keep = \"all\"\nraw.spans_days = 3\n[disk]\n");
        assertThat(set("raw = {}\n", "raw.spans_days", "keep")).isEqualTo("raw = { spans_days = \"keep\"}\n");
        assertThat(set("raw = { keep = \"all\" }\n", "raw.spans_days", "3"))
                .isEqualTo("raw = { keep = \"all\", spans_days = 3 }\n");
        assertThat(set("# head\n[disk]\nfloor = 1\n", "page-port", "2"))
                .isEqualTo("page-port = 2\n\n# head\n[disk]\nfloor = 1\n");
    }

    @Test
    void unset_takes_the_key_away_and_nothing_else() throws Exception {
        assertThat(unset("# a\npage-port = 1 # b\n# c\n", "page-port")).isEqualTo("# a\n# c\n");
        assertThat(unset("raw = { keep = \"all\", spans_days = 3 }\n", "raw.keep"))
                .isEqualTo("raw = { spans_days = 3 }\n");
        assertThat(unset("raw = { keep = \"all\", spans_days = 3 }\n", "raw.spans_days"))
                .isEqualTo("raw = { keep = \"all\" }\n");
        assertThat(unset("raw.keep = \"all\"", "raw.keep")).isEmpty();
        Files.writeString(file, "page-port = 1\n");
        assertThat(book().unset(SettingKeys.DISK_FLOOR)).isFalse();
        assertThat(file).hasContent("page-port = 1\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "page-port = 1  | page-port      | many     | page-port must be a port from 0",
                "page-port = 1  | disk.floor     | 1 parsec | disk.floor must be bytes",
                "page-port = 1  | stream.enabled | maybe    | must be one of",
                "page-port = 1  | page-port      | 1 2      | must be a port",
                "page-port = 1  | sidecar.binary | codex    | must be the path of a file, absolute or from ~/, not 'codex'",
                "page-port =    | page-port      | 2        | config.toml:1:",
                "a = [1         | page-port      | 2        | is no TOML"
            })
    void what_makes_no_sense_is_refused_and_the_file_is_left_alone(String toml, String key, String value, String said)
            throws Exception {
        Files.writeString(file, toml);
        assertThatThrownBy(() -> book().set(SettingsBook.key(key), List.of(value)))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining(said);
        assertThat(file).hasContent(toml);
    }

    @Test
    void several_are_written_at_once_or_none() throws Exception {
        Files.writeString(file, "page-port = 1\n");
        var wanted = Map.of(SettingKeys.PAGE_PORT, List.of("1"), SettingKeys.DISK_FLOOR, List.of("2"));
        assertThat(book().set(wanted)).containsExactly(SettingKeys.DISK_FLOOR);
        assertThat(file).hasContent("page-port = 1\n\n[disk]\nfloor = 2\n");

        Files.writeString(file, "page-port = 1\ndisk = 3\n");
        var other = Map.of(SettingKeys.PAGE_PORT, List.of("7"), SettingKeys.DISK_FLOOR, List.of("2"));
        assertThatThrownBy(() -> book().set(other)).hasMessageContaining("disk is no section there");
        assertThat(file).hasContent("page-port = 1\ndisk = 3\n");
    }

    @Test
    void what_would_not_be_read_again_is_not_written() throws Exception {
        Files.writeString(file, "page-port = 1\n");
        assertThatThrownBy(() -> book().set(SettingKeys.WATCH_CLAUDE, List.of("[".repeat(OwnToml.BYTES_MAX + 1))))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("longer than all settings together may be");
        assertThatThrownBy(() -> book().set(SettingKeys.WATCH_CLAUDE, List.of("/" + "a".repeat(OwnToml.BYTES_MAX - 1))))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("would be larger than");
        assertThat(file).hasContent("page-port = 1\n");
    }

    @Test
    void an_unknown_key_is_refused_with_the_near_one() {
        assertThatThrownBy(() -> SettingsBook.key("disk.flor"))
                .hasMessage("there is no setting 'disk.flor'; did you mean 'disk.floor'?");
        assertThatThrownBy(() -> SettingsBook.key("xyzzy")).hasMessageContaining("twinlog config list");
    }

    @Test
    void a_wrong_value_can_be_put_right() throws Exception {
        assertThat(set("page-port = \"x\"\n", "page-port", "2")).isEqualTo("page-port = 2\n");
        assertThat(book().problem()).isNull();
        assertThat(set("page-prt = 1\n", "page-port", "2")).isEqualTo("page-prt = 1\npage-port = 2\n");
        assertThat(book().problem()).contains("config.toml:1:1").contains("page-prt");
    }

    @Test
    void a_new_file_is_its_owners_and_one_that_is_there_keeps_its_rights_and_its_link() throws Exception {
        book().set(SettingKeys.PAGE_PORT, List.of("2"));
        assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]");
        var elsewhere = Files.createDirectory(home.resolve("dotfiles")).resolve("twinlog.toml");
        Files.move(file, elsewhere);
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(file, elsewhere);
        book().set(SettingKeys.PAGE_PORT, List.of("3"));
        assertThat(file).isSymbolicLink().hasContent("page-port = 3\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere)))
                .isEqualTo("rw-r--r--");
        try (var left = Files.list(elsewhere.getParent())) {
            assertThat(left).containsExactly(elsewhere);
        }
    }

    @Test
    void a_file_that_changes_meanwhile_is_not_overwritten() throws Exception {
        Files.writeString(file, "page-port = 1\n");
        assertThatThrownBy(() -> SettingsWriter.write(file, "page-port = 0\n", "page-port = 2\n"))
                .hasMessageContaining("has changed meanwhile");
        assertThat(file).hasContent("page-port = 1\n");
    }

    @Test
    void changes_at_the_same_time_are_all_kept() throws Exception {
        Files.writeString(file, "[raw]\nspans_days = 1\nmetrics_days = 1\n");
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int round = 2; round <= 50; round++) {
                var day = List.of(Integer.toString(round));
                var spans = threads.submit(() -> book().set(SettingKeys.RAW_SPANS_DAYS, day));
                var metrics = threads.submit(() -> book().set(SettingKeys.RAW_METRICS_DAYS, day));
                assertThat(spans.get() && metrics.get()).isTrue();
                assertThat(file).hasContent("[raw]\nspans_days = " + round + "\nmetrics_days = " + round + "\n");
            }
        }
    }

    @Test
    void each_value_knows_where_it_comes_from() throws Exception {
        Files.writeString(file, "\npage-port = 1\n[disk]\nfloor = 3145728\n[retention]\ndays = 9\n");
        var book = book("TWINLOG_RETENTION_DAYS", "keep");
        var floor = book.get(SettingKeys.DISK_FLOOR);
        assertThat(floor.from()).isEqualTo(Chosen.From.FILE);
        assertThat(floor.line()).isEqualTo(4);
        assertThat(floor.text()).isEqualTo("3 MiB");
        assertThat(floor.value()).isEqualTo(3L << 20);
        assertThat(floor.usualText()).isEqualTo("256 MiB");
        var days = book.get(SettingKeys.RETENTION_DAYS);
        assertThat(days.from()).isEqualTo(Chosen.From.ENVIRONMENT);
        assertThat(days.line()).isEqualTo(6);
        assertThat(days.value()).isEqualTo("keep");
        var paths = book.get(SettingKeys.WATCH_CODEX);
        assertThat(paths.from()).isEqualTo(Chosen.From.DEFAULT);
        assertThat(paths.text()).isEqualTo("/h/.codex/sessions\n/h/.codex/archived_sessions");
        assertThat(book.all()).extracting(Chosen::key).containsExactly(SettingKeys.values());
    }

    @Test
    void what_is_shown_can_be_set_again() throws Exception {
        for (var chosen : book().all()) {
            book().set(chosen.key(), List.of(chosen.text().split("\n")));
            var again = book().get(chosen.key());
            assertThat(again.value()).isEqualTo(chosen.value());
            assertThat(again.from()).isEqualTo(Chosen.From.FILE);
        }
    }

    @Test
    @org.junit.jupiter.api.Timeout(20)
    void a_pipe_in_place_of_the_file_is_refused_and_not_opened() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> book().all())
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("a pipe, a socket or a device");
        var prices = home.resolve("prices.toml");
        assertThat(new ProcessBuilder("mkfifo", prices.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> new PriceBook(
                                Folders.of(Map.of("HOME", "/h", "TWINLOG_HOME", home.toString()), "Linux"))
                        .prices())
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("a pipe, a socket or a device");
    }

    @Test
    void a_section_that_is_a_list_of_tables_is_refused_in_words() throws Exception {
        for (var text : List.of("[[disk]]\nfloor = 5\n", "disk = 3\n")) {
            assertThatThrownBy(() -> set(text, "disk.floor", "2 GiB"))
                    .isInstanceOf(SettingsProblem.class)
                    .hasMessageContaining("write [disk]");
            assertThatThrownBy(() -> unset(text, "disk.floor")).isInstanceOf(SettingsProblem.class);
            assertThat(file).hasContent(text);
        }
    }

    @Test
    void a_byte_order_mark_is_read_past_and_kept() throws Exception {
        assertThat(set("\ufeff[disk]\nfloor = 5\n", "disk.floor", "2")).isEqualTo("\ufeff[disk]\nfloor = 2\n");
        assertThat(book().get(SettingsBook.key("disk.floor")).line()).isEqualTo(2);
    }

    @Test
    void a_link_that_leads_nowhere_or_in_a_circle_is_left_and_told() throws Exception {
        Files.createSymbolicLink(file, home.resolve("none.toml"));
        assertThatThrownBy(() -> book().set(SettingsBook.key("disk.floor"), List.of("2")))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("make that file, or remove the link");
        assertThat(file).isSymbolicLink();
        Files.delete(file);
        Files.createSymbolicLink(file, file);
        assertThatThrownBy(() -> book().all())
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("mend or remove");
    }

    @Test
    void a_draft_of_a_killed_process_is_cleaned_away_and_no_other_file() throws Exception {
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();
        var left = Files.writeString(home.resolve(".config.toml." + ended.pid()), "x");
        var other = Files.writeString(home.resolve(".config.toml.mine"), "x");
        set("", "disk.floor", "2");
        assertThat(left).doesNotExist();
        assertThat(other).exists();
    }
}
