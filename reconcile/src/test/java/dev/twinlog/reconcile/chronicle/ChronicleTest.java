package dev.twinlog.reconcile.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.model.CaptureMode;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChronicleTest {
    private static final ModeTransition START =
            new ModeTransition(5, null, CaptureMode.FAILURE, "store:\tfull\nand more");

    @Test
    void a_log_of_modes_is_the_same_after_it_was_a_note() {
        var log = ModeLog.NONE.and(START).and(new ModeTransition(9, CaptureMode.FAILURE, CaptureMode.OTEL_ONLY, ""));
        assertThat(ModeLog.of(log.text())).isEqualTo(log);
        assertThat(ModeLog.of(ModeLog.NONE.text())).isEqualTo(ModeLog.NONE);
        assertThat(log.last(1)).extracting(ModeTransition::at).containsExactly(9L);
    }

    @Test
    void a_log_of_modes_forgets_the_oldest_and_counts_on() {
        var log = LongStream.rangeClosed(0, ModeLog.KEPT_MAX)
                .mapToObj(at -> new ModeTransition(at, CaptureMode.FAILURE, CaptureMode.OTEL_ONLY, ""))
                .reduce(ModeLog.NONE, ModeLog::and, (one, other) -> other);
        assertThat(log.kept()).hasSize(ModeLog.KEPT_MAX);
        assertThat(log.kept().getFirst().at()).isEqualTo(1);
        assertThat(log.total()).isEqualTo(ModeLog.KEPT_MAX + 1);
    }

    @Test
    void what_is_measured_and_not_settled_yet_comes_behind_what_is() {
        var second = new ModeTransition(9, CaptureMode.FAILURE, CaptureMode.OTEL_ONLY, "");
        var settled = ModeLog.NONE.and(START);
        assertThat(settled.goingOn(settled.and(second))).isEqualTo(settled.and(second));
    }

    @Test
    void a_reason_is_one_bounded_line() {
        assertThat(START.reason()).isEqualTo("store: full and more");
        assertThat(new ModeTransition(1, null, CaptureMode.FAILURE, "x".repeat(1000)).reason())
                .hasSize(ModeTransition.REASON_LENGTH_MAX)
                .endsWith("…");
    }

    @Test
    void values_that_name_no_mode_are_no_transition() {
        assertThat(ModeTransition.of(5, START.values())).contains(START);
        assertThat(ModeTransition.of(5, Map.of("from", "FAILURE", "to", "UNKNOWN")))
                .isEmpty();
    }

    @Test
    void a_note_that_is_none_is_refused() {
        assertThatThrownBy(() -> ModeLog.of("x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ModeLog.of("1\n5\t\tBROKEN\t")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SidecarLog.of("1 2")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_crash_loop_lasts_until_another_state_is_told() {
        var looping = SidecarLog.NONE
                .and(5, SidecarLog.STARTED, Map.of("generation", "7", "link", "spawn"))
                .and(
                        5,
                        SidecarLog.ENDED,
                        Map.of("generation", "7", "link", "spawn", "wanted", "false", "cause", "signal_9"))
                .and(5, SidecarLog.STATE, Map.of("state", "crash_loop"));
        assertThat(looping).isEqualTo(new SidecarLog(7, true, 1, 1, List.of(new SidecarLog.End(5, "signal_9")), null));
        assertThat(SidecarLog.of(looping.text())).isEqualTo(looping);
        assertThat(looping.and(5, SidecarLog.STATE, Map.of("state", "starting")).crashLoop())
                .isFalse();
    }

    @Test
    void only_unwanted_ends_of_our_own_child_are_counted() {
        assertThat(SidecarLog.NONE
                        .and(5, SidecarLog.ENDED, Map.of("generation", "1", "link", "attach", "wanted", "false"))
                        .and(5, SidecarLog.ENDED, Map.of("generation", "2", "link", "spawn", "wanted", "true"))
                        .and(5, "heartbeat", Map.of("generation", "9")))
                .isEqualTo(new SidecarLog(2, false, 0, 0, List.of(), null));
    }

    @Test
    void the_program_that_was_run_last_is_known() {
        var log = SidecarLog.NONE
                .and(5, SidecarLog.STARTED, Map.of("generation", "1", "link", "spawn", "sha256", "aa"))
                .and(6, SidecarLog.ENDED, Map.of("generation", "1", "link", "spawn", "wanted", "false"))
                .and(7, SidecarLog.STARTED, Map.of("generation", "2", "link", "attach"));
        assertThat(log.sha256()).isEqualTo("aa");
        assertThat(SidecarLog.of(log.text())).isEqualTo(log);
        assertThat(SidecarLog.of(log.text() + " ~later"))
                .as("of a later Twinlog")
                .isEqualTo(log);
        assertThat(log.and(8, SidecarLog.STARTED, Map.of("generation", "3", "sha256", "bb"))
                        .sha256())
                .isEqualTo("bb");
    }

    @Test
    void the_greatest_generation_counts() {
        var four = SidecarLog.NONE.and(5, SidecarLog.STARTED, Map.of("generation", "4"));
        assertThat(four.and(5, SidecarLog.ENDED, Map.of("generation", "3")).lastGeneration())
                .isEqualTo(4);
        assertThat(SidecarLog.NONE
                        .and(5, SidecarLog.STARTED, Map.of("generation", "none"))
                        .lastGeneration())
                .isZero();
    }

    @Test
    void the_last_unwanted_ends_are_known_until_an_operator_starts_it() {
        var log = SidecarLog.NONE;
        var end = Map.of("generation", "1", "link", "spawn", "wanted", "false", "cause", "exit 3\n");
        for (int at = 0; at <= SidecarLog.LAST_MAX; at++) log = log.and(at, SidecarLog.ENDED, end);
        assertThat(log.last()).hasSize(SidecarLog.LAST_MAX);
        assertThat(log.last().getFirst()).isEqualTo(new SidecarLog.End(1, "exit_3_"));
        assertThat(SidecarLog.of(log.text())).isEqualTo(log);
        assertThat(log.and(9, SidecarLog.OPERATOR, Map.of("act", "stop")).last())
                .isEqualTo(log.last());
        assertThat(log.and(9, SidecarLog.OPERATOR, Map.of("act", "start")).last())
                .isEmpty();
        var left = log.and(9, SidecarLog.STATE, Map.of("state", "crash_loop"))
                .and(10, SidecarLog.STATE, Map.of("state", "starting"));
        assertThat(left.last()).isEmpty();
    }
}
