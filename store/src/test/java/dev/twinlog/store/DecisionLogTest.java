package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.store.Batch.DecisionRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionLogTest {
    private static final int MAX = (int) BatchWriter.DECISIONS_MAX;

    private static Batch batch(long position, int from, int to) {
        var rows = new ArrayList<DecisionRow>();
        for (int i = from; i < to; i++)
            rows.add(new DecisionRow(i, "k/" + i, "accepted", "transcript", "transcript", null));
        return new Batch(
                position,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of("verdicts.accepted", (long) rows.size()),
                Map.of(),
                rows);
    }

    @Test
    void the_log_keeps_the_last_decisions_however_they_were_committed_and_counters_keep_all(@TempDir Path folder) {
        int ever = MAX + MAX / 2;
        for (int step : new int[] {MAX / 3, ever}) {
            try (var store = EmbeddedStore.openWithoutSearch(folder.resolve("by-" + step))) {
                for (int from = 0; from < ever; from += step)
                    store.commit(batch(from + 1L, from, Math.min(ever, from + step)));
                var kept = store.reader().decisions(Integer.MAX_VALUE);
                assertThat(kept).hasSize(MAX);
                assertThat(kept.getFirst().at()).isEqualTo(ever - 1L);
                assertThat(kept.getLast().at()).isEqualTo((long) ever - MAX);
            }
            try (var again = EmbeddedStore.openWithoutSearch(folder.resolve("by-" + step))) {
                assertThat(again.reader().decisions(1)).hasSize(1);
                assertThat(again.counters()).containsEntry("verdicts.accepted", (long) ever);
            }
        }
    }
}
