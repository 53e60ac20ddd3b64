package dev.twinlog.reconcile;

import dev.twinlog.reconcile.Sequences.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The processes of Claude Code behind the numbers of a session's telemetry, and what is missing of their numbering
/// (SPEC 3.8, docs/decisions/0022-gaps-of-two-witnesses.md).
///
/// A process counts upwards while time goes on, so each is a chain that rises in both; the processes are the fewest
/// chains that cover all numbers. Where several fewest covers fit, a number that each of them misses is missing; one
/// that some miss cannot be told. What follows at once in time *and* in number is one process' in any case: some
/// fewest cover always agrees, and without it each resumed session would be in doubt.
final class Epochs {
    /// Steps of looking for covers that miss more than the first one found. Beyond it doubts stay untold, not holes.
    static final long STEPS_MAX = 1L << 20;

    /// Numbers that no event carried, though the process that counted over them was heard before and after.
    ///
    /// @param first   of the missing numbers
    /// @param last    of them
    /// @param certain whether every fewest cover misses them
    /// @param from    when the number before them was sent, epoch milliseconds
    /// @param to      when the number after them was
    record Hole(long first, long last, boolean certain, long from, long to) {}

    /// Events that followed each other at once, numbered one by one, by the first and last number and time.
    private record Block(long first, long last, long begun, long ended) {}

    /// That a chain goes on over numbers without having them.
    private record Jump(long first, long last, long from, long to) implements Comparable<Jump> {
        /// The shortest in time first: most likely it is where they were lost.
        private static final Comparator<Jump> ORDER = Comparator.comparingLong((Jump jump) -> jump.to - jump.from)
                .thenComparingLong(Jump::from)
                .thenComparingLong(Jump::first)
                .thenComparingLong(Jump::last);

        @Override
        public int compareTo(Jump other) {
            return ORDER.compare(this, other);
        }
    }

    private final List<Block> blocks;
    private final int chains;
    private final TreeSet<Jump> jumps = new TreeSet<>();
    private long steps;

    private Epochs(List<Block> blocks) {
        this.blocks = blocks;
        this.chains = upwards(new ArrayList<>());
    }

    /// What is missing, by number.
    ///
    /// @param points in their order
    static List<Hole> holes(List<Point> points) {
        var blocks = blocks(points);
        if (blocks.size() < 2) return List.of();
        var epochs = new Epochs(blocks);
        epochs.findJumps();
        return epochs.jumps.isEmpty() ? List.of() : epochs.told();
    }

    private static List<Block> blocks(List<Point> points) {
        var blocks = new ArrayList<Block>();
        for (var point : points) {
            var before = blocks.isEmpty() ? null : blocks.getLast();
            if (before != null && before.last + 1 == point.number())
                blocks.set(blocks.size() - 1, new Block(before.first, point.number(), before.begun, point.at()));
            else blocks.add(new Block(point.number(), point.number(), point.at(), point.at()));
        }
        return blocks;
    }

    /// How many chains cover all that is numbered up to a number, as the number rises.
    ///
    /// @param steps takes each number from which on there is one more
    /// @return how many cover all
    private int upwards(List<Long> steps) {
        var byFirst = order(
                Comparator.comparingLong((Integer i) -> blocks.get(i).first).thenComparing(Comparator.reverseOrder()));
        var byLast = order(Comparator.comparingLong((Integer i) -> blocks.get(i).last));
        var ends = new TreeSet<Integer>();
        int released = 0;
        for (int block : byFirst) {
            long first = blocks.get(block).first;
            while (blocks.get(byLast.get(released)).last < first) ends.add(byLast.get(released++));
            var before = ends.lower(block);
            if (before == null) steps.add(first);
            else ends.remove(before);
        }
        return steps.size();
    }

    /// How many chains cover all that is numbered from a number on, as the number falls.
    ///
    /// @param steps takes each number from which on, downwards, there is one more
    private void downwards(List<Long> steps) {
        var byLast = order(
                Comparator.comparingLong((Integer i) -> -blocks.get(i).last).thenComparing(Comparator.naturalOrder()));
        var byFirst = order(Comparator.comparingLong((Integer i) -> -blocks.get(i).first));
        var beginnings = new TreeSet<Integer>();
        int released = 0;
        for (int block : byLast) {
            long last = blocks.get(block).last;
            while (blocks.get(byFirst.get(released)).first > last) beginnings.add(byFirst.get(released++));
            var next = beginnings.higher(block);
            if (next == null) steps.add(last);
            else beginnings.remove(next);
        }
    }

    private List<Integer> order(Comparator<Integer> order) {
        var all = new ArrayList<Integer>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) all.add(i);
        all.sort(order);
        return all;
    }

    /// The jumps of one fewest cover, and as far as the steps allow those of all others.
    private void findJumps() {
        var ends = new long[chains];
        Arrays.fill(ends, Long.MIN_VALUE);
        var heads = heads();
        var ended = new long[chains];
        for (int i = 0; i < blocks.size(); i++) {
            var block = blocks.get(i);
            int chain = floor(ends, block.first);
            if (ends[chain] != Long.MIN_VALUE) jump(ends[chain], ended[chain], block);
            put(ends, ended, chain, block);
            if (chains > 1 && steps < STEPS_MAX) findJumpsFrom(i, without(ends, block.last), heads);
        }
    }

    private void jump(long from, long at, Block to) {
        if (to.first > from + 1) jumps.add(new Jump(from + 1, to.first - 1, at, to.begun));
    }

    /// What else could follow a block if its chain waited for it, so that the others take all between.
    ///
    /// @param others where the other chains end, rising
    /// @param heads  for each block, where the chains of what follows it may begin at the latest
    private void findJumpsFrom(int block, long[] others, List<long[]> heads) {
        var waiting = blocks.get(block);
        long farthest = waiting.last + 1;
        for (int next = block + 1; next < blocks.size() && steps < STEPS_MAX; next++) {
            steps += chains;
            var then = blocks.get(next);
            if (then.first > farthest && fits(others, then.last, heads.get(next))) {
                farthest = then.first;
                jump(waiting.last, waiting.ended, then);
            }
            int chain = floor(others, then.first);
            if (chain < 0) return;
            put(others, null, chain, then);
            if (!fits(others, waiting.last, heads.get(next))) return;
        }
    }

    /// For each block the latest beginnings of the chains that cover all after it, rising; as few as all need.
    private List<long[]> heads() {
        var all = new ArrayList<long[]>();
        if (chains == 1) return all;
        var heads = new long[chains];
        Arrays.fill(heads, Long.MAX_VALUE);
        if ((long) blocks.size() * chains > STEPS_MAX) {
            steps = STEPS_MAX;
            return all;
        }
        for (int i = blocks.size() - 1; i >= 0; i--) {
            all.add(heads.clone());
            var block = blocks.get(i);
            int at = 0;
            while (heads[at] <= block.last) at++;
            for (; at > 0 && heads[at - 1] > block.first; at--) heads[at] = heads[at - 1];
            heads[at] = block.first;
        }
        return all.reversed();
    }

    /// The chain that ends nearest below a number, or -1.
    private static int floor(long[] ends, long number) {
        return below(ends, number) - 1;
    }

    /// How many of some numbers, which rise, are below another.
    private static int below(long[] rising, long number) {
        int from = 0;
        int to = rising.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (rising[middle] < number) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    /// A chain goes on with a block; all stay in their order.
    private static void put(long[] ends, long @Nullable [] ended, int chain, Block block) {
        int at = chain;
        for (; at + 1 < ends.length && ends[at + 1] < block.last; at++) {
            ends[at] = ends[at + 1];
            if (ended != null) ended[at] = ended[at + 1];
        }
        ends[at] = block.last;
        if (ended != null) ended[at] = block.ended;
    }

    private static long[] without(long[] ends, long one) {
        var others = new long[ends.length - 1];
        boolean left = false;
        int at = 0;
        for (long end : ends) {
            if (end == one && !left) left = true;
            else others[at++] = end;
        }
        return others;
    }

    /// Whether chains that end so can go on with those that begin so.
    private static boolean fits(long[] others, long one, long[] heads) {
        int at = 0;
        boolean counted = false;
        for (long head : heads) {
            boolean isOne = !counted && (at == others.length || one <= others[at]);
            long end = isOne ? one : others[at++];
            counted |= isOne;
            if (end >= head) return false;
        }
        return true;
    }

    /// How many chains all that lies on either side of a number needs at least, and how many events carried it.
    private static final class Needs {
        private final long[] upwards;
        private final long[] downwards;
        private final long[] firsts;
        private final long[] lasts;

        private Needs(Epochs epochs) {
            var up = new ArrayList<Long>();
            epochs.upwards(up);
            var down = new ArrayList<Long>();
            epochs.downwards(down);
            upwards = rising(up);
            downwards = rising(down);
            firsts = rising(epochs.blocks.stream().map(Block::first).toList());
            lasts = rising(epochs.blocks.stream().map(Block::last).toList());
        }

        private static long[] rising(List<Long> numbers) {
            return numbers.stream().mapToLong(number -> number).sorted().toArray();
        }

        /// How many chains there would be if none left the number out: both sides' chains, joined where they have it.
        private int withoutJumps(long number) {
            int having = below(firsts, number + 1) - below(lasts, number);
            return below(upwards, number + 1) + (downwards.length - below(downwards, number)) - having;
        }
    }

    /// Every number that a jump leaves out, those alike and next to each other together.
    private List<Hole> told() {
        var needs = new Needs(this);
        var byFirst = new ArrayList<>(jumps);
        byFirst.sort(Comparator.comparingLong(Jump::first));
        var active = new TreeSet<Jump>();
        var holes = new ArrayList<Hole>();
        int next = 0;
        var edges = edges();
        for (int i = 0; i + 1 < edges.length; i++) {
            long number = edges[i];
            while (next < byFirst.size() && byFirst.get(next).first <= number) active.add(byFirst.get(next++));
            while (!active.isEmpty() && active.first().last < number) active.pollFirst();
            if (!active.isEmpty())
                add(holes, number, edges[i + 1] - 1, needs.withoutJumps(number) > chains, active.first());
        }
        return holes;
    }

    /// Where anything changes that decides about a number, rising.
    private long[] edges() {
        var edges = LongStream.builder();
        for (var block : blocks) edges.add(block.first).add(block.last + 1);
        for (var jump : jumps) edges.add(jump.first).add(jump.last + 1);
        return edges.build().sorted().distinct().toArray();
    }

    private static void add(List<Hole> holes, long first, long last, boolean certain, Jump jump) {
        var before = holes.isEmpty() ? null : holes.getLast();
        boolean goesOn = before != null
                && before.last + 1 == first
                && before.certain == certain
                && before.from == jump.from
                && before.to == jump.to;
        if (before != null && goesOn)
            holes.set(holes.size() - 1, new Hole(before.first, last, certain, jump.from, jump.to));
        else holes.add(new Hole(first, last, certain, jump.from, jump.to));
    }
}
