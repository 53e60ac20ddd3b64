package dev.twinlog.app.metrics;

import dev.twinlog.model.CaptureMode;
import dev.twinlog.views.StatusView;
import dev.twinlog.views.StreamView;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What of a status is measured, as metrics. Their names are a promise: README lists them.
final class StatusMetrics {
    private StatusMetrics() {}

    static MetricSnapshots of(StatusView status) {
        var all = new ArrayList<MetricSnapshot>();
        all.add(mode(status));
        all.add(changes(status));
        all.add(gauge(
                "twinlog_baseline_up",
                "Whether the baseline is up.",
                List.of(truth(status.baseline().up()))));
        all.add(witnesses(status));
        all.add(gauge(
                "twinlog_transcript_lag_bytes",
                "Bytes of transcripts that are seen and not settled yet.",
                List.of(point((double) status.baseline().transcript().lagBytes(), Labels.EMPTY))));
        all.addAll(stream(status.stream()));
        all.add(gauge("twinlog_space_bytes", "Bytes on disk by class.", points(status.space(), "class")));
        all.add(counters(status.counters()));
        return new MetricSnapshots(all);
    }

    /// One line for each mode, 1 for the one that it is.
    private static MetricSnapshot mode(StatusView status) {
        var points = new ArrayList<GaugeDataPointSnapshot>();
        for (var mode : CaptureMode.values())
            points.add(point(mode.name().equals(status.captureMode()) ? 1 : 0, Labels.of("mode", mode.name())));
        return gauge("twinlog_capture_mode", "1 for the capture mode that it is, 0 for the others.", points);
    }

    private static MetricSnapshot changes(StatusView status) {
        return CounterSnapshot.builder()
                .name("twinlog_capture_mode_changes")
                .help("How often the capture mode has changed, over all starts.")
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value((double) status.mode().total())
                        .build())
                .build();
    }

    private static MetricSnapshot witnesses(StatusView status) {
        return gauge(
                "twinlog_witness_works",
                "Whether a witness of the baseline works.",
                List.of(
                        point(bit(status.baseline().transcript().works()), Labels.of("witness", "transcript")),
                        point(bit(status.baseline().otlp().works()), Labels.of("witness", "otlp"))));
    }

    private static List<MetricSnapshot> stream(StreamView stream) {
        boolean open = stream.gate().equals(StreamView.OPEN);
        var reason = stream.reason();
        return List.of(
                gauge(
                        "twinlog_stream_expected",
                        "Whether Codex' live stream is expected.",
                        List.of(truth(stream.expected()))),
                gauge(
                        "twinlog_stream_gate_open",
                        "Whether the live stream is heard; the reason why not is a label.",
                        List.of(point(bit(open), Labels.of("reason", reason == null ? "" : reason)))),
                gauge(
                        "twinlog_stream_threads",
                        "Live threads of Codex, by whether they are streamed.",
                        List.of(
                                point(stream.heard().size(), Labels.of("heard", "true")),
                                point(stream.notHeard().size(), Labels.of("heard", "false")))),
                gauge(
                        "twinlog_stream_pending_approvals",
                        "Questions of Codex that wait for its user.",
                        List.of(point(stream.approvals(), Labels.EMPTY))));
    }

    /// The amounts of the status by their names; whether one only grows, the name says.
    private static MetricSnapshot counters(Map<String, Long> counters) {
        var all = UnknownSnapshot.builder()
                .name("twinlog_counted")
                .help("The amounts that `twinlog status` tells, by name.");
        counters.forEach((name, amount) -> all.dataPoint(UnknownDataPointSnapshot.builder()
                .value((double) amount)
                .labels(Labels.of("name", name))
                .build()));
        return all.build();
    }

    private static List<GaugeDataPointSnapshot> points(Map<String, Long> amounts, String label) {
        return amounts.entrySet().stream()
                .map(each -> point((double) each.getValue(), Labels.of(label, each.getKey())))
                .toList();
    }

    private static MetricSnapshot gauge(String name, String help, List<GaugeDataPointSnapshot> points) {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        points.forEach(gauge::dataPoint);
        return gauge.build();
    }

    private static GaugeDataPointSnapshot truth(boolean is) {
        return point(bit(is), Labels.EMPTY);
    }

    private static int bit(boolean is) {
        return is ? 1 : 0;
    }

    private static GaugeDataPointSnapshot point(double value, Labels labels) {
        return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
    }
}
