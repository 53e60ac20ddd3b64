package dev.twinlog.sources.appserver.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.supervision.ThreadWatch.Act;
import dev.twinlog.sources.appserver.supervision.ThreadWatch.Known;
import dev.twinlog.sources.appserver.supervision.ThreadWatch.Question;
import dev.twinlog.sources.appserver.supervision.ThreadWatch.Sign;
import dev.twinlog.sources.appserver.supervision.ThreadWatch.Step;
import dev.twinlog.sources.appserver.supervision.WatchedThread.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ThreadWatchTest {
    private static final String NO_FILE = "no rollout found for thread id t";
    private static final Tick NOW = Tick.ZERO;
    private static final Tick UNTIL = NOW.plus(Duration.ofSeconds(1));
    private static final Tick PAST = UNTIL.plus(Duration.ofSeconds(9));

    /// What a thread may be, and whether the server said last that it is active.
    private static final Map<String, WatchedThread> PHASES = new LinkedHashMap<>();

    static {
        put("quiet", false, new Phase.Quiet());
        put("given-up", true, new Phase.Quiet());
        put("fleeting", true, new Phase.Fleeting());
        put("looking", true, new Phase.Looking(7, UNTIL));
        put("resuming", true, new Phase.Resuming(UNTIL));
        put("resuming-idle", false, new Phase.Resuming(UNTIL));
        put("waiting", true, new Phase.Waiting(NOW.plus(ThreadWatch.RETRY), UNTIL));
        put("heard", true, new Phase.Heard(true));
        put("unsure", true, new Phase.Heard(false));
        put("lingering", false, new Phase.Lingering(UNTIL, true));
        put("leaving", false, new Phase.Leaving());
        put("leaving-active", true, new Phase.Leaving());
    }

    private static void put(String name, boolean active, Phase phase) {
        PHASES.put(name, new WatchedThread("t", true, active, phase));
    }

    private static final Map<String, Sign> SIGNS = new LinkedHashMap<>();

    static {
        SIGNS.put("started", new Sign.Started("t", false, false));
        SIGNS.put("started-active", new Sign.Started("t", true, false));
        SIGNS.put("started-fleeting", new Sign.Started("t", true, true));
        SIGNS.put("active", new Sign.Status("t", true));
        SIGNS.put("idle", new Sign.Status("t", false));
        SIGNS.put("turn-over", new Sign.TurnOver("t"));
        SIGNS.put("closed", new Sign.Closed("t"));
        SIGNS.put("named", new Sign.Listed(7, List.of("s", "t"), null));
        SIGNS.put("not-named", new Sign.Listed(7, List.of("s"), null));
        SIGNS.put("next-page", new Sign.Listed(7, List.of("s"), "c"));
        SIGNS.put("older-list", new Sign.Listed(6, List.of("t"), null));
        SIGNS.put("heartbeat", new Sign.Listed(0, List.of("t"), null));
        SIGNS.put("gone-by-heartbeat", new Sign.Listed(0, List.of(), null));
        SIGNS.put("list-failed", new Sign.NotListed(7));
        SIGNS.put("resumed", new Sign.Resumed("t"));
        SIGNS.put("no-file", new Sign.NotResumed("t", NO_FILE));
        SIGNS.put("resume-failed", new Sign.NotResumed("t", "thread ID already has an active writer"));
        SIGNS.put("resume-late", new Sign.ResumeUnanswered("t"));
        SIGNS.put("unsubscribed", new Sign.Unsubscribed("t"));
        SIGNS.put("time", new Sign.Time());
    }

    /// What each sign makes of each phase, and what is sent; `-` is forgotten. Nothing happens to phases
    /// that are not named.
    private static final String TABLE = """
            started: given-up=quiet fleeting=fleeting-idle looking=quiet resuming=resuming-idle
                waiting=quiet heard=lingering unsure=lingering-unsure leaving-active=leaving
            started-active: quiet=looking+list given-up=looking+list resuming-idle=resuming lingering=heard
                leaving=leaving-active
            started-fleeting: quiet=fleeting given-up=fleeting looking=fleeting resuming-idle=resuming
                waiting=fleeting lingering=heard leaving=leaving-active
            active: quiet=looking+list given-up=looking+list resuming-idle=resuming lingering=heard
                leaving=leaving-active
            idle: given-up=quiet fleeting=fleeting-idle looking=quiet resuming=resuming-idle waiting=quiet
                heard=lingering unsure=lingering-unsure leaving-active=leaving
            turn-over: lingering=leaving+unsubscribe
            closed: quiet=- given-up=- fleeting=- looking=- resuming=- resuming-idle=- waiting=- heard=-
                unsure=- lingering=- leaving=- leaving-active=-
            named: looking=resuming+resume
            not-named: looking=waiting
            next-page: looking=.+list
            older-list: nothing
            heartbeat: nothing
            gone-by-heartbeat: quiet=- given-up=- fleeting=-
            list-failed: looking=waiting
            resumed: quiet=leaving+unsubscribe given-up=leaving-active+unsubscribe
                fleeting=leaving-active+unsubscribe looking=leaving-active+unsubscribe resuming=heard
                resuming-idle=leaving+unsubscribe waiting=leaving-active+unsubscribe
            no-file: resuming=waiting resuming-idle=quiet
            resume-failed: resuming=given-up resuming-idle=quiet
            resume-late: resuming=unsure resuming-idle=leaving+unsubscribe
            unsubscribed: leaving=quiet leaving-active=looking+list
            time: waiting=looking+list lingering=leaving+unsubscribe
            """;

    /// The table's cells by sign and phase.
    private static Map<String, Map<String, String>> cells() {
        var cells = new LinkedHashMap<String, Map<String, String>>();
        Map<String, String> row = new LinkedHashMap<>();
        for (var word : TABLE.strip().split("\\s+")) {
            if (word.endsWith(":")) cells.put(word.substring(0, word.length() - 1), row = new LinkedHashMap<>());
            else if (!word.equals("nothing")) row.put(word.split("=")[0], word.split("=")[1]);
        }
        return cells;
    }

    @TestFactory
    Stream<DynamicTest> what_each_sign_makes_of_each_phase() {
        var cells = cells();
        assertThat(cells.keySet()).containsExactlyElementsOf(SIGNS.keySet());
        return cells.entrySet().stream().flatMap(row -> {
            assertThat(PHASES.keySet()).containsAll(row.getValue().keySet());
            return PHASES.keySet().stream()
                    .map(phase -> DynamicTest.dynamicTest(
                            phase + " " + row.getKey(),
                            () -> assertThat(cell(phase, row.getKey()))
                                    .isEqualTo(row.getValue().getOrDefault(phase, "."))));
        });
    }

    private static ThreadWatch watching(WatchedThread thread) {
        return new ThreadWatch(true, 7, new TreeMap<>(Map.of("t", thread)), List.of(), 0);
    }

    private static String cell(String name, String sign) {
        var before = watching(PHASES.get(name));
        var step = before.on(SIGNS.get(sign), sign.equals("time") ? PAST : NOW);
        var after = step.watch().watched().get("t");
        var phase = after == null ? "-" : after.equals(PHASES.get(name)) ? "." : name(after);
        return phase
                + String.join(
                        "", step.acts().stream().map(ThreadWatchTest::name).toList());
    }

    private static String name(WatchedThread thread) {
        return switch (thread.phase()) {
            case Phase.Quiet() -> thread.active() ? "given-up" : "quiet";
            case Phase.Fleeting() -> thread.active() ? "fleeting" : "fleeting-idle";
            case Phase.Looking _ -> "looking";
            case Phase.Resuming _ -> thread.active() ? "resuming" : "resuming-idle";
            case Phase.Waiting _ -> "waiting";
            case Phase.Heard(boolean sure) -> sure ? "heard" : "unsure";
            case Phase.Lingering(var _, boolean sure) -> sure ? "lingering" : "lingering-unsure";
            case Phase.Leaving() -> thread.active() ? "leaving-active" : "leaving";
        };
    }

    private static String name(Act act) {
        return switch (act) {
            case Act.Loaded _ -> "+list";
            case Act.Resume _ -> "+resume";
            case Act.Unsubscribe _ -> "+unsubscribe";
        };
    }

    private ThreadWatch watch = ThreadWatch.shared();
    private final List<Act> acts = new ArrayList<>();

    private void take(Sign sign, Tick now) {
        Step step = watch.on(sign, now);
        watch = step.watch();
        acts.addAll(step.acts());
    }

    @Test
    void a_thread_is_resumed_right_after_a_list_of_its_own_named_it() {
        take(new Sign.Listed(0, List.of("a", "b"), null), NOW);
        assertThat(acts).isEmpty();
        take(new Sign.Status("a", true), NOW);
        assertThat(acts).containsExactly(new Act.Loaded(1, null));
        take(new Sign.Listed(0, List.of("a", "b"), null), NOW);
        assertThat(acts).as("the answer to another list").hasSize(1);
        take(new Sign.Listed(1, List.of("b"), "page 2"), NOW);
        take(new Sign.Listed(1, List.of("a"), null), NOW);
        assertThat(acts).containsExactly(new Act.Loaded(1, null), new Act.Loaded(1, "page 2"), new Act.Resume("a"));
        take(new Sign.Resumed("a"), NOW);
        assertThat(watch.threads()).containsExactly(new Known("a", true, false), new Known("b", false, false));
    }

    /// A server that always names another page would be asked thousands of times a second.
    @Test
    void pages_are_asked_for_no_longer_than_a_thread_is_tried() {
        take(new Sign.Status("a", true), NOW);
        take(new Sign.Listed(1, List.of("b"), "more"), NOW.plus(Duration.ofMillis(1_999)));
        assertThat(acts).endsWith(new Act.Loaded(1, "more"));
        take(new Sign.Listed(1, List.of("b"), "more"), NOW.plus(ThreadWatch.RETRIES));
        assertThat(acts).hasSize(2);
        assertThat(watch.next()).isEmpty();
    }

    @Test
    void what_has_no_file_yet_is_tried_each_thirty_milliseconds_for_two_seconds_with_a_list_each_time() {
        assertThat(ThreadWatch.RETRY).isBetween(Duration.ofMillis(25), Duration.ofMillis(50));
        take(new Sign.Status("a", true), NOW);
        var now = NOW;
        int resumes = 0;
        while (watch.watched().get("a").phase() instanceof Phase.Looking(long look, var _)) {
            take(new Sign.Listed(look, List.of("a"), null), now);
            assertThat(acts.getLast()).isEqualTo(new Act.Resume("a"));
            resumes++;
            take(new Sign.NotResumed("a", NO_FILE), now);
            if (watch.next().isEmpty()) break;
            assertThat(watch.next()).contains(now.plus(ThreadWatch.RETRY));
            now = now.plus(ThreadWatch.RETRY);
            take(new Sign.Time(), now);
        }
        assertThat(now.since(NOW)).isLessThan(ThreadWatch.RETRIES);
        assertThat(resumes).isEqualTo(67);
        assertThat(watch.threads()).containsExactly(new Known("a", false, false));
    }

    @Test
    void a_server_that_is_too_busy_is_asked_what_it_runs_before_the_next_try() {
        take(new Sign.Status("a", true), NOW);
        take(new Sign.Listed(watch.looks(), List.of("a"), null), NOW);
        take(new Sign.NotResumed("a", ThreadWatch.BUSY), NOW);
        var again = NOW.plus(ThreadWatch.RETRY_BUSY);
        assertThat(watch.next()).contains(again);
        take(new Sign.Time(), again);
        assertThat(acts.getLast()).isEqualTo(new Act.Loaded(watch.looks(), null));
    }

    @Test
    void a_thread_that_ends_its_turn_is_let_go_of_and_taken_again_by_the_next() {
        var heard = watching(PHASES.get("heard"));
        watch = heard;
        take(new Sign.Status("t", false), NOW);
        assertThat(watch.next()).contains(NOW.plus(ThreadWatch.LINGER));
        take(new Sign.TurnOver("t"), NOW);
        take(new Sign.Status("t", true), NOW);
        take(new Sign.Unsubscribed("t"), NOW);
        assertThat(acts).containsExactly(new Act.Unsubscribe("t"), new Act.Loaded(8, null));
    }

    @Test
    void on_our_own_child_nothing_is_ever_sent() {
        watch = ThreadWatch.ownChild();
        for (var sign : SIGNS.values()) take(sign, PAST);
        for (var sign : SIGNS.values()) take(sign, PAST);
        take(new Sign.Status("t", true), NOW);
        take(new Sign.Listed(1, List.of("t"), null), NOW);
        assertThat(acts).isEmpty();
        assertThat(watch.next()).isEmpty();
        assertThat(watch.threads()).containsExactly(new Known("t", false, false));
    }

    private static Question question(int id, String thread) {
        return new Question(Integer.toString(id), "item/commandExecution/requestApproval", thread, "i", "rm", 5);
    }

    @Test
    void a_question_is_kept_until_it_is_resolved_or_its_thread_closes_and_nothing_is_sent() {
        take(new Sign.Asked(question(0, "a")), NOW);
        take(new Sign.Asked(question(1, "b")), NOW);
        take(new Sign.Asked(question(0, "a")), NOW);
        take(new Sign.Asked(question(2, "c")), NOW);
        take(new Sign.Resolved("1"), NOW);
        take(new Sign.Resolved("9"), NOW);
        take(new Sign.Closed("c"), NOW);
        assertThat(watch.questions()).containsExactly(question(0, "a"));
        assertThat(acts).isEmpty();
        assertThat(watch.dropped()).isZero();
    }

    @Test
    void a_thread_that_is_idle_or_whose_turn_is_over_waits_for_nobody() {
        take(new Sign.Asked(question(0, "a")), NOW);
        take(new Sign.Asked(question(1, "b")), NOW);
        take(new Sign.Status("a", true), NOW);
        assertThat(watch.questions()).hasSize(2);
        take(new Sign.Status("a", false), NOW);
        assertThat(watch.questions()).containsExactly(question(1, "b"));
        take(new Sign.TurnOver("b"), NOW);
        assertThat(watch.questions()).isEmpty();
    }

    @Test
    void the_oldest_question_is_dropped_when_there_are_too_many() {
        for (int i = 0; i <= ThreadWatch.QUESTIONS_MAX; i++) take(new Sign.Asked(question(i, "a")), NOW);
        assertThat(watch.questions()).hasSize(256).first().isEqualTo(question(1, "a"));
        assertThat(watch.dropped()).isEqualTo(1);
    }

    @Test
    void more_threads_than_fit_push_out_quiet_ones_and_none_that_is_at_work() {
        for (int i = 0; i < ThreadWatch.THREADS_MAX; i++) take(new Sign.Status("t%04d".formatted(i), i > 0), NOW);
        take(new Sign.Status("new", true), NOW);
        assertThat(watch.watched()).hasSize(1024).doesNotContainKey("t0000").containsKey("new");
        take(new Sign.Status("more", true), NOW);
        assertThat(watch.watched()).doesNotContainKey("more");
        assertThat(watch.dropped()).isEqualTo(2);
        take(new Sign.Listed(0, List.of("x", "y"), "c"), NOW);
        assertThat(watch.watched()).hasSize(1024);
    }

    @Test
    void a_thread_is_idle_when_the_server_said_so_on_this_link_and_not_before() {
        var listed = ThreadWatch.shared()
                .on(new Sign.Listed(0, List.of("t"), null), NOW)
                .watch();
        assertThat(listed.threads()).containsExactly(new Known("t", false, false));
        var told = listed.on(new Sign.Status("t", false), NOW).watch();
        assertThat(told.threads()).containsExactly(new Known("t", false, true));
    }
}
