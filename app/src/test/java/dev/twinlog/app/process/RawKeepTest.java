package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.store.EmbeddedStore;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is kept of raw bytes, as an operator sets it.
@Tag("slow")
class RawKeepTest extends LettingGoScene {
    private static final String SECRET = "ghp_" + "a1B2".repeat(9);

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
        assertThat(household
                        .ask("sessions")
                        .elements()
                        .getFirst()
                        .at("messages")
                        .number())
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
        assertThat(household.ask("search", "answer").elements()).isNotEmpty();
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
        assertThat(household
                        .ask("sessions")
                        .elements()
                        .getFirst()
                        .at("messages")
                        .number())
                .isEqualTo(3);
        assertThat(raw()).doesNotContain("question");
    }

    @Test
    void usage_that_is_told_again_after_the_seal_counts_with_its_greatest() throws Exception {
        household.with("TWINLOG_RAW_KEEP", "none");
        household.append(OLD, prompt(OLD, 1, "a question"));
        sync();
        for (int block = 0; block < 3; block++) {
            household.append(
                    OLD,
                    answer(OLD, 1, "block " + block)
                            .replace("\"apiBlockIndex\":0", "\"apiBlockIndex\":" + block)
                            .replace("-u1\"", "-u1" + block + "\"")
                            .replace("\"output_tokens\":10", "\"output_tokens\":" + (block * 40 + 1)));
            sync();
        }
        assertThat(household
                        .ask("usage")
                        .at("agents", "claude", "total", "outputTokens")
                        .number())
                .isEqualTo(81);
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
            assertThat(household.ask("search", "answer").elements()).hasSize(1);
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
        assertThat(household.ask("sessions").elements()).hasSize(2);
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
}
