package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How long sessions and raw telemetry are kept, as an operator sets it.
@Tag("slow")
class RetentionTest extends LettingGoScene {
    @ParameterizedTest
    @ValueSource(strings = {"all", "none", "redacted"})
    void sessions_that_are_too_old_go_and_do_not_come_back(String kept) throws Exception {
        household.append(OLD, prompt(OLD, 1, "forgotten words"), answer(OLD, 1, "gone words"));
        household.append(NEW, now(Household.prompt(NEW, 1, "fresh words")));
        household.with("TWINLOG_RAW_KEEP", kept);
        sync();
        assertThat(household.ask("sessions").elements()).hasSize(2);
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
        assertThat(household.ask("sessions").elements())
                .singleElement()
                .satisfies(session -> assertThat(session.at("id").text()).isEqualTo(NEW));
        assertThat(household.ask("search", "forgotten").elements()).isEmpty();
        assertThat(household.ask("search", "fresh").elements()).hasSize(1);
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
        assertThat(household.ask("sessions").elements()).isEmpty();
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
        assertThat(household.ask("sessions").elements()).hasSize(1);
        assertThat(output()).isEqualTo(10);
        verify();
        assertThat(household.run("rebuild").code()).isZero();
        assertThat(output()).isEqualTo(10);
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
