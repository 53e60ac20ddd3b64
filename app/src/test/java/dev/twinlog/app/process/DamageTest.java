package dev.twinlog.app.process;

import static dev.twinlog.app.process.Household.answer;
import static dev.twinlog.app.process.Household.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Twinlog's own files damaged while nothing runs: what is said of it, what is lost, and that all else is
/// right.
@Tag("slow")
class DamageTest {
    private static final String ONE = "11111111-2222-4333-8444-555555555555";
    private static final String OTHER = "99999999-2222-4333-8444-555555555555";

    @TempDir
    Path folder;

    private Household household;

    @BeforeEach
    void capture() throws Exception {
        household = Household.in(folder);
        household.append(ONE, prompt(ONE, 1, "question one"), answer(ONE, 1, "uniqueone"));
        household.append(OTHER, prompt(OTHER, 1, "question other"), answer(OTHER, 1, "uniqueother"));
        sync();
    }

    private void sync() {
        assertThat(household.run("sync").code()).isZero();
    }

    private long output() {
        return household
                .ask("usage")
                .at("agents", "claude", "total", "outputTokens")
                .number();
    }

    private Json session(String id) {
        return household.ask("sessions").elements().stream()
                .filter(session -> session.at("id").text().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Path database() {
        return household.data().resolve("store/twinlog.db");
    }

    private static void flip(Path file, long offset) throws Exception {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(offset);
            int was = open.read();
            open.seek(offset);
            open.write(was ^ 0xFF);
        }
    }

    private Path segment() throws Exception {
        try (var files = Files.list(household.data().resolve("journal"))) {
            return files.max(java.util.Comparator.comparingLong(
                            file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    /// Flips a byte in the record of the second piece of session ONE, which is appended here.
    private void damageASecondPiece() throws Exception {
        long before = Files.size(segment());
        household.append(ONE, answer(ONE, 2, "uniquetwo"));
        sync();
        long after = Files.size(segment());
        household.append(ONE, answer(ONE, 3, "uniquethree"));
        sync();
        flip(segment(), (before + after) / 2);
    }

    @Test
    void a_damaged_record_is_passed_over_and_the_store_keeps_what_it_had() throws Exception {
        damageASecondPiece();
        household.append(ONE, answer(ONE, 4, "uniquefour"));
        sync();
        assertThat(output()).isEqualTo(10 * 5);
        assertThat(household.ask("search", "uniquetwo").elements()).hasSize(1);
        assertThat(household.ask("search", "uniquefour").elements()).hasSize(1);
    }

    private String digest() {
        return verified().at("digest").text();
    }

    private Json verified() {
        return household.run("verify", "--json").answer();
    }

    private Json status() {
        return household.ask("status");
    }

    @Test
    void verify_tells_damage_from_a_wrong_store_and_the_store_keeps_what_it_had() throws Exception {
        damageASecondPiece();
        Files.delete(household.transcript(ONE));
        var verify = household.run("verify", "--json");
        assertThat(verify.code()).isEqualTo(1);
        assertThat(verify.answer().at("damaged").text())
                .contains("claude/" + ONE)
                .doesNotContain(OTHER);
        assertThat(verify.answer().at("mismatches").elements()).isEmpty();
        var said = household.run("verify");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .contains(segment() + " at offset ")
                .contains("backup")
                .contains("twinlog sync")
                .doesNotContain("twinlog rebuild");
        assertThat(output()).isEqualTo(10 * 4);
        assertThat(status().at("counters", "journal.corrupt_records").number()).isEqualTo(1);
        assertThat(status().at("problems").text()).contains(segment() + " at offset ");
        assertThat(household.run("sync").out()).contains(segment() + " at offset ");
    }

    @Test
    void what_verify_found_damaged_is_captured_again_by_sync_while_the_agent_still_has_it() throws Exception {
        damageASecondPiece();
        assertThat(household.run("verify").code()).isEqualTo(1);
        sync();
        healed();
    }

    @Test
    void what_is_damaged_is_captured_again_while_the_agent_still_has_it() throws Exception {
        damageASecondPiece();
        assertThat(household.run("rebuild").code()).isZero();
        sync();
        healed();
        assertThat(household.ask("rebuild").at("problems").elements()).isEmpty();
        healed();
    }

    @Test
    void a_file_of_which_nothing_is_left_is_kept_and_captured_again() throws Exception {
        household.append(ONE, answer(ONE, 2, "uniquetwo"), answer(ONE, 3, "uniquethree"));
        sync();
        assertThat(household.run("rebuild").code()).isZero();
        try (var open = new RandomAccessFile(segment().toFile(), "rw")) {
            open.setLength(100);
        }
        assertThat(household.ask("rebuild").at("problems").text()).contains("2 sessions ");
        assertThat(output()).isEqualTo(10 * 4);
        sync();
        healed();
    }

    private void healed() throws Exception {
        assertThat(output()).isEqualTo(10 * 4);
        assertThat(household.ask("search", "uniquetwo").elements()).hasSize(1);
        assertThat(session(ONE).at("openGaps").number()).isZero();
        assertThat(household.run("verify").code()).isZero();
        assertThat(status().at("problems").elements()).isEmpty();
        var to = folder.resolve("restored");
        assertThat(household.run("restore", ONE, "--to", to.toString()).code()).isZero();
        assertThat(to.resolve("-work/" + ONE + ".jsonl")).hasSameBinaryContentAs(household.transcript(ONE));
    }

    @Test
    void a_rebuild_keeps_what_is_damaged_and_deleted_as_often_as_it_is_run() throws Exception {
        damageASecondPiece();
        Files.delete(household.transcript(ONE));
        sync();
        var digest = digest();
        for (int run = 1; run <= 2; run++) {
            var rebuilt = household.ask("rebuild");
            assertThat(rebuilt.at("sessions").number()).isEqualTo(2);
            assertThat(rebuilt.at("problems").text()).contains("1 session ").contains(segment() + " at offset ");
            assertThat(digest()).isEqualTo(digest);
            sync();
            assertThat(output()).isEqualTo(10 * 4);
            assertThat(household.ask("search", "uniquetwo").elements()).hasSize(1);
            assertThat(household.ask("search", "uniquethree").elements()).hasSize(1);
            assertThat(status().at("counters", "journal.corrupt_records").number())
                    .isEqualTo(1);
        }
        assertThat(session(OTHER).at("openGaps").number()).isZero();
        var refused =
                household.run("restore", ONE, "--to", folder.resolve("restored").toString());
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .contains(ONE + ".jsonl")
                .contains("no readable piece")
                .contains(segment() + " at offset ")
                .contains("backup");
        assertThat(household
                        .run(
                                "restore",
                                OTHER,
                                "--to",
                                folder.resolve("restored").toString())
                        .code())
                .isZero();
    }

    @Test
    void a_segment_brought_back_from_a_backup_makes_all_right_again() throws Exception {
        household.append(ONE, answer(ONE, 2, "uniquetwo"));
        sync();
        Files.delete(household.transcript(ONE));
        sync();
        var digest = digest();
        var damaged = segment();
        long at = Files.size(damaged) / 3;
        flip(damaged, at);
        assertThat(household.ask("rebuild").at("problems").elements()).hasSize(1);
        flip(damaged, at);
        for (var command : List.of("verify", "rebuild", "verify"))
            assertThat(household.run(command).code()).as(command).isZero();
        assertThat(digest()).isEqualTo(digest);
        assertThat(status().at("problems").elements()).isEmpty();
        assertThat(household
                        .run("restore", ONE, "--to", folder.resolve("restored").toString())
                        .code())
                .isZero();
    }

    @Test
    void a_truncated_tail_of_the_journal_loses_nothing_that_the_store_had() throws Exception {
        household.append(ONE, answer(ONE, 2, "uniquetwo"));
        sync();
        try (var open = new RandomAccessFile(segment().toFile(), "rw")) {
            open.setLength(open.length() / 2);
        }
        Files.delete(household.transcript(ONE));
        assertThat(household.ask("rebuild").at("problems").elements()).hasSize(1);
        for (int i = 2; i < 6; i++) {
            household.append(OTHER, answer(OTHER, i, "later"));
            sync();
        }
        assertThat(output()).isEqualTo(10 * 7);
        assertThat(household.ask("search", "uniquetwo").elements()).hasSize(1);
        assertThat(verified().at("mismatches").elements()).isEmpty();
        assertThat(household.ask("rebuild").at("problems").elements()).hasSize(1);
        assertThat(output()).isEqualTo(10 * 7);
    }

    @Test
    void a_truncated_tail_of_the_journal_is_captured_again() throws Exception {
        household.append(ONE, answer(ONE, 2, "uniquetwo"));
        sync();
        try (var open = new RandomAccessFile(segment().toFile(), "rw")) {
            open.setLength(open.length() - 40);
        }
        var refused = household.run("sync");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("tail was lost").contains("twinlog rebuild");
        assertThat(household.run("rebuild").code()).isZero();
        household.append(ONE, answer(ONE, 3, "uniquethree"));
        sync();
        assertThat(output()).isEqualTo(10 * 4);
        assertThat(household.run("verify").code()).isZero();
    }

    @Test
    void a_database_that_is_none_is_named_and_made_anew_by_rebuild() throws Exception {
        var digest = household.ask("verify").at("digest").text();
        Files.write(
                database(),
                "this is no database at all, but long enough".repeat(500).getBytes(StandardCharsets.UTF_8));
        for (var command : List.of(List.of("usage"), List.of("sync"), List.of("up", "--page-port", "0"))) {
            var refused = household.run(command.toArray(String[]::new));
            assertThat(refused.code()).as(command.toString()).isEqualTo(3);
            assertThat(refused.err()).contains(database().toString()).contains("twinlog rebuild");
        }
        var status = household.ask("status");
        assertThat(status.at("reasons").text())
                .contains("not_running")
                .contains(database().toString());
        assertThat(household.ask("rebuild").at("sessions").number()).isEqualTo(2);
        assertThat(household.ask("verify").at("digest").text()).isEqualTo(digest);
        assertThat(output()).isEqualTo(20);
    }

    @Test
    void a_newer_schema_is_refused_unchanged() throws Exception {
        try (var sqlite = DriverManager.getConnection("jdbc:sqlite:" + database());
                var statement = sqlite.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        for (var command : List.of(List.of("usage"), List.of("sync"), List.of("up", "--page-port", "0"))) {
            var refused = household.run(command.toArray(String[]::new));
            assertThat(refused.code()).as(command.toString()).isEqualTo(3);
            assertThat(refused.err())
                    .contains(database().toString())
                    .contains("99")
                    .contains("newer");
        }
        try (var sqlite = DriverManager.getConnection("jdbc:sqlite:" + database());
                var statement = sqlite.createStatement();
                var row = statement.executeQuery("PRAGMA user_version")) {
            assertThat(row.getInt(1)).isEqualTo(99);
        }
    }

    @Test
    void a_damaged_search_index_is_mended_by_itself() throws Exception {
        Files.write(household.data().resolve("store/search.db"), new byte[50_000]);
        sync();
        assertThat(household.ask("search", "uniqueone").elements()).hasSize(1);
    }

    @Test
    void a_broken_config_is_refused_and_kept() throws Exception {
        var config = household.data().resolve("config.toml");
        Files.writeString(config, "page-port = = 3\n");
        var refused = household.run("usage");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains(config.toString()).contains("1:13");
        assertThat(config).hasContent("page-port = = 3\n");
    }

    @Test
    void an_unknown_key_of_the_config_is_named_with_a_suggestion() throws Exception {
        Files.writeString(household.data().resolve("config.toml"), "page-prot = 4319\n");
        var refused = household.run("usage");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("page-prot").contains("page-port").contains("config.toml");
    }
}
