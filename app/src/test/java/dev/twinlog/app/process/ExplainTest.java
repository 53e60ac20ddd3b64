package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.corpus.Corpus;
import dev.twinlog.testkit.corpus.CorpusPlan;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `explain`, `decisions` and `gaps` as people and programs ask them.
@Tag("slow")
class ExplainTest {
    private static final String SESSION = "5e550001-0000-4000-8000-000000000001";
    private static final String SECRET = "ghp_" + "a1B2".repeat(9);
    private static final String MESSAGE = "claude/" + SESSION + "/message/msg_" + SESSION + "_1#0";

    @TempDir
    Path folder;

    private Household household;

    @BeforeEach
    void household() throws Exception {
        household = Household.in(folder);
    }

    private void told() throws Exception {
        household.append(
                SESSION,
                Household.prompt(SESSION, 1, "a question"),
                Household.answer(SESSION, 1, "the token is " + SECRET + " and \\u001b[31mred"),
                "{\"type\":\"assistant\", torn",
                Household.answer(SESSION, 2, "after it"));
        assertThat(household.run("sync").code()).isZero();
    }

    @Test
    void from_show_to_an_explanation_and_to_the_raw_line() throws Exception {
        told();
        var shown = household.run("show", SESSION, "--keys").out();
        assertThat(shown).contains("#1  claude/" + SESSION + "/").contains(MESSAGE);

        var explained = household.run("explain", MESSAGE);
        assertThat(explained.code()).as(explained.err()).isZero();
        assertThat(explained.out())
                .contains("transcript [1]")
                .contains(household.transcript(SESSION).toString())
                .contains("line 2")
                .contains("accepted")
                .doesNotContain(SECRET);

        var raw = household.run("explain", MESSAGE, "--raw");
        assertThat(raw.out())
                .startsWith("{\"parentUuid\"")
                .contains("⟦redacted:")
                .doesNotContain(SECRET);
        assertThat(raw.out().lines()).hasSize(1);
    }

    @Test
    void what_names_no_event_ends_with_3_and_tells_the_candidates() throws Exception {
        told();
        var several = household.run("explain", SESSION + "/message");
        assertThat(several.code()).isEqualTo(3);
        assertThat(several.err()).contains("may be any of 2 events").contains(MESSAGE);
        var session = household.run("explain", SESSION);
        assertThat(session.code()).isEqualTo(3);
        assertThat(session.err()).contains("twinlog show " + SESSION + " --keys");
        assertThat(household
                        .run("explain", MESSAGE.substring(0, MESSAGE.length() - 4))
                        .code())
                .isEqualTo(3);
        assertThat(household.run("explain", MESSAGE.substring(7)).code()).isZero();
    }

    @Test
    void a_running_daemon_answers_the_same() throws Exception {
        told();
        var alone = asOfApart(household.run("explain", MESSAGE, "--json").out());
        var decisions = household.run("decisions", "--json").out();
        var gaps = household.run("gaps", "--json").out();
        try (var daemon = household.up()) {
            assertThat(asOfApart(household.run("explain", MESSAGE, "--json").out()))
                    .isEqualTo(alone);
            assertThat(household.run("decisions", "--json").out()).isEqualTo(decisions);
            assertThat(household.run("gaps", "--json").out()).isEqualTo(gaps);
            assertThat(household.run("explain", "nix").code()).isEqualTo(3);
            assertThat(daemon.terminate()).isZero();
        }
    }

    private static String asOfApart(String json) {
        return json.replaceAll("\"asOf\":\"[^\"]*\"", "");
    }

    @Test
    void a_torn_line_is_a_gap_in_words_and_as_json() throws Exception {
        told();
        assertThat(household.run("gaps").out())
                .contains("claude/" + SESSION)
                .contains("line that cannot be read")
                .contains("What would heal it:");
        var gaps = household.ask("gaps").elements();
        assertThat(gaps).hasSize(1);
        assertThat(gaps.getFirst().at("kind").text()).isEqualTo("unparsable_line");
        assertThat(gaps.getFirst().at("state").text()).isEqualTo("open");
        assertThat(gaps.getFirst().at("session").text()).isEqualTo(SESSION);
        assertThat(household.ask("gaps", "--state", "healed").elements()).isEmpty();
        assertThat(household.ask("gaps", "--agent", "codex").elements()).isEmpty();
        assertThat(household.run("gaps", "--state", "gone").code()).isEqualTo(2);
        assertThat(household.run("gaps", "--kind", "nix").err()).contains("tool_without_result");
    }

    @Test
    void the_log_is_told_latest_first_and_agrees_with_its_counters() throws Exception {
        told();
        var log = household.ask("decisions").elements();
        var counters = household.ask("decisions", "--counters").at("counters");
        long counted = 0;
        for (var verdict : new String[] {"accepted", "duplicate", "replaced", "dropped", "linked"}) {
            long amount = counters.at(verdict).number();
            counted += amount;
            assertThat(household.ask("decisions", "--verdict", verdict).elements())
                    .hasSize((int) amount);
        }
        assertThat(log).hasSize((int) counted).isNotEmpty();
        assertThat(household
                        .ask("decisions", "--limit", "1")
                        .elements()
                        .getFirst()
                        .at("key")
                        .text())
                .isEqualTo(log.getFirst().at("key").text());
        assertThat(log.getFirst().at("at").text())
                .isGreaterThan(log.getLast().at("at").text());
        assertThat(household.ask("decisions", "--session", SESSION).elements()).hasSize(log.size());
        assertThat(household.run("decisions").out()).contains("accepted").contains(MESSAGE);
        assertThat(household.run("decisions", "--verdict", "nix").code()).isEqualTo(2);
    }

    @Test
    void a_kill_and_a_rebuild_leave_the_same_log_and_counters() throws Exception {
        Corpus.write(household.home(), CorpusPlan.ofBytes(600_000).withBrokenLines());
        try (var daemon = household.up()) {
            daemon.kill();
        }
        assertThat(household.process("sync").code()).isZero();
        var log = household.run("decisions", "--json").out();
        var counters =
                asOfApart(household.run("decisions", "--counters", "--json").out());
        assertThat(log).contains("\"verdict\":\"accepted\"");

        assertThat(household.process("rebuild").code()).isZero();

        assertThat(household.run("decisions", "--json").out()).isEqualTo(log);
        assertThat(asOfApart(household.run("decisions", "--counters", "--json").out()))
                .isEqualTo(counters);
    }

    @Test
    void an_event_of_a_sealed_session_is_told_from_the_store() throws Exception {
        household.with("TWINLOG_RAW_KEEP", "none");
        told();
        var explained = household.run("explain", MESSAGE);
        assertThat(explained.code()).as(explained.err()).isZero();
        assertThat(explained.out()).contains("its raw bytes are gone").contains("have expired");
        var raw = household.run("explain", MESSAGE, "--raw");
        assertThat(raw.code()).isEqualTo(3);
        assertThat(raw.err()).contains("cannot be had").contains("have expired");
    }
}
