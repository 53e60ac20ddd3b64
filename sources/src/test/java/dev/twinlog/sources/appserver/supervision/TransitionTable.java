package dev.twinlog.sources.appserver.supervision;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// A table of transitions as a test writes it: a head line with the signals, then a line for each state with what comes
/// of each.
final class TransitionTable {
    private TransitionTable() {}

    /// Each cell: state, signal, and what the table says.
    static Stream<Arguments> cells(String table) {
        var lines = table.lines().map(line -> line.split(" +", -1)).toList();
        return lines.stream()
                .skip(1)
                .flatMap(line -> Stream.iterate(1, i -> i < line.length, i -> i + 1)
                        .map(i -> Arguments.of(line[0], lines.getFirst()[i], line[i])));
    }
}
