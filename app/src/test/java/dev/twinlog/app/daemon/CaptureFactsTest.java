package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.model.CaptureMode;
import dev.twinlog.sources.appserver.SidecarHealth;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import dev.twinlog.sources.otlp.CanaryState;
import dev.twinlog.sources.otlp.OtlpHealth;
import dev.twinlog.sources.otlp.OtlpStanding;
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

    /// A baseline without a fault, and a stream.
    static CaptureFacts well(SidecarHealth sidecar) {
        return new CaptureFacts(null, false, true, null, WELL, null, sidecar);
    }

    @Test
    void a_gate_of_a_stream_that_is_expected_decides_over_the_mode_and_tells_its_reason() {
        var open = well(Streams.with(new StreamGate.Open(), false, Link.SPAWN));
        assertThat(open.mode()).isEqualTo(CaptureMode.HYBRID_ACTIVE);
        assertThat(open.reasons()).isEmpty();
        for (var reason : ShutReason.values()) {
            var shut = well(Streams.with(new StreamGate.Shut(reason, null), false, null));
            assertThat(shut.mode()).isEqualTo(CaptureMode.DEGRADED_STREAMING);
            assertThat(shut.reasons()).containsExactly("stream: " + reason.wire());
        }
        var detailed = well(Streams.with(new StreamGate.Shut(ShutReason.PROTOCOL, "no JSON"), false, null));
        assertThat(detailed.reasons()).containsExactly("stream: protocol: no JSON");
    }

    @Test
    void a_stream_that_is_not_expected_or_killed_leaves_the_baseline_alone() {
        for (var facts : List.of(
                well(Streams.with(new StreamGate.NotExpected(), false, null)),
                well(Streams.with(new StreamGate.Shut(ShutReason.KILL_SWITCH, null), true, null)))) {
            assertThat(facts.mode()).isEqualTo(CaptureMode.OTEL_ONLY);
            assertThat(facts.reasons()).isEmpty();
        }
    }

    @Test
    void an_open_gate_saves_no_baseline_that_is_down() {
        var open = Streams.with(new StreamGate.Open(), false, Link.ATTACH);
        assertThat(new CaptureFacts("damaged", false, true, null, WELL, null, open).mode())
                .isEqualTo(CaptureMode.FAILURE);
    }

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
        var facts = new CaptureFacts(null, false, true, null, WELL, null);
        assertThat(facts.mode()).isEqualTo(CaptureMode.OTEL_ONLY);
        assertThat(facts.reasons()).isEmpty();
    }

    @Test
    void a_store_that_refuses_a_disk_below_its_floor_and_ingest_off_are_failures() {
        assertFailure(new CaptureFacts("damaged", false, true, null, WELL, null), "store: damaged");
        assertFailure(new CaptureFacts(null, true, true, null, WELL, null), "disk_floor");
        assertFailure(new CaptureFacts(null, false, false, null, WELL, null), "ingest_off");
    }

    @Test
    void a_gate_that_is_shut_names_the_setting_that_shuts_it() {
        assertThat(new CaptureFacts(null, false, true, null, WELL, null).gateShut())
                .isNull();
        assertThat(new CaptureFacts(null, false, false, null, WELL, null).gateShut())
                .startsWith("ingest.auto_ingest_enabled is false")
                .contains("TWINLOG_INGEST_AUTO_INGEST_ENABLED");
        assertThat(new CaptureFacts(null, true, true, null, WELL, null).gateShut())
                .contains("disk.floor: make room");
    }

    @Test
    void an_unreadable_root_is_a_failure_that_names_it() {
        var unreadable = health(SourceHealth.RootState.UNREADABLE, true, null);
        assertFailure(
                new CaptureFacts(null, false, true, null, unreadable, null),
                "transcript: unreadable: /agents (denied)");
    }

    @Test
    void a_journal_that_refuses_is_a_failure() {
        var refused = health(SourceHealth.RootState.READABLE, true, "No space left");
        assertFailure(new CaptureFacts(null, false, true, null, refused, null), "transcript: held_back: No space left");
    }

    @Test
    void a_thread_that_no_longer_hears_is_a_failure() {
        assertFailure(new CaptureFacts(null, false, true, "ended: a bug", WELL, null), "transcript: ended: a bug");
    }

    @Test
    void a_gate_that_is_shut_is_told_by_what_shut_it() {
        var waiting = health(SourceHealth.RootState.READABLE, false, SourceHealth.GATE_SHUT);
        assertThat(new CaptureFacts(null, false, true, null, waiting, null).mode())
                .isEqualTo(CaptureMode.OTEL_ONLY);
        assertFailure(new CaptureFacts(null, false, false, null, waiting, null), "ingest_off");
    }

    @Test
    void one_working_witness_keeps_the_baseline_up_and_the_other_is_named() {
        var unreadable = health(SourceHealth.RootState.UNREADABLE, true, null);
        var facts = new CaptureFacts(null, false, true, null, unreadable, otlp(LISTENING, new CanaryState.Working(1)));
        assertThat(facts.mode()).isEqualTo(CaptureMode.OTEL_ONLY);
        assertThat(facts.reasons()).containsExactly("transcript: unreadable: /agents (denied)");
        var taken = new CaptureFacts(null, false, true, null, WELL, otlp(TAKEN, new CanaryState.Failing(1, "refused")));
        assertThat(taken.mode()).isEqualTo(CaptureMode.OTEL_ONLY);
        assertThat(taken.reasons()).containsExactly("otlp: port_taken: by another");
    }

    @Test
    void neither_witness_working_is_a_failure() {
        var unreadable = health(SourceHealth.RootState.UNREADABLE, true, null);
        var facts = new CaptureFacts(
                null, false, true, null, unreadable, otlp(LISTENING, new CanaryState.Failing(1, "not settled")));
        assertThat(facts.mode()).isEqualTo(CaptureMode.FAILURE);
        assertThat(facts.reasons())
                .containsExactly("transcript: unreadable: /agents (denied)", "otlp: canary: not settled");
    }

    @Test
    void telemetry_that_is_not_measured_yet_is_nothing_wrong_and_does_not_count_as_working() {
        var facts = new CaptureFacts(null, false, true, null, WELL, otlp(LISTENING, new CanaryState.Unknown()));
        assertThat(facts.otlpWorks()).isFalse();
        assertThat(facts.otlpReason()).isEqualTo("starting");
        assertThat(facts.reasons()).isEmpty();
    }

    private static final OtlpStanding.Door LISTENING = new OtlpStanding.Door(OtlpHealth.State.LISTENING, null);
    private static final OtlpStanding.Door TAKEN = new OtlpStanding.Door(OtlpHealth.State.PORT_TAKEN, "by another");

    private static OtlpWitness otlp(OtlpStanding.Door http, CanaryState canary) {
        return new OtlpWitness(new OtlpStanding(http, LISTENING, canary));
    }

    private static void assertFailure(CaptureFacts facts, String reason) {
        assertThat(facts.mode()).isEqualTo(CaptureMode.FAILURE);
        assertThat(facts.reasons()).containsExactly(reason);
    }
}
