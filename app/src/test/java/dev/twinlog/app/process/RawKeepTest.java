package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.store.EmbeddedStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is kept of raw bytes and of sessions, and for how long, as an operator sets it.
@Tag("slow")
class RawKeepTest {
    private static final String OLD = "11111111-2222-4333-8444-555555555555";
    private static final String NEW = "22222222-2222-4333-8444-555555555555";
    private static final String SECRET = "ghp_" + "a1B2".repeat(9);

    @TempDir
    Path folder;

    private Household household;

    @BeforeEach
    void makeHousehold() throws Exception {
        household = Household.in(folder);
    }

    private static String prompt(String session, int number, String text) {
        return old(Household.prompt(session, number, text));
    }

    private static String answer(String session, int number, String text) {
        return old(Household.answer(session, number, text));
    }

    /// Long ago by every clock.
    private static String old(String line) {
        return line.replace("2026-06-01", "2024-06-01");
    }

    /// A moment ago.
    private static String now(String line) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return line.replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"" + now + '"');
    }

    private void sync() {
        var sync = household.run("sync");
        assertThat(sync.code()).as(sync.err()).isZero();
    }

    private JsonText verify() {
        var verify = household.run("verify", "--json");
        assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
        return verify.json();
    }

    private List<String> list(JsonText verify, String name) {
        return verify.at(name).list().stream().map(JsonText::text).toList();
    }

    private String told(String session) {
        return household.run("show", session, "--json").out().replaceAll("\"asOf\":\"[^\"]*\"", "");
    }

    /// The bytes of all records of agents' files that the journal has.
    private String raw() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var journal = SegmentedJournal.open(household.data().resolve("journal"), JournalLimits.DEFAULT);
                var cursor = journal.cursor(0)) {
            for (var record = cursor.next(); record != null; record = cursor.next())
                if (record.kind() == RecordClass.TRANSCRIPT) out.write(record.payload());
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private void refuses(String why, String... words) {
        var said = household.run(words);
        assertThat(said.code()).as(said.out()).isEqualTo(3);
        assertThat(said.err()).contains("refused").contains("raw.keep").contains(why);
    }

    private String restoring() {
        return folder.resolve("restored").toString();
    }

    @Test
    void redacted_keeps_no_secret_on_disk_and_everything_else() throws Exception {
        household.append(OLD, prompt(OLD, 1, "a question"), answer(OLD, 1, "the token is " + SECRET + " it says"));
        household.append(OLD, answer(OLD, 2, "after it"));
        household.with("TWINLOG_RAW_KEEP", "redacted");
        sync();
        household.append(OLD, answer(OLD, 3, "later " + SECRET), answer(OLD, 4, "and on"));
        sync();

        assertThat(raw())
                .doesNotContain(SECRET)
                .contains("the token is ⟦redacted:")
                .contains("and on");
        assertThat(told(OLD)).contains("⟦redacted:").contains("after it").contains("and on");
        assertThat(household.ask("sessions").list().getFirst().at("messages").number())
                .isEqualTo(4);
        var digest = verify().at("digest").text();
        assertThat(household.run("rebuild").code()).isZero();
        assertThat(verify().at("digest").text()).isEqualTo(digest);
        refuses("redacted", "restore", OLD, "--to", restoring());
    }

    @Test
    void redacted_settles_to_what_all_settles_to() throws Exception {
        household.append(OLD, prompt(OLD, 1, "a question"), answer(OLD, 1, "the token is " + SECRET + " it says"));
        household.append(OLD, answer(OLD, 2, "after it"));
        sync();
        var all = verify().at("digest").text();
        var redacted = new Household(household.home(), folder.resolve("redacted")).with("TWINLOG_RAW_KEEP", "redacted");
        assertThat(redacted.run("sync").code()).isZero();
        assertThat(redacted.run("verify", "--json").json().at("digest").text()).isEqualTo(all);
    }

    @Test
    void what_was_kept_redacted_is_not_restored_with_another_setting_either() throws Exception {
        household.append(OLD, prompt(OLD, 1, "use " + SECRET));
        household.with("TWINLOG_RAW_KEEP", "redacted");
        sync();
        household.with("TWINLOG_RAW_KEEP", "all");
        household.append(OLD, answer(OLD, 1, "one"));
        sync();
        assertThat(told(OLD)).contains("one");
        verify();
        var restore = household.run("restore", OLD, "--to", restoring());
        assertThat(restore.code()).isEqualTo(3);
        assertThat(restore.err()).contains("without the secrets").contains(OLD);
    }

    @Test
    void none_keeps_no_raw_bytes_once_they_are_settled() throws Exception {
        household.append(OLD, prompt(OLD, 1, "a question"), answer(OLD, 1, "an answer"));
        household.with("TWINLOG_RAW_KEEP", "none");
        sync();
        var told = told(OLD);
        assertThat(told).contains("an answer");
        assertThat(raw()).doesNotContain("an answer");
        assertThat(household.ask("search", "answer").list()).isNotEmpty();
        assertThat(list(verify(), "sealed")).containsExactly("claude/" + OLD);
        refuses("none", "restore", OLD, "--to", restoring());
        refuses("none", "rebuild");
        assertThat(household
                        .run("status", "--json")
                        .json()
                        .at("counters", "raw.expired_files")
                        .number())
                .isEqualTo(1);
    }

    @Test
    void raw_bytes_of_a_session_that_goes_on_stay_until_it_is_quiet() throws Exception {
        household.append(NEW, now(Household.prompt(NEW, 1, "just now")));
        household.with("TWINLOG_RAW_KEEP", "none");
        sync();
        assertThat(told(NEW)).contains("just now");
        assertThat(raw()).contains("just now");
        assertThat(list(verify(), "sealed")).isEmpty();
    }

    @Test
    void a_sealed_session_that_goes_on_has_what_it_had_and_what_is_new_once() throws Exception {
        household.with("TWINLOG_RAW_KEEP", "none");
        household.append(OLD, prompt(OLD, 1, "a question"), answer(OLD, 1, "an answer"));
        sync();
        household.append(OLD, prompt(OLD, 2, "another"), answer(OLD, 2, "more"));
        sync();
        household.append(OLD, answer(OLD, 3, "and more"));
        sync();

        var whole = new Household(household.home(), folder.resolve("whole"));
        assertThat(whole.run("sync").code()).isZero();
        assertThat(told(OLD)).isEqualTo(whole.run("show", OLD, "--json").out().replaceAll("\"asOf\":\"[^\"]*\"", ""));
        assertThat(household.ask("usage").at("agents").text())
                .isEqualTo(whole.ask("usage").at("agents").text());
        assertThat(household.ask("sessions").list().getFirst().at("messages").number())
                .isEqualTo(3);
        assertThat(raw()).doesNotContain("question");
    }

    @Test
    void a_sealed_session_keeps_what_no_file_tells_any_more() throws Exception {
        household.with("TWINLOG_RAW_KEEP", "none");
        var subagent = household.transcript(OLD).resolveSibling(OLD + "/subagents/agent-a1.jsonl");
        household.append(OLD, prompt(OLD, 1, "a question"));
        Files.createDirectories(subagent.getParent());
        Files.writeString(
                subagent,
                answer(OLD, 7, "the subagent found it")
                                .replace("\"isSidechain\":false", "\"isSidechain\":true,\"agentId\":\"a1\"")
                        + "\n");
        sync();
        assertThat(told(OLD)).contains("the subagent found it");
        Files.delete(subagent);
        household.append(OLD, answer(OLD, 1, "thank you"));
        sync();
        assertThat(told(OLD))
                .contains("the subagent found it")
                .contains("thank you")
                .contains("a question");
        household.with("TWINLOG_RAW_KEEP", "all");
        assertThat(household.run("rebuild").code()).isZero();
        assertThat(told(OLD))
                .contains("the subagent found it")
                .contains("thank you")
                .contains("a question");
    }

    @Test
    void a_rebuild_keeps_sealed_sessions_byte_for_byte() throws Exception {
        household.append(OLD, prompt(OLD, 1, "a question"), answer(OLD, 1, "an answer"));
        household.with("TWINLOG_RAW_KEEP", "none");
        sync();
        household.with("TWINLOG_RAW_KEEP", "all");
        household.append(NEW, prompt(NEW, 1, "kept"), answer(NEW, 1, "whole"));
        sync();
        var digest = verify().at("digest").text();
        var told = told(OLD);
        var usage = household.ask("usage").at("agents").text();
        for (int times = 0; times < 2; times++) {
            assertThat(household.run("rebuild").code()).isZero();
            assertThat(told(OLD)).isEqualTo(told);
            assertThat(household.ask("usage").at("agents").text()).isEqualTo(usage);
            assertThat(household.ask("search", "answer").list()).hasSize(1);
            var verify = verify();
            assertThat(list(verify, "sealed")).containsExactly("claude/" + OLD);
            assertThat(verify.at("digest").text()).isEqualTo(digest);
        }
    }

    @Test
    void a_rebuild_that_would_lose_sealed_sessions_is_refused_until_the_store_is_given_up() throws Exception {
        household.append(OLD, prompt(OLD, 1, "a question"));
        household.with("TWINLOG_RAW_KEEP", "none");
        sync();
        household.with("TWINLOG_RAW_KEEP", "all");
        var database = household.data().resolve("store/twinlog.db");
        try (var files = Files.list(database.getParent())) {
            for (var file : files.toList()) Files.writeString(file, "no database any more");
        }
        var rebuild = household.run("rebuild");
        assertThat(rebuild.code()).isEqualTo(3);
        assertThat(rebuild.err()).contains("have expired").contains("move " + database.getParent() + " away");
        Files.move(database.getParent(), folder.resolve("given-up"));
        assertThat(household.run("rebuild").code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "none", "redacted"})
    void sessions_that_are_too_old_go_and_do_not_come_back(String kept) throws Exception {
        household.append(OLD, prompt(OLD, 1, "forgotten words"), answer(OLD, 1, "gone words"));
        household.append(NEW, now(Household.prompt(NEW, 1, "fresh words")));
        household.with("TWINLOG_RAW_KEEP", kept);
        sync();
        assertThat(household.ask("sessions").list()).hasSize(2);
        household.with("TWINLOG_RETENTION_DAYS", "30");
        sync();
        assertOnlyNew();
        sync();
        assertOnlyNew();
        assertThat(raw()).doesNotContain("gone words");
        assertThat(household.transcript(OLD)).content().contains("gone words");
        assertThat(household
                        .ask("status")
                        .at("counters", "retention.sessions_removed")
                        .number())
                .isEqualTo(1);
        if (kept.equals("none")) return;
        assertThat(household.run("rebuild").code()).isZero();
        sync();
        assertOnlyNew();
    }

    private void assertOnlyNew() {
        assertThat(household.ask("sessions").list())
                .singleElement()
                .satisfies(session -> assertThat(session.at("id").text()).isEqualTo(NEW));
        assertThat(household.ask("search", "forgotten").list()).isEmpty();
        assertThat(household.ask("search", "fresh").list()).hasSize(1);
        assertThat(household
                        .ask("usage")
                        .at("agents", "claude", "total", "outputTokens")
                        .number())
                .isZero();
        verify();
    }

    @Test
    void a_removed_session_that_goes_on_comes_back_whole() throws Exception {
        household.append(OLD, prompt(OLD, 1, "long ago"));
        household.with("TWINLOG_RETENTION_DAYS", "30");
        sync();
        assertThat(household.ask("sessions").list()).isEmpty();
        household.append(OLD, now(Household.answer(OLD, 1, "today")));
        sync();
        assertThat(told(OLD)).contains("long ago").contains("today");
        verify();
    }

    @Test
    void a_copy_counts_for_its_holder_when_its_owner_is_removed() throws Exception {
        household.append(OLD, prompt(OLD, 1, "shared"), answer(OLD, 1, "shared answer"));
        var copy =
                Files.readString(household.transcript(OLD)).replace("\"sessionId\":\"" + OLD, "\"sessionId\":\"" + NEW);
        household.append(NEW, copy.split("\n"));
        household.append(NEW, now(Household.prompt(NEW, 5, "its own")));
        sync();
        assertThat(output()).isEqualTo(10);
        household.with("TWINLOG_RETENTION_DAYS", "30");
        sync();
        assertThat(household.ask("sessions").list()).hasSize(1);
        assertThat(output()).isEqualTo(10);
        verify();
        assertThat(household.run("rebuild").code()).isZero();
        assertThat(output()).isEqualTo(10);
    }

    @Test
    void a_copy_of_a_sealed_session_counts_once() throws Exception {
        household.append(OLD, prompt(OLD, 1, "shared"), answer(OLD, 1, "shared answer"));
        household.with("TWINLOG_RAW_KEEP", "none");
        sync();
        var copy =
                Files.readString(household.transcript(OLD)).replace("\"sessionId\":\"" + OLD, "\"sessionId\":\"" + NEW);
        household.append(NEW, copy.split("\n"));
        household.append(NEW, now(Household.prompt(NEW, 5, "its own")));
        sync();
        assertThat(household.ask("sessions").list()).hasSize(2);
        assertThat(output()).isEqualTo(10);
        household.with("TWINLOG_RAW_KEEP", "all");
        var digest = verify().at("digest").text();
        assertThat(household.run("rebuild").code()).isZero();
        assertThat(output()).isEqualTo(10);
        assertThat(verify().at("digest").text()).isEqualTo(digest);
    }

    @Test
    void what_another_version_settled_is_told_until_it_is_rebuilt() throws Exception {
        household.append(OLD, prompt(OLD, 1, "a question"));
        sync();
        try (var store = EmbeddedStore.openWithoutSearch(household.data().resolve("store"))) {
            store.note("settled_by", "0.0.0.0@1");
        }
        assertThat(list(verify(), "olderVersion")).containsExactly("claude/" + OLD);
        assertThat(household.run("verify").out()).contains("older version").contains("twinlog rebuild");
        assertThat(household.run("rebuild").code()).isZero();
        assertThat(list(verify(), "olderVersion")).isEmpty();
    }

    private long output() {
        return household
                .ask("usage")
                .at("agents", "claude", "total", "outputTokens")
                .number();
    }

    @Test
    void spans_and_metrics_expire_after_their_days() throws Exception {
        var journal = household.data().resolve("journal");
        Files.createDirectories(household.data());
        telemetry(journal, 12);
        telemetry(journal, 8);
        telemetry(journal, 5);
        telemetry(journal, 1);
        household.append(OLD, prompt(OLD, 1, "hello"));
        sync();
        // what is older than a limit goes by whole segments, which last a day: the next one's age tells
        assertThat(kept(journal, RecordClass.OTLP_TRACES)).containsExactly("8", "5", "1");
        assertThat(kept(journal, RecordClass.OTLP_METRICS)).containsExactly("5", "1");
        assertThat(kept(journal, RecordClass.OTLP_LOGS)).containsExactly("12", "8", "5", "1");
        household.with("TWINLOG_RAW_SPANS_DAYS", "3").with("TWINLOG_RAW_METRICS_DAYS", "keep");
        sync();
        assertThat(kept(journal, RecordClass.OTLP_TRACES)).containsExactly("5", "1");
        assertThat(kept(journal, RecordClass.OTLP_METRICS)).containsExactly("5", "1");
        verify();
    }

    private static void telemetry(Path folder, int daysAgo) throws IOException {
        var then = InstantSource.fixed(Instant.now().minus(Duration.ofDays(daysAgo)));
        try (var journal = SegmentedJournal.open(folder, JournalLimits.DEFAULT, then)) {
            for (var kind : List.of(RecordClass.OTLP_TRACES, RecordClass.OTLP_METRICS, RecordClass.OTLP_LOGS))
                journal.append(kind, Integer.toString(daysAgo).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> kept(Path folder, RecordClass kind) throws IOException {
        var kept = new ArrayList<String>();
        try (var journal = SegmentedJournal.open(folder, JournalLimits.DEFAULT);
                var cursor = journal.cursor(0)) {
            for (var record = cursor.next(); record != null; record = cursor.next())
                if (record.kind() == kind) kept.add(new String(record.payload(), StandardCharsets.UTF_8));
        }
        return kept;
    }
}
