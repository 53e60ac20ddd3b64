package dev.twinlog.testkit.store;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.by;
import static dev.twinlog.testkit.store.Batches.bySubagent;
import static dev.twinlog.testkit.store.Batches.claude;
import static dev.twinlog.testkit.store.Batches.codex;
import static dev.twinlog.testkit.store.Batches.request;
import static dev.twinlog.testkit.store.Batches.session;
import static dev.twinlog.testkit.store.Batches.told;
import static dev.twinlog.testkit.store.Batches.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Observation;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.prices.CostClass;
import dev.twinlog.store.Spender;
import dev.twinlog.store.Store;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.Tokens;
import dev.twinlog.store.StoreReader.UsageBy;
import dev.twinlog.store.StoreReader.UsageSum;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What views rely on about usage, of every store.
public abstract class UsageContract {
    private static final long QUARTER = 900_000;
    private static final long DAY = 96 * QUARTER;
    static final SessionId ONE = claude("aaaa-1");
    static final SessionId TWO = claude("aaaa-2");
    static final SessionId CHILD = codex("bbbb-3");

    protected Store store;

    /// A new, empty store.
    protected abstract Store open() throws Exception;

    /// Waits until search finds everything that is committed.
    protected abstract void searchable(Store store) throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    StoreReader reader() {
        return store.reader();
    }

    void threeSessions() {
        store.commit(at(1).session(session(ONE, "/home/me/alpha", 100, 200))
                .session(session(TWO, null, 150, 400))
                .session(session(CHILD, "/home/me/beta", 300, 300))
                .build());
    }

    @Test
    void the_usage_of_a_thread_that_is_a_subagent_as_a_whole_is_its_share() {
        store.commit(at(1).event(request(1, ONE, 0, null, true, usage("opus", 10, 20)))
                .event(request(2, CHILD, 0, null, true, bySubagent(usage("opus", 1, 2))))
                .build());

        assertThat(all(UsageBy.SESSION))
                .extracting(sum -> sum.subagents().input())
                .containsExactly(0L, 1L);
        store.commit(at(2).forget(2).build());
        assertThat(all(UsageBy.AGENT))
                .extracting(sum -> sum.subagents().input())
                .allMatch(input -> input == 0);
    }

    @Test
    void usage_sums_what_sessions_own_with_the_share_of_subagents() {
        store.commit(at(1).event(request(1, ONE, 0, null, true, usage("opus", 10, 20)))
                .event(request(2, ONE, 0, "sub", true, usage("haiku", 1, 2)))
                .event(request(3, TWO, 0, null, false, usage("opus", 1000, 1000)))
                .event(request(4, CHILD, 0, null, true, usage("gpt", 5, 6)))
                .build());

        assertThat(all(UsageBy.AGENT))
                .containsExactly(
                        new UsageSum(
                                Agent.CLAUDE,
                                null,
                                0,
                                new Tokens(2, 11, 22, 6, 8, 2, 4),
                                new Tokens(1, 1, 2, 3, 4, 1, 2),
                                Tokens.NONE),
                        new UsageSum(Agent.CODEX, null, 0, new Tokens(1, 5, 6, 3, 4, 1, 2), Tokens.NONE, Tokens.NONE));
    }

    @Test
    void auxiliary_usage_stands_beside_the_total_and_not_in_it() {
        store.commit(at(1).event(request(1, ONE, 0, null, true, usage("opus", 10, 20)))
                .event(request(2, ONE, 0, null, true, by(Spender.AUXILIARY, told(usage("haiku", 1, 2), 7))))
                .build());

        for (var by : UsageBy.values()) {
            var all = all(by);
            assertThat(all).as(by.name()).extracting(sum -> sum.total().input()).contains(10L);
            assertThat(all.stream().mapToLong(sum -> sum.total().input()).sum())
                    .as(by.name())
                    .isEqualTo(10);
            assertThat(all.stream().mapToLong(sum -> sum.auxiliary().input()).sum())
                    .as(by.name())
                    .isEqualTo(1);
        }
        store.commit(at(2).own(2, false).build());
        assertThat(all(UsageBy.AGENT)).extracting(UsageSum::auxiliary).containsOnly(Tokens.NONE);
        store.commit(at(3).own(2, true).forget(2).build());
        assertThat(all(UsageBy.AGENT)).extracting(UsageSum::auxiliary).containsOnly(Tokens.NONE);
    }

    private List<UsageSum> all(UsageBy by) {
        return reader().usage(by, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Test
    @SuppressWarnings("NullAway") // a tuple may hold null
    void usage_can_be_told_by_model_project_and_session() {
        threeSessions();
        store.commit(at(2).event(request(1, ONE, 0, null, true, usage("opus", 10, 0)))
                .event(request(2, TWO, 0, null, true, usage(null, 1, 0)))
                .event(request(3, TWO, QUARTER, null, true, usage("opus", 100, 0)))
                .build());

        assertThat(all(UsageBy.MODEL))
                .extracting(UsageSum::name, sum -> sum.total().input())
                .containsExactly(tuple(null, 1L), tuple("opus", 110L));
        assertThat(all(UsageBy.PROJECT))
                .extracting(UsageSum::name, sum -> sum.total().input())
                .containsExactly(tuple(null, 101L), tuple("/home/me/alpha", 10L));
        assertThat(all(UsageBy.SESSION))
                .extracting(UsageSum::name, sum -> sum.total().input())
                .containsExactly(tuple("aaaa-1", 10L), tuple("aaaa-2", 101L));
    }

    static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    @Test
    void usage_by_time_is_told_in_quarter_hours() {
        store.commit(at(1).event(request(1, ONE, QUARTER - 1, null, true, usage("m", 1, 0)))
                .event(request(2, ONE, QUARTER, null, true, usage("m", 10, 0)))
                .event(request(3, ONE, -1, null, true, usage("m", 100, 0)))
                .build());

        assertThat(all(UsageBy.TIME))
                .extracting(UsageSum::bucketStart, sum -> sum.total().input())
                .containsExactly(tuple(-QUARTER, 100L), tuple(0L, 1L), tuple(QUARTER, 10L));
        assertThat(reader().usage(UsageBy.TIME, 0, QUARTER))
                .extracting(UsageSum::bucketStart)
                .containsExactly(0L);
    }

    @Test
    void untimed_usage_counts_in_the_whole() {
        store.commit(at(1).event(request(1, ONE, Observation.UNTIMED, null, true, usage("m", 1, 0)))
                .build());

        assertThat(all(UsageBy.AGENT))
                .singleElement()
                .extracting(sum -> sum.total().input())
                .isEqualTo(1L);
    }

    @Test
    void usage_follows_forgotten_events_and_changed_owners() {
        store.commit(at(1).event(request(1, ONE, 0, null, true, usage("m", 1, 0)))
                .event(request(2, ONE, 0, null, true, usage("m", 10, 0)))
                .event(request(3, TWO, 0, null, false, usage("m", 100, 0)))
                .build());

        store.commit(at(2).own(3, true).own(2, false).build());
        store.commit(at(3).own(3, true).own(2, false).forget(1).forget(2).build());

        assertThat(all(UsageBy.SESSION))
                .extracting(UsageSum::name, sum -> sum.total().input())
                .containsExactly(tuple("aaaa-2", 100L));
    }

    @Test
    @SuppressWarnings("NullAway") // a tuple may hold null
    void cells_of_usage_are_told_apart_by_what_decides_a_price() {
        store.commit(at(1).event(request(1, ONE, 0, null, true, usage("opus", 10, 1)))
                .event(request(2, ONE, DAY, null, true, usage("opus", 20, 1)))
                .event(request(3, ONE, -1, null, true, usage("opus", 100_000, 1)))
                .event(request(4, ONE, 0, null, true, usage("haiku", 300_000, 1)))
                .event(request(5, ONE, 0, null, true, told(usage("opus", 40, 1), 7)))
                .event(request(6, ONE, 1, null, true, told(usage("opus", 50, 1), 8)))
                .event(request(7, ONE, Observation.UNTIMED, null, true, usage(null, 1, 1)))
                .build());

        for (var by : UsageBy.values()) {
            assertThat(reader().usageCells(by, Long.MIN_VALUE, Long.MAX_VALUE))
                    .as(by.name())
                    .extracting(
                            StoreReader.UsageCell::model,
                            StoreReader.UsageCell::day,
                            StoreReader.UsageCell::costClass,
                            cell -> cell.tokens().input(),
                            StoreReader.UsageCell::costNanos)
                    .containsExactlyInAnyOrder(
                            tuple("opus", 0L, CostClass.USUAL, 10L, 0L),
                            tuple("opus", 1L, CostClass.USUAL, 20L, 0L),
                            tuple("opus", -1L, CostClass.OVER_100K, 100_000L, 0L),
                            tuple("haiku", 0L, CostClass.OVER_272K, 300_000L, 0L),
                            tuple("opus", 0L, CostClass.TOLD, 90L, 15L),
                            tuple(null, null, CostClass.USUAL, 1L, 0L));
        }
    }

    @Test
    void a_part_of_the_time_has_the_cells_of_that_part() {
        store.commit(at(1).event(request(1, ONE, DAY - 1, null, true, told(usage("m", 1, 0), 5)))
                .event(request(2, ONE, DAY, null, true, told(usage("m", 10, 0), 6)))
                .build());
        store.commit(at(2).forget(1).build());

        for (var by : UsageBy.values()) {
            assertThat(reader().usageCells(by, DAY, 2 * DAY))
                    .as(by.name())
                    .singleElement()
                    .extracting(StoreReader.UsageCell::day, StoreReader.UsageCell::costNanos)
                    .containsExactly(1L, 6L);
            assertThat(reader().usageCells(by, 0, DAY)).as(by.name()).isEmpty();
        }
    }
}
