package dev.twinlog.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.app.Refusal;
import dev.twinlog.store.StoreReader;
import dev.twinlog.views.ModeView;
import dev.twinlog.views.StatusView;
import dev.twinlog.views.StreamView;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static StatusView status(String mode, StreamView stream) {
        return new StatusView(
                        5,
                        mode,
                        List.of(),
                        List.of(),
                        new StatusView.Baseline(
                                true,
                                new StatusView.Transcript(true, null, 7),
                                new StatusView.Otlp(false, "port_taken")),
                        stream,
                        new StatusView.Addresses(null, null, null),
                        new StoreReader.Progress(1, 9, 8),
                        Map.of("verdicts.accepted", 3L),
                        Map.of("journal.transcript", 11L))
                .with(new ModeView(List.of(), 4));
    }

    @Test
    void the_status_is_told_line_by_line() throws Exception {
        var shut = new StreamView(
                true, StreamView.SHUT, "needs_login", null, "own_child", List.of("a"), List.of("b", "c"), 1);
        try (var metrics = new Metrics(() -> status("DEGRADED_STREAMING", shut))) {
            assertThat(metrics.scrape().lines())
                    .contains(
                            "twinlog_capture_mode{mode=\"DEGRADED_STREAMING\"} 1.0",
                            "twinlog_capture_mode{mode=\"HYBRID_ACTIVE\"} 0.0",
                            "twinlog_capture_mode{mode=\"FAILURE\"} 0.0",
                            "twinlog_capture_mode_changes_total 4.0",
                            "twinlog_baseline_up 1.0",
                            "twinlog_witness_works{witness=\"transcript\"} 1.0",
                            "twinlog_witness_works{witness=\"otlp\"} 0.0",
                            "twinlog_transcript_lag_bytes 7.0",
                            "twinlog_stream_expected 1.0",
                            "twinlog_stream_gate_open{reason=\"needs_login\"} 0.0",
                            "twinlog_stream_threads{heard=\"true\"} 1.0",
                            "twinlog_stream_threads{heard=\"false\"} 2.0",
                            "twinlog_stream_pending_approvals 1.0",
                            "twinlog_space_bytes{class=\"journal.transcript\"} 11.0",
                            "twinlog_counted{name=\"verdicts.accepted\"} 3.0")
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
                    .anyMatch(line -> line.startsWith("process_cpu_usage "));
        }
    }

    @Test
    void each_scrape_asks_anew() throws Exception {
        var modes = List.of("FAILURE", "OTEL_ONLY").iterator();
        try (var metrics = new Metrics(() -> status(modes.next(), StreamView.notExpected("kill_switch")))) {
            assertThat(metrics.scrape()).contains("twinlog_capture_mode{mode=\"FAILURE\"} 1.0");
            assertThat(metrics.scrape()).contains("twinlog_capture_mode{mode=\"FAILURE\"} 0.0");
        }
    }

    @Test
    void a_refusal_and_a_failure_come_through_as_they_are() {
        var refusal = new Refusal(Refusal.Reason.UNABLE, "the store is damaged");
        try (var refused = new Metrics(() -> {
                    throw refusal;
                });
                var failed = new Metrics(() -> {
                    throw new IOException("disk");
                })) {
            assertThatThrownBy(refused::scrape).isSameAs(refusal);
            assertThatThrownBy(failed::scrape).isInstanceOf(IOException.class).hasMessage("disk");
        }
    }

    @Test
    void what_is_closed_says_so() {
        var metrics = new Metrics(() -> status("FAILURE", StreamView.notExpected("not_expected")));
        metrics.close();
        assertThatThrownBy(metrics::scrape).isInstanceOf(Refusal.class).hasMessage("Twinlog is stopping");
    }
}
