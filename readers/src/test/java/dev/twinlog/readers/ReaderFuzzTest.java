package dev.twinlog.readers;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.twinlog.model.Agent;
import dev.twinlog.readers.TranscriptFile.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Damaged lines of recorded files: cut, overwritten, spliced. A reader may be told anything, but never throws.
class ReaderFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String TELLING = "{}[]\":,\\0e-tfnu\n ";

    @ParameterizedTest
    @EnumSource(Agent.class)
    void damaged_lines_never_throw(Agent agent) {
        long seed = Long.getLong("twinlog.seed", 20261120L);
        var random = new Random(seed);
        var lines = lines(agent);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] line = damaged(random, lines);
            int number = round;
            assertThatCode(() -> Recorded.hearLine(agent, line, ReadingCounter.NONE))
                    .as("seed %d round %d", seed, number)
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] damaged(Random random, List<byte[]> lines) {
        byte[] line = lines.get(random.nextInt(lines.size())).clone();
        for (int hits = random.nextInt(4); hits > 0 && line.length > 0; hits--) {
            int at = random.nextInt(line.length);
            switch (random.nextInt(5)) {
                case 0 -> line = Arrays.copyOf(line, at);
                case 1 -> line[at] = (byte) random.nextInt(256);
                case 2 -> line[at] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
                case 3 -> line = Arrays.copyOfRange(line, at, line.length);
                default -> swapValue(random, line);
            }
        }
        return line;
    }

    /// Makes a member's value another kind of thing, keeping the line good JSON: `"x":"…` becomes
    /// `"x":[],"y":"…`.
    private static void swapValue(Random random, byte[] line) {
        for (int at = random.nextInt(line.length); at + 8 < line.length; at++) {
            if (line[at] != '"' || line[at + 1] != ':') continue;
            byte[] other = "null12[]{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            line[at + 2] = other[random.nextInt(other.length)];
            return;
        }
    }

    private static List<byte[]> lines(Agent agent) {
        var lines = new ArrayList<byte[]>();
        for (var source : Recorded.all(agent)) {
            if (source.what().role() == Role.TOOL_RESULT || source.what().role() == Role.SUBAGENT_META) continue;
            for (var line : Recorded.lines(source.bytes())) {
                if (line[1] - line[0] < 20_000) lines.add(Arrays.copyOfRange(source.bytes(), line[0], line[1]));
            }
        }
        return lines;
    }
}
