package dev.twinlog.sources.appserver.supervision;

import static dev.twinlog.sources.appserver.supervision.Calls.OVERLOADED;
import static dev.twinlog.sources.appserver.supervision.Calls.PATIENCE;
import static dev.twinlog.sources.appserver.supervision.Calls.PATIENCE_SHORT;
import static dev.twinlog.sources.appserver.supervision.Calls.PENDING_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.supervision.Calls.Ended;
import dev.twinlog.sources.appserver.supervision.Calls.Outcome;
import dev.twinlog.sources.appserver.supervision.Calls.Send;
import dev.twinlog.sources.appserver.supervision.Calls.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallsTest {
    private Calls<String> calls = Calls.<String>none().begin(1).calls();
    private final List<Send> sends = new ArrayList<>();
    private final List<Ended<String>> ends = new ArrayList<>();
    private int late;
    private Tick now = Tick.ZERO;

    private void take(Step<String> step) {
        calls = step.calls();
        sends.addAll(step.sends());
        ends.addAll(step.ends());
        late += step.late();
    }

    private void ask(String purpose) {
        take(calls.ask(purpose, "m/" + purpose, null, PATIENCE, now));
    }

    private void after(Duration time) {
        now = now.plus(time);
        take(calls.due(now));
    }

    @Test
    void an_answer_meets_its_request_once() {
        ask("a");
        ask("b");
        assertThat(sends).containsExactly(new Send(1, "m/a", null), new Send(2, "m/b", null));
        take(calls.answered(1, 2));
        take(calls.answered(1, 2));
        take(calls.failed(1, 1, -32600, "no", now, 0));
        assertThat(ends)
                .containsExactly(
                        new Ended<>("b", "m/b", new Outcome.Answered()),
                        new Ended<>("a", "m/a", new Outcome.Failed(-32600, "no")));
        assertThat(late).isEqualTo(1);
        assertThat(calls.pending()).isZero();
        assertThat(calls.next()).isEmpty();
    }

    @Test
    void one_that_is_not_answered_in_time_has_timed_out_exactly_then() {
        take(calls.ask("handshake", "initialize", "{}", PATIENCE_SHORT, now));
        ask("other");
        assertThat(calls.next()).contains(now.plus(Duration.ofSeconds(10)));
        after(Duration.ofSeconds(10).minusNanos(1));
        assertThat(ends).isEmpty();
        after(Duration.ofNanos(1));
        assertThat(ends).containsExactly(new Ended<>("handshake", "initialize", new Outcome.TimedOut()));
        take(calls.answered(1, 1));
        assertThat(late).isEqualTo(1);
        after(Duration.ofSeconds(20));
        assertThat(ends).hasSize(2);
    }

    @Test
    void however_much_others_want_the_heartbeat_has_room() {
        var full = Calls.<String>none().begin(1).calls();
        for (int i = 0; i < PENDING_MAX; i++)
            full = full.askForOthers("p" + i, "thread/read", null, Calls.PATIENCE, Tick.ZERO)
                    .calls();
        assertThat(full.pending()).isEqualTo(PENDING_MAX - Calls.KEPT);
        assertThat(full.ask("beat", "thread/loaded/list", null, Calls.PATIENCE, Tick.ZERO)
                        .sends())
                .hasSize(1);
    }

    @Test
    void the_257th_is_refused_and_not_sent() {
        for (int i = 0; i <= PENDING_MAX; i++) ask("p" + i);
        assertThat(sends).hasSize(256);
        assertThat(ends).containsExactly(new Ended<>("p256", "m/p256", new Outcome.Refused()));
        take(calls.answered(1, 1));
        ask("again");
        assertThat(sends).hasSize(257);
    }

    @Test
    void a_new_generation_ends_what_is_pending_and_hears_no_answer_to_it() {
        ask("old");
        take(calls.begin(2));
        assertThat(ends).containsExactly(new Ended<>("old", "m/old", new Outcome.LinkLost()));
        ask("new");
        assertThat(sends.getLast().id()).isEqualTo(2);
        take(calls.answered(1, 2));
        take(calls.answered(2, 1));
        assertThat(late).isEqualTo(2);
        assertThat(calls.pending()).isEqualTo(1);
    }

    @Test
    void an_overload_is_asked_again_after_a_growing_wait_under_another_id() {
        ask("a");
        take(calls.failed(1, 1, OVERLOADED, "busy", now, 0));
        assertThat(calls.next()).contains(now.plus(Duration.ofMillis(100)));
        take(calls.answered(1, 1));
        assertThat(late).as("an id that was answered already").isEqualTo(1);
        after(Duration.ofMillis(100));
        assertThat(sends.getLast()).isEqualTo(new Send(2, "m/a", null));
        take(calls.failed(1, 2, OVERLOADED, "busy", now, 0.5));
        assertThat(calls.next()).contains(now.plus(Duration.ofMillis(300)));
        after(Duration.ofMillis(300));
        take(calls.answered(1, 3));
        assertThat(ends).containsExactly(new Ended<>("a", "m/a", new Outcome.Answered()));
    }

    @Test
    void a_resume_is_never_sent_again_without_another_look_at_what_the_server_runs() {
        take(calls.ask("a", "thread/resume", null, PATIENCE, now));
        take(calls.failed(1, 1, OVERLOADED, "busy", now, 0));
        assertThat(ends).containsExactly(new Ended<>("a", "thread/resume", new Outcome.Failed(OVERLOADED, "busy")));
        assertThat(calls.next()).isEmpty();
    }

    @Test
    void an_overload_that_lasts_fails_within_the_patience() {
        ask("a");
        int tries = 0;
        while (ends.isEmpty()) {
            take(calls.failed(1, sends.getLast().id(), OVERLOADED, "busy", now, 0.99));
            if (ends.isEmpty()) after(calls.next().orElseThrow().since(now));
            tries++;
        }
        assertThat(ends).containsExactly(new Ended<>("a", "m/a", new Outcome.Failed(OVERLOADED, "busy")));
        assertThat(now.since(Tick.ZERO)).isLessThan(PATIENCE);
        assertThat(tries).isBetween(10, 20);
    }

    @Test
    void what_is_asked_is_waited_for_as_much_longer_as_this_process_stood_still() {
        take(calls.ask("a", "initialize", "{}", PATIENCE_SHORT, now));
        calls = calls.stoodStill(Duration.ofSeconds(12));
        after(Duration.ofSeconds(12).plus(PATIENCE_SHORT).minusMillis(1));
        assertThat(ends).isEmpty();
        after(Duration.ofMillis(1));
        assertThat(ends).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_request_ends_exactly_once_whatever_comes(long begin) {
        long seed = Long.getLong("twinlog.seed", begin);
        var random = new Random(seed);
        int asked = 0;
        var ids = new HashSet<Long>();
        for (int i = 0; i < 5000; i++) {
            long id = 1 + random.nextInt((int) calls.lastId() + 3);
            long generation = calls.generation() - (random.nextInt(5) == 0 ? 1 : 0);
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> ask("p" + asked++);
                case 3 -> take(calls.answered(generation, id));
                case 4 ->
                    take(calls.failed(
                            generation, id, random.nextBoolean() ? OVERLOADED : -1, "", now, random.nextDouble()));
                default -> after(Duration.ofMillis(random.nextInt(300)));
            }
            if (random.nextInt(400) == 0) take(calls.begin(calls.generation() + 1));
            assertThat(calls.pending()).as("seed " + seed).isLessThanOrEqualTo(PENDING_MAX);
        }
        after(PATIENCE);
        assertThat(calls.pending()).isZero();
        assertThat(ends.stream().map(Ended::purpose).distinct().count())
                .as("seed " + seed)
                .isEqualTo(asked);
        assertThat(ends).as("seed " + seed).hasSize(asked);
        assertThat(sends).as("seed " + seed).allMatch(send -> ids.add(send.id()));
    }
}
