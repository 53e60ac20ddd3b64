package dev.twinlog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Machine MACHINE = new Machine(2, "CPU", 8L << 30, "Linux", "25", "ext4");

    private static Finding finding(double told, @Nullable Series ours, String note, String commit) {
        var beside = Map.of("ccusage", new Series("ms", List.of(1000.0)));
        return new Finding(
                "r", "k", "1 GB", "what", Target.atMost(150, "ms"), told, ours, beside, note, 0.2, commit, "at");
    }

    private static Map<String, String> regions(double load, Finding... findings) {
        var report = new Report(
                MACHINE, "abc", "2026-01-01", load, new TreeMap<>(Map.of("rg", "13")), Map.of(), List.of(findings));
        return report.regions();
    }

    private static String results(Finding... findings) {
        return regions(0.1, findings).getOrDefault("results", "");
    }

    @Test
    void a_target_missed_stands_out_and_the_spread_is_told() {
        var seen = new Series("ms", List.of(100.0, 200.0, 300.0));
        assertThat(results(finding(200, seen, "", "abc")))
                .contains("| what | ≤ 150 ms | 200 ms (100–300, 3 runs) | **no** | ccusage 1,000 ms (1 run) |");
        assertThat(results(finding(150, seen, "", "abc"))).contains("| yes |");
    }

    @Test
    void what_was_not_measured_is_neither_met_nor_missed() {
        assertThat(results(finding(0, null, "not measured: it failed", "abc")))
                .contains("| not measured: it failed |  |")
                .doesNotContain("| yes |", "**no**");
    }

    @Test
    void a_figure_of_another_commit_says_so() {
        var seen = new Series("ms", List.of(1.0));
        assertThat(results(finding(1, seen, "", "old"))).contains("(at commit `old`)");
        assertThat(results(finding(1, seen, "", "abc"))).doesNotContain("at commit");
    }

    @Test
    void a_busy_machine_is_named_before_anything_else() {
        assertThat(regions(1.1).get("head")).startsWith("> **Measured on a busy machine**");
        assertThat(regions(1.0).get("head")).startsWith("Measured on 2026-01-01");
    }

    @Test
    void what_is_counted_and_not_timed_is_named() {
        assertThat(results()).contains("`TelemetryKillTest`");
    }
}
