package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import dev.twinlog.setup.Settings.RawKept;
import dev.twinlog.store.Batch.FileRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeepingTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long NOW = 1000 * DAY;
    private static final SessionId ONE = new SessionId(Agent.CLAUDE, "one");
    private static final SessionId TWO = new SessionId(Agent.CLAUDE, "two");
    private static final Map<SessionId, Long> NO_TELEMETRY = Map.of();
    private static final Keeping THIRTY_DAYS = new Keeping(RawKept.ALL, OptionalInt.of(30));
    private static final Keeping NO_RAW = new Keeping(RawKept.NONE, OptionalInt.empty());

    private static Keeping.Known file(long key, long firstSeen, SessionId... told) {
        return new Keeping.Known(
                new FileRow(key, ONE, Agent.CLAUDE, "/r", "p", 1, 2, 3, 4, 5, firstSeen, false), Set.of(told));
    }

    private static List<String> expired(Keeping.Plan plan) {
        return plan.expire().stream()
                .map(each -> each.file().key() + " " + each.because())
                .toList();
    }

    @Test
    void sessions_go_the_moment_that_they_are_older_than_their_days() {
        var files = List.of(file(1, 0, ONE), file(2, 0, TWO));
        var plan = THIRTY_DAYS.plan(files, NO_TELEMETRY, Map.of(ONE, NOW - 30 * DAY - 1, TWO, NOW - 30 * DAY), NOW);
        assertThat(plan.remove()).containsExactly(ONE);
        assertThat(expired(plan)).containsExactly("1 retention.days");
    }

    @Test
    void a_file_stays_as_long_as_one_of_its_sessions_does() {
        var plan = THIRTY_DAYS.plan(List.of(file(1, 0, ONE, TWO)), NO_TELEMETRY, Map.of(ONE, 0L, TWO, NOW), NOW);
        assertThat(plan.remove()).containsExactly(ONE);
        assertThat(plan.expire()).isEmpty();
    }

    @Test
    void a_file_that_told_nothing_goes_by_when_it_was_first_seen() {
        var files = List.of(file(1, NOW - 31 * DAY), file(2, NOW - 29 * DAY));
        assertThat(expired(THIRTY_DAYS.plan(files, NO_TELEMETRY, Map.of(), NOW)))
                .containsExactly("1 retention.days");
        assertThat(expired(NO_RAW.plan(files, NO_TELEMETRY, Map.of(), NOW)))
                .containsExactly("1 raw.keep", "2 raw.keep");
    }

    @Test
    void raw_bytes_that_are_not_kept_go_when_all_their_sessions_are_quiet() {
        long quiet = NOW - Keeping.QUIET.toMillis();
        var files = List.of(file(1, 0, ONE), file(2, 0, TWO), file(3, 0, ONE, TWO));
        var plan = NO_RAW.plan(files, NO_TELEMETRY, Map.of(ONE, quiet, TWO, quiet + 1), NOW);
        assertThat(plan.remove()).isEmpty();
        assertThat(expired(plan)).containsExactly("1 raw.keep");
    }

    @Test
    void by_default_nothing_is_let_go_of() {
        var keeping = new Keeping(RawKept.ALL, OptionalInt.empty());
        assertThat(keeping.letsGo()).isFalse();
        assertThat(keeping.plan(List.of(file(1, 0, ONE)), NO_TELEMETRY, Map.of(ONE, 0L), NOW)
                        .isEmpty())
                .isTrue();
        assertThat(new Keeping(RawKept.REDACTED, OptionalInt.empty()).letsGo()).isFalse();
    }

    @Test
    void raw_telemetry_that_is_not_kept_goes_when_its_session_is_quiet_and_no_file_of_it_stays() {
        long quiet = NOW - Keeping.QUIET.toMillis();
        var activity = Map.of(ONE, quiet, TWO, quiet + 1);
        var telemetry = Map.of(ONE, NOW, TWO, NOW);
        assertThat(NO_RAW.plan(List.of(), telemetry, activity, NOW).quiet()).isEqualTo(Map.of(ONE, "raw.keep"));
        assertThat(NO_RAW.plan(List.of(file(1, 0, ONE)), telemetry, activity, NOW)
                        .quiet())
                .containsOnlyKeys(ONE);
        assertThat(NO_RAW.plan(List.of(file(1, 0, ONE, TWO)), telemetry, activity, NOW)
                        .quiet())
                .isEmpty();
    }

    @Test
    void raw_telemetry_of_a_session_that_is_none_goes_by_when_it_came() {
        var telemetry = Map.of(ONE, NOW - 31 * DAY, TWO, NOW - 29 * DAY);
        var plan = THIRTY_DAYS.plan(List.of(), telemetry, Map.of(), NOW);
        assertThat(plan.quiet()).isEqualTo(Map.of(ONE, "retention.days"));
        assertThat(plan.remove()).isEmpty();
    }

    @Test
    void raw_telemetry_of_a_removed_session_goes_with_it() {
        var plan = THIRTY_DAYS.plan(List.of(), Map.of(ONE, NOW), Map.of(ONE, 0L), NOW);
        assertThat(plan.remove()).containsExactly(ONE);
        assertThat(plan.quiet()).isEmpty();
    }

    @Test
    void what_told_nothing_goes_after_the_shortest_time_that_a_setting_says() {
        var keep = OptionalInt.empty();
        var seven = OptionalInt.of(7);
        assertThat(new Keeping(RawKept.ALL, keep).toldNothing(keep)).isEmpty();
        assertThat(new Keeping(RawKept.ALL, keep).toldNothing(seven)).contains(Duration.ofDays(7));
        assertThat(THIRTY_DAYS.toldNothing(keep)).contains(Duration.ofDays(30));
        assertThat(THIRTY_DAYS.toldNothing(seven)).contains(Duration.ofDays(7));
        assertThat(NO_RAW.toldNothing(seven)).contains(Keeping.QUIET);
    }
}
