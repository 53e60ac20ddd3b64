package dev.twinlog.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.doctor.Finding.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeDiagnosisTest {
    private static List<Finding> of(String mode, String... reasons) {
        return ModeDiagnosis.of(Map.of("captureMode", mode, "reasons", List.of(reasons)));
    }

    @ParameterizedTest
    @CsvSource({
        "ingest_off, switched off, auto_ingest_enabled true",
        "disk_floor, free space, free space",
        "store: the disk is full, store: the disk is full, terminal",
        "transcript: unreadable: /x, unreadable, twinlog status"
    })
    void a_baseline_that_is_down_is_a_problem_with_what_to_do(String reason, String what, String next) {
        var finding = of("FAILURE", reason, "stream: silent").getFirst();
        assertThat(finding.state()).isEqualTo(State.PROBLEM);
        assertThat(finding.what()).contains(what);
        assertThat(finding.next()).contains(next);
        assertThat(of("FAILURE", reason, "stream: silent")).hasSize(1);
    }

    @Test
    void a_failure_without_a_reason_is_told_all_the_same() {
        assertThat(of("FAILURE").getFirst().state()).isEqualTo(State.PROBLEM);
    }

    @Test
    void what_is_up_is_well() {
        assertThat(of("DEGRADED_STREAMING", "stream: silent").getFirst().state())
                .isEqualTo(State.OK);
        assertThat(ModeDiagnosis.of(null)).isEmpty();
    }
}
