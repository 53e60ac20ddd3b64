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
        var plan = THIRTY_DAYS.plan(files, Map.of(ONE, NOW - 30 * DAY - 1, TWO, NOW - 30 * DAY), NOW);
        assertThat(plan.remove()).containsExactly(ONE);
        assertThat(expired(plan)).containsExactly("1 retention.days");
    }

    @Test
    void a_file_stays_as_long_as_one_of_its_sessions_does() {
        var plan = THIRTY_DAYS.plan(List.of(file(1, 0, ONE, TWO)), Map.of(ONE, 0L, TWO, NOW), NOW);
        assertThat(plan.remove()).containsExactly(ONE);
        assertThat(plan.expire()).isEmpty();
    }

    @Test
    void a_file_that_told_nothing_goes_by_when_it_was_first_seen() {
        var files = List.of(file(1, NOW - 31 * DAY), file(2, NOW - 29 * DAY));
        assertThat(expired(THIRTY_DAYS.plan(files, Map.of(), NOW))).containsExactly("1 retention.days");
        assertThat(expired(NO_RAW.plan(files, Map.of(), NOW))).containsExactly("1 raw.keep", "2 raw.keep");
    }

    @Test
    void raw_bytes_that_are_not_kept_go_when_all_their_sessions_are_quiet() {
        long quiet = NOW - Keeping.QUIET.toMillis();
        var files = List.of(file(1, 0, ONE), file(2, 0, TWO), file(3, 0, ONE, TWO));
        var plan = NO_RAW.plan(files, Map.of(ONE, quiet, TWO, quiet + 1), NOW);
        assertThat(plan.remove()).isEmpty();
        assertThat(expired(plan)).containsExactly("1 raw.keep");
    }

    @Test
    void by_default_nothing_is_let_go_of() {
        var keeping = new Keeping(RawKept.ALL, OptionalInt.empty());
        assertThat(keeping.letsGo()).isFalse();
        assertThat(keeping.plan(List.of(file(1, 0, ONE)), Map.of(ONE, 0L), NOW).isEmpty())
                .isTrue();
        assertThat(new Keeping(RawKept.REDACTED, OptionalInt.empty()).letsGo()).isFalse();
    }
}
