package dev.twinlog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    @TempDir
    Path folder;

    private static Finding finding(String row, String key, Size size, double value) {
        var series = new Series("CPU s", List.of(value));
        return new Finding(row, key, size.toString(), key, null, value, series, Map.of(), "", 0, "abc", "at");
    }

    @Test
    void they_outlive_the_process_and_tell_what_stands() throws IOException {
        Results.in(folder).add(finding("import", "cpu", Size.TENTH, 2));
        var again = Results.in(folder);
        assertThat(again.all()).containsExactly(finding("import", "cpu", Size.TENTH, 2));
        assertThat(again.has("import", "100 MB", "abc")).isTrue();
        assertThat(again.has("import", "100 MB", "other")).isFalse();
        assertThat(again.has("import", "1 GB", "abc")).isFalse();
    }

    @Test
    void a_row_that_failed_does_not_stand() throws IOException {
        var results = Results.in(folder);
        results.add(finding("import", Bench.FAILED, Size.TENTH, 0));
        assertThat(results.has("import", "100 MB", "abc")).isFalse();
    }

    @Test
    void a_row_measured_again_takes_the_place_of_what_it_found() throws IOException {
        var results = Results.in(folder);
        results.add(finding("import", "cpu", Size.TENTH, 2));
        results.add(finding("search", "rare", Size.TENTH, 3));
        results.begin("import", "100 MB");
        assertThat(results.all()).extracting(Finding::row).containsExactly("search");
    }

    @Test
    void growth_is_told_of_both_sides_and_of_nothing_less() throws Exception {
        var results = Results.in(folder);
        var setup = new Setup(
                folder,
                folder,
                folder,
                folder,
                new Peers(null, null, null, false, new java.util.TreeMap<>()),
                0,
                System.err);
        results.add(finding("import", "cpu", Size.TENTH, 2));
        Growth.tell(results, new Findings(results, Growth.ID, Growth.ID, setup, "abc"));
        assertThat(results.all()).hasSize(1);
        results.add(finding("import", "cpu", Size.GIGABYTE, 22));
        Growth.tell(results, new Findings(results, Growth.ID, Growth.ID, setup, "abc"));
        var growth = results.all().getLast();
        assertThat(growth.told()).isEqualTo(11);
        assertThat(growth.met()).isFalse();
    }
}
