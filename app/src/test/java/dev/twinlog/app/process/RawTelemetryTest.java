package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is kept of raw telemetry, as an operator sets it, and what stays of its sessions when it is gone or damaged.
@Tag("slow")
class RawTelemetryTest extends RawTelemetryScene {
    @Test
    void none_keeps_no_raw_request_once_it_is_settled_and_the_session_stays_whole() throws Exception {
        journal(request(OLD, LONG_AGO, 1), request(OLD, LONG_AGO + 1, 2));
        sync();
        var told = told(OLD);
        assertThat(told).contains("claude-opus-5-5");
        household.with("TWINLOG_RAW_KEEP", "none");
        sync();
        assertThat(requests()).doesNotContain(OLD);
        assertThat(told(OLD)).isEqualTo(told);
        tells(2, 4);
        var verify = verify();
        assertThat(list(verify, "sealed")).containsExactly("claude/" + OLD);
        assertThat(household
                        .ask("status")
                        .at("counters", "raw.expired_telemetry_sessions")
                        .number())
                .isEqualTo(1);
        household.with("TWINLOG_RAW_KEEP", "all");
        for (int times = 0; times < 2; times++) {
            assertThat(household.run("rebuild").code()).isZero();
            assertThat(told(OLD)).isEqualTo(told);
            assertThat(verify().at("digest").text())
                    .isEqualTo(verify.at("digest").text());
        }
    }

    @Test
    void raw_requests_of_a_session_that_goes_on_stay_until_it_is_quiet() throws Exception {
        household.with("TWINLOG_RAW_KEEP", "none");
        journal(request(OLD, LONG_AGO, 1), request(NEW, now(), 1));
        journal(request(OLD, LONG_AGO, 2));
        sync();
        assertThat(requests()).contains("req_" + OLD + "_1").doesNotContain("req_" + OLD + "_2");
        assertThat(list(verify(), "sealed")).containsExactly("claude/" + OLD);
        tells(3, 6);
        household.with("TWINLOG_RAW_KEEP", "all");
        assertThat(household.run("rebuild").code()).isZero();
        tells(3, 6);
        assertThat(household
                        .ask("status")
                        .at("counters", "requests.expired_parts")
                        .number())
                .isPositive();
        verify();
    }

    @Test
    void late_telemetry_of_a_sealed_session_is_added_and_what_is_sent_again_counts_once() throws Exception {
        household.with("TWINLOG_RAW_KEEP", "none");
        journal(request(OLD, LONG_AGO, 1), request(OLD, LONG_AGO + 1, 2));
        sync();
        journal(request(OLD, LONG_AGO + 1, 2), request(OLD, LONG_AGO + 9, 3));
        sync();
        tells(3, 6);
        assertThat(requests()).doesNotContain(OLD);
        var digest = verify().at("digest").text();
        var told = told(OLD);
        household.with("TWINLOG_RAW_KEEP", "all");
        assertThat(household.run("rebuild").code()).isZero();
        assertThat(verify().at("digest").text()).isEqualTo(digest);
        assertThat(told(OLD)).isEqualTo(told);
    }

    @Test
    void a_hole_that_was_known_when_its_session_was_sealed_stays_known() throws Exception {
        household.with("TWINLOG_RAW_KEEP", "none");
        journal(request(OLD, LONG_AGO, 0), request(OLD, LONG_AGO + 1, 1), request(OLD, LONG_AGO + 2, 3));
        sync();
        assertThat(household.run("gaps", "--json").out()).contains("sequence_hole");
        journal(request(OLD, LONG_AGO + 3, 4));
        sync();
        assertThat(household.run("gaps", "--json").out()).contains("sequence_hole");
        verify();
    }

    @Test
    void a_late_transcript_of_a_sealed_session_meets_what_telemetry_told() throws Exception {
        household.with("TWINLOG_RAW_KEEP", "none");
        journal(request(OLD, LONG_AGO, 1));
        sync();
        household.append(OLD, prompt(OLD, 1, "a question"), answer(OLD, 1, "an answer"));
        sync();
        assertThat(told(OLD)).contains("an answer");
        assertThat(requestsOf("claude")).isEqualTo(1);
        household.append(OLD, answer(OLD, 2, "and more"));
        sync();
        assertThat(told(OLD)).contains("an answer").contains("and more");
        assertThat(requestsOf("claude")).isEqualTo(2);
        assertThat(raw()).doesNotContain("an answer");
        verify();
    }

    @Test
    void a_prompt_of_a_sealed_session_is_one_with_that_of_a_late_transcript_which_names_it_otherwise()
            throws Exception {
        household.with("TWINLOG_RAW_KEEP", "none");
        journal("""
                {"timeUnixNano":"%d000000000","body":{"stringValue":"claude_code.user_prompt"},"attributes":[\
                {"key":"session.id","value":{"stringValue":"%s"}},{"key":"event.name","value":{"stringValue":"user_prompt"}},\
                {"key":"prompt.id","value":{"stringValue":"%s-p1"}},{"key":"prompt","value":{"stringValue":"a question"}}]}""".formatted(LONG_AGO, OLD, OLD));
        sync();
        assertThat(prompts()).isEqualTo(1);
        household.append(OLD, prompt(OLD, 1, "a question"), answer(OLD, 1, "an answer"));
        sync();
        assertThat(told(OLD)).contains("an answer");
        assertThat(prompts()).isEqualTo(1);
        household.append(OLD, prompt(OLD, 2, "another"));
        sync();
        assertThat(prompts()).isEqualTo(2);
        verify();
    }

    private int prompts() {
        return told(OLD).split("\"kind\":\"prompt\"", -1).length - 1;
    }

    @Test
    void requests_of_removed_sessions_go_with_the_last_of_them() throws Exception {
        journal(Duration.ofDays(40), request(OLD, LONG_AGO, 1));
        journal(request(OLD, LONG_AGO, 2), request(NEW, now(), 1));
        sync();
        tells(3, 6);
        household.with("TWINLOG_RETENTION_DAYS", "30");
        sync();
        tells(1, 2);
        assertThat(household.ask("sessions").elements()).hasSize(1);
        assertThat(requests()).doesNotContain("req_" + OLD + "_1").contains("req_" + NEW + "_1");
        verify();
        assertThat(household.run("rebuild").code()).isZero();
        tells(1, 2);
        verify();
    }

    /// By whole segments: one is old when the next was begun long ago.
    @Test
    void requests_that_told_nothing_go_by_when_they_came() throws Exception {
        var foreign = "{\"timeUnixNano\":\"1\",\"body\":{\"stringValue\":\"%s\"}}";
        journal(Duration.ofDays(40), foreign.formatted("oldest"));
        journal(Duration.ofDays(20), foreign.formatted("older"));
        journal(Duration.ofHours(3), foreign.formatted("recent"));
        journal(foreign.formatted("newest"));
        sync();
        assertThat(requests()).contains("oldest").contains("older");
        household.with("TWINLOG_RETENTION_DAYS", "10");
        sync();
        assertThat(requests()).doesNotContain("oldest").contains("older");
        household.with("TWINLOG_RAW_KEEP", "none");
        sync();
        assertThat(requests()).doesNotContain("older").contains("recent").contains("newest");
    }

    @Test
    void a_rebuild_without_the_store_that_sealed_is_refused() throws Exception {
        household.with("TWINLOG_RAW_KEEP", "none");
        journal(request(OLD, LONG_AGO, 1));
        sync();
        household.with("TWINLOG_RAW_KEEP", "all");
        Files.writeString(household.data().resolve("store/twinlog.db"), "no database any more");
        var rebuild = household.run("rebuild");
        assertThat(rebuild.code()).isEqualTo(3);
        assertThat(rebuild.err()).contains("the raw telemetry of 1 sessions");
    }

    @Test
    void what_a_damaged_request_told_is_kept_until_its_segment_is_back() throws Exception {
        journal(request(OLD, LONG_AGO, 1));
        journal(request(NEW, LONG_AGO, 1));
        sync();
        var digest = verify().at("digest").text();
        long at = place("req_" + OLD);
        flip(at);
        var damaged = household.run("verify", "--json");
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.answer().at("damaged").text()).contains(OLD).doesNotContain(NEW);
        assertThat(damaged.answer().at("mismatches").elements()).isEmpty();
        assertThat(household.ask("status").at("problems").text()).contains("backup of the same length");
        for (int times = 0; times < 2; times++) {
            assertThat(household.ask("rebuild").at("problems").elements()).hasSize(1);
            tells(2, 4);
        }
        journal(request(OLD, LONG_AGO + 5, 2));
        sync();
        tells(3, 6);
        assertThat(household
                        .ask("explain", "claude/" + OLD + "/model_request/req_" + OLD + "_1")
                        .at("cannotTell")
                        .text())
                .contains("damaged in the journal");
        assertThat(household.ask("rebuild").at("problems").elements()).hasSize(1);
        tells(3, 6);
        flip(at);
        assertThat(household.run("rebuild").code()).isZero();
        tells(3, 6);
        assertThat(verify().at("digest").text()).isNotEqualTo(digest);
        assertThat(household.ask("status").at("problems").elements()).isEmpty();
    }

    @Test
    void a_session_that_is_settled_again_keeps_what_a_damaged_request_told() throws Exception {
        journal(record(OLD, LONG_AGO + 20, 1, ""));
        sync();
        flip(place("event.sequence"));
        journal(record(OLD, LONG_AGO + 40, 2, ""));
        journal(record(OLD, LONG_AGO + 10, 3, ""));
        sync();
        assertThat(told(OLD)).contains("2024-06-01T10:00:20");
        assertThat(household.ask("status").at("problems").text()).contains("twinlog verify");
        assertThat(household.run("verify").code()).isEqualTo(1);
        assertThat(told(OLD)).contains("2024-06-01T10:00:20");
    }

    private Path segment() throws Exception {
        try (var files = Files.list(household.data().resolve("journal"))) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    /// Where a text begins in the newest segment, which is not compressed yet.
    private long place(String text) throws Exception {
        var bytes = new String(Files.readAllBytes(segment()), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains(text);
        return bytes.indexOf(text);
    }

    private void flip(long offset) throws Exception {
        try (var open = new RandomAccessFile(segment().toFile(), "rw")) {
            open.seek(offset);
            int was = open.read();
            open.seek(offset);
            open.write(was ^ 0xFF);
        }
    }
}
