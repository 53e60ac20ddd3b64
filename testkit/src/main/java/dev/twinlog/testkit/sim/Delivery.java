package dev.twinlog.testkit.sim;

import dev.twinlog.model.Heard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// The order in which the lines of a world arrive.
///
/// @param whole whether every line arrives at least once
/// @param heard what arrives
public record Delivery(Order order, boolean whole, List<Heard> heard) {
    private static final int TORN_ONE_IN = 12;

    /// How lines arrive.
    public enum Order {
        /// Source by source, as a first import reads them.
        BY_FILE,
        /// Only the transcripts, source by source, each once.
        TRANSCRIPTS,
        /// All sources at once, as they were written.
        LIVE,
        /// As they were written; some lines never arrive.
        TORN,
        /// Source by source, with parts read again.
        REPEATED,
        /// Lines in any order.
        SHUFFLED,
        /// Everything heard in any order, with repeats.
        SCATTERED
    }

    static Delivery of(SimulatedWorld world, Order order, Random dice) {
        var lines = switch (order) {
            case BY_FILE -> byFile(world, dice);
            case TRANSCRIPTS ->
                byFile(world, dice).stream().filter(Line::isTranscript).toList();
            case LIVE -> live(world);
            case TORN -> torn(live(world), dice);
            case REPEATED -> repeated(byFile(world, dice), dice);
            case SHUFFLED -> shuffled(world.lines(), dice);
            case SCATTERED -> repeated(shuffled(world.lines(), dice), dice);
        };
        var heard = new ArrayList<Heard>();
        for (var line : lines) heard.addAll(line.heard());
        if (order == Order.SCATTERED) Collections.shuffle(heard, dice);
        return new Delivery(order, order != Order.TORN, heard);
    }

    private static List<Line> byFile(SimulatedWorld world, Random dice) {
        var sources = new ArrayList<>(world.sources().values());
        Collections.shuffle(sources, dice);
        return sources.stream().flatMap(List::stream).toList();
    }

    private static List<Line> live(SimulatedWorld world) {
        var next = new ArrayList<>(world.sources().values().stream()
                .map(List::listIterator)
                .filter(source -> source.hasNext())
                .toList());
        var lines = new ArrayList<Line>();
        while (!next.isEmpty()) {
            var earliest = next.stream()
                    .min(Comparator.comparingLong(source -> {
                        long at = source.next().at();
                        source.previous();
                        return at;
                    }))
                    .orElseThrow();
            lines.add(earliest.next());
            if (!earliest.hasNext()) next.remove(earliest);
        }
        return lines;
    }

    private static List<Line> torn(List<Line> lines, Random dice) {
        return lines.stream().filter(line -> dice.nextInt(TORN_ONE_IN) > 0).toList();
    }

    private static List<Line> repeated(List<Line> lines, Random dice) {
        var again = new ArrayList<>(lines);
        for (int times = 1 + dice.nextInt(3); times > 0; times--) {
            int from = dice.nextInt(lines.size());
            int to = Math.min(lines.size(), from + 1 + dice.nextInt(10));
            again.addAll(to + dice.nextInt(again.size() - to + 1), lines.subList(from, to));
        }
        return again;
    }

    private static List<Line> shuffled(List<Line> lines, Random dice) {
        var shuffled = new ArrayList<>(lines);
        Collections.shuffle(shuffled, dice);
        return shuffled;
    }
}
