package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.prices.CostClass;
import dev.twinlog.store.StoreReader.Tokens;
import dev.twinlog.store.StoreReader.UsageBy;
import dev.twinlog.store.StoreReader.UsageCell;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsageMigrationTest {
    private static final StoreSchema FIRST =
            new StoreSchema("dev/twinlog/store/schema", List.of("V1__events_and_what_they_rest_on.sql"));

    @TempDir
    Path folder;

    /// Columns: event, agent, session, model, sub, bucket, owned, then the tokens.
    private void storeOfTheFirstVersion(String... usage) throws Exception {
        var file = folder.resolve("test.db");
        FIRST.bring(file);
        try (var writer = Sqlite.writer(file, 1 << 20)) {
            writer.execute("INSERT INTO sessions (ref, name, agent, told) VALUES (1, 'a', 0, 1), (2, 'b', 1, 1)");
            writer.execute("INSERT INTO models VALUES (1, 'opus'), (2, 'gpt')");
            for (var row : usage) writer.execute("INSERT INTO usage VALUES (" + row + ")");
            writer.commit();
        }
        StoreSchema.CURRENT.bring(file);
    }

    private List<UsageCell> cells(UsageBy by) throws Exception {
        try (var reader = Sqlite.reader(folder.resolve("test.db"), 1 << 20)) {
            return UsageQuestion.ask(reader, by, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    @Test
    void an_older_store_is_summed_anew_by_what_decides_prices() throws Exception {
        long untimed = UsageSums.bucket(Long.MIN_VALUE);
        storeOfTheFirstVersion(
                "1, 0, 1, 1, 0, 96, 1, 10, 1, 2, 3, 1, 0",
                "2, 0, 1, 1, 1, 97, 1, 20, 1, 2, 3, 1, 0",
                "3, 0, 1, 1, 0, 96, 1, 99999, 0, 1, 1, 0, 0",
                "4, 0, 1, 1, 0, 96, 0, 1000, 0, 0, 0, 0, 0",
                "5, 1, 2, 2, 0, -1, 1, 272001, 5, 9, 0, 0, 4",
                "6, 1, 2, 0, 0, " + untimed + ", 1, 7, 0, 0, 0, 0, 0");

        for (var by : UsageBy.values()) {
            assertThat(cells(by))
                    .as(by.name())
                    .extracting(UsageCell::model, UsageCell::day, UsageCell::costClass, UsageCell::tokens)
                    .containsExactlyInAnyOrder(
                            tuple("opus", 1L, CostClass.USUAL, new Tokens(1, 10, 1, 2, 3, 1, 0)),
                            tuple("opus", 1L, CostClass.USUAL, new Tokens(1, 20, 1, 2, 3, 1, 0)),
                            tuple("opus", 1L, CostClass.OVER_100K, new Tokens(1, 99_999, 0, 1, 1, 0, 0)),
                            tuple("gpt", -1L, CostClass.OVER_272K, new Tokens(1, 272_001, 5, 9, 0, 0, 4)),
                            tuple(null, null, CostClass.USUAL, new Tokens(1, 7, 0, 0, 0, 0, 0)));
        }
    }

    @SuppressWarnings("NullAway") // a tuple may hold null
    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }

    @Test
    void the_sums_are_those_of_the_same_requests_in_a_new_store() throws Exception {
        storeOfTheFirstVersion("1, 0, 1, 1, 0, -97, 1, 10, 1, 2, 3, 1, 0");
        var usage = new Batch.Usage("opus", 10, 1, 2, 3, 1, 0, Spender.MAIN);
        var cell = UsageSums.Cell.of(-97, 1, 1, dev.twinlog.model.Agent.CLAUDE, usage);

        assertThat(cells(UsageBy.SESSION)).singleElement().satisfies(one -> {
            assertThat(one.day()).isEqualTo(UsageSums.day(cell.bucket()));
            assertThat(one.costClass()).isEqualTo(cell.costClass());
        });
    }
}
