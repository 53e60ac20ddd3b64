package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.CaptureMode;
import dev.twinlog.sources.transcripts.SourceHealth;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureFactsTest {
    private static SourceHealth health(SourceHealth.RootState root, boolean advancing, @Nullable String heldBack) {
        return new SourceHealth(
                List.of(new SourceHealth.Root(Path.of("/agents"), root, "denied")),
                false,
                7,
                advancing,
                heldBack,
                0,
                0,
                new SourceHealth.Counters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private static final SourceHealth WELL = health(SourceHealth.RootState.READABLE, true, null);

    @ParameterizedTest
    @CsvSource({
        "false, false, false, FAILURE", "false, false, true, FAILURE", "false, true, false, FAILURE",
        "false, true, true, FAILURE", "true, false, false, OTEL_ONLY", "true, false, true, OTEL_ONLY",
        "true, true, false, DEGRADED_STREAMING", "true, true, true, HYBRID_ACTIVE"
    })
    void each_cell_of_the_table_has_its_mode(boolean up, boolean expected, boolean open, CaptureMode mode) {
        assertThat(CaptureMode.of(up, expected, open)).isEqualTo(mode);
    }

    @Test
    void all_well_is_no_failure() {
        var facts = new CaptureFacts(null, false, true, null, WELL);
        assertThat(facts.mode()).isEqualTo(CaptureMode.OTEL_ONLY);
        assertThat(facts.reasons()).isEmpty();
    }

    @Test
    void a_store_that_refuses_a_disk_below_its_floor_and_ingest_off_are_failures() {
        assertFailure(new CaptureFacts("damaged", false, true, null, WELL), "store: damaged");
        assertFailure(new CaptureFacts(null, true, true, null, WELL), "disk_floor");
        assertFailure(new CaptureFacts(null, false, false, null, WELL), "ingest_off");
    }

    @Test
    void a_gate_that_is_shut_names_the_setting_that_shuts_it() {
        assertThat(new CaptureFacts(null, false, true, null, WELL).gateShut()).isNull();
        assertThat(new CaptureFacts(null, false, false, null, WELL).gateShut())
                .startsWith("ingest.auto_ingest_enabled is false")
                .contains("TWINLOG_INGEST_AUTO_INGEST_ENABLED");
        assertThat(new CaptureFacts(null, true, true, null, WELL).gateShut()).contains("disk.floor: make room");
    }

    @Test
    void an_unreadable_root_is_a_failure_that_names_it() {
        var unreadable = health(SourceHealth.RootState.UNREADABLE, true, null);
        assertFailure(
                new CaptureFacts(null, false, true, null, unreadable), "transcript: unreadable: /agents (denied)");
    }

    @Test
    void a_journal_that_refuses_is_a_failure() {
        var refused = health(SourceHealth.RootState.READABLE, true, "No space left");
        assertFailure(new CaptureFacts(null, false, true, null, refused), "transcript: held_back: No space left");
    }

    @Test
    void a_thread_that_no_longer_hears_is_a_failure() {
        assertFailure(new CaptureFacts(null, false, true, "a bug", WELL), "transcript: ended: a bug");
    }

    @Test
    void a_gate_that_is_shut_is_told_by_what_shut_it() {
        var waiting = health(SourceHealth.RootState.READABLE, false, SourceHealth.GATE_SHUT);
        assertThat(new CaptureFacts(null, false, true, null, waiting).mode()).isEqualTo(CaptureMode.OTEL_ONLY);
        assertFailure(new CaptureFacts(null, false, false, null, waiting), "ingest_off");
    }

    private static void assertFailure(CaptureFacts facts, String reason) {
        assertThat(facts.mode()).isEqualTo(CaptureMode.FAILURE);
        assertThat(facts.reasons()).containsExactly(reason);
    }
}
