package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.SequenceSeen;
import dev.twinlog.reconcile.Epochs.Hole;
import dev.twinlog.reconcile.Sequences.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EpochsTest {
    /// Numbers, each a second after the one before.
    private static List<Point> points(long... numbers) {
        var points = new ArrayList<Point>();
        for (long number : numbers) points.add(new Point(1000L * points.size(), number, points.size()));
        return points;
    }

    private static List<String> told(List<Point> points) {
        return Epochs.holes(points).stream().map(EpochsTest::told).toList();
    }

    private static String told(Hole hole) {
        return hole.first() + "-" + hole.last() + (hole.certain() ? "" : "?");
    }

    @Test
    void one_process_that_counts_on_misses_nothing() {
        assertThat(told(points(0, 1, 2, 3))).isEmpty();
        assertThat(told(points(4, 5, 6))).as("it began in another session").isEmpty();
        assertThat(told(List.of())).isEmpty();
    }

    @Test
    void a_hole_tells_its_numbers_and_when_they_were_sent() {
        assertThat(Epochs.holes(points(0, 1, 4, 5))).containsExactly(new Hole(2, 3, true, 1000, 2000));
    }

    @Test
    void a_resumed_session_counts_anew_and_misses_nothing() {
        assertThat(told(points(0, 1, 2, 0, 1, 2, 3, 4))).isEmpty();
        assertThat(told(points(0, 1, 2, 4, 0, 1))).containsExactly("3-3");
    }

    @Test
    void two_processes_at_once_may_have_equal_numbers() {
        assertThat(told(points(4, 4, 5, 5, 6, 6))).isEmpty();
        assertThat(told(points(4, 4, 5, 5, 6, 7, 7, 8, 8))).containsExactly("6-6");
    }

    @Test
    void what_an_earlier_process_may_have_been_cannot_be_told() {
        assertThat(told(points(0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 7, 8)))
                .as("the first process may have gone on at 7")
                .containsExactly("5-6?");
        assertThat(told(points(0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 7, 8))).containsExactly("5-5?", "6-6");
    }

    @Test
    void equal_times_do_not_part_what_is_numbered_on() {
        var points = List.of(new Point(5, 0, 1), new Point(5, 1, 2), new Point(5, 2, 3));
        assertThat(told(points)).isEmpty();
    }

    /// Every cover by the fewest chains, by the numbers that it misses.
    private static final class AllCovers {
        private final List<Point> points;
        private final boolean together;
        private int fewest = Integer.MAX_VALUE;
        private final List<TreeSet<Long>> missed = new ArrayList<>();

        /// @param together whether what follows at once in time and number stays together
        AllCovers(List<Point> points, boolean together) {
            this.points = points;
            this.together = together;
            cover(0, new ArrayList<>());
        }

        private void cover(int next, List<List<Long>> chains) {
            if (chains.size() > fewest) return;
            if (next == points.size()) {
                take(chains);
                return;
            }
            long number = points.get(next).number();
            boolean follows = together && next > 0 && points.get(next - 1).number() + 1 == number;
            for (var chain : List.copyOf(chains)) {
                if (chain.getLast() >= number || follows && chain != newest(chains, next)) continue;
                chain.add(number);
                latest[next] = chain;
                cover(next + 1, chains);
                chain.removeLast();
            }
            if (follows) return;
            var begun = new ArrayList<Long>(List.of(number));
            chains.add(begun);
            latest[next] = begun;
            cover(next + 1, chains);
            chains.removeIf(chain -> chain == begun);
        }

        private final List<?>[] latest = new List<?>[16];

        private List<?> newest(List<List<Long>> chains, int next) {
            return latest[next - 1];
        }

        private void take(List<List<Long>> chains) {
            if (chains.size() < fewest) missed.clear();
            fewest = chains.size();
            var misses = new TreeSet<Long>();
            for (var chain : chains)
                LongStream.rangeClosed(chain.getFirst(), chain.getLast())
                        .filter(number -> !chain.contains(number))
                        .forEach(misses::add);
            missed.add(misses);
        }

        TreeSet<Long> byAll() {
            var all = new TreeSet<>(missed.getFirst());
            missed.forEach(all::retainAll);
            return all;
        }

        TreeSet<Long> byAny() {
            var any = new TreeSet<Long>();
            missed.forEach(any::addAll);
            return any;
        }
    }

    @Test
    void holes_are_what_every_fewest_cover_misses_and_doubts_what_some_do() {
        long seed = Long.getLong("twinlog.seed", 4711);
        var dice = new Random(seed);
        for (int world = 0; world < 5_000; world++) {
            var points = made(dice);
            var every = new AllCovers(points, false);
            var together = new AllCovers(points, true);
            assertThat(together.fewest).isEqualTo(every.fewest);
            var certain = new TreeSet<Long>();
            var doubtful = new TreeSet<Long>();
            for (var hole : Epochs.holes(points))
                LongStream.rangeClosed(hole.first(), hole.last())
                        .forEach(number -> assertThat((hole.certain() ? certain : doubtful).add(number))
                                .isTrue());
            var doubts = together.byAny();
            doubts.removeAll(together.byAll());
            assertThat(certain).as("seed %s, %s", seed, points).isEqualTo(every.byAll());
            assertThat(doubtful).as("seed %s, %s", seed, points).isEqualTo(doubts);
        }
    }

    /// Few points with few numbers and times, of processes at once or in turn; or quite at random.
    private static List<Point> made(Random dice) {
        var points = new TreeSet<Point>();
        if (dice.nextInt(3) == 0) {
            for (int i = dice.nextInt(8); i >= 0; i--) points.add(new Point(dice.nextInt(6), dice.nextInt(6), i));
            return List.copyOf(points);
        }
        for (int process = dice.nextInt(3); process >= 0; process--) {
            long at = dice.nextInt(8);
            long number = dice.nextInt(3);
            for (int events = dice.nextInt(5); events >= 0; events--) {
                if (dice.nextInt(4) > 0 && points.size() < 9)
                    points.add(new Point(at, number, points.size() + 100L * process));
                at += dice.nextInt(3);
                number++;
            }
        }
        return List.copyOf(points);
    }

    @Test
    void which_numbers_are_kept_does_not_depend_on_the_order_of_arrival() {
        long seed = Long.getLong("twinlog.seed", 4711);
        var dice = new Random(seed);
        var seen = new ArrayList<SequenceSeen>();
        for (int i = 0; i < 60; i++) if (i % 7 != 0) seen.add(new SequenceSeen(Told.CLAUDE, i, 10L * i, i + 1));
        var told = new TreeMap<String, Integer>();
        for (int order = 0; order < 200; order++) {
            Collections.shuffle(seen, dice);
            var sequences = new Sequences(30);
            for (var each : seen) sequences.add(each);
            for (var each : seen.subList(0, 20)) assertThat(sequences.add(each)).isFalse();
            assertThat(sequences.size()).isEqualTo(30);
            told.merge(sequences.holes().toString(), 1, Integer::sum);
        }
        assertThat(told).as("seed %s", seed).hasSize(1);
    }

    @Test
    void many_processes_at_once_are_looked_at_within_the_steps_allowed() {
        var points = new ArrayList<Point>();
        for (int i = 0; i < Sequences.KEPT_MAX; i++) points.add(new Point(i, 7, i));
        assertThat(Epochs.holes(points)).isEmpty();
        var dice = new Random(1);
        points.clear();
        for (int i = 0; i < Sequences.KEPT_MAX; i++) points.add(new Point(i, dice.nextInt(1 << 20), i));
        assertThat(Epochs.holes(points)).isNotEmpty();
    }
}
