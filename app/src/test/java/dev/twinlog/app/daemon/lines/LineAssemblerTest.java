package dev.twinlog.app.daemon.lines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.RawPlace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineAssemblerTest {
    private final LineAssembler assembler = new LineAssembler();
    private final List<byte[]> heard = new ArrayList<>();
    private long offset;

    @Test
    void lines_about_the_length_from_which_they_wait_outside_of_the_heap_are_whole() {
        for (int more : new int[] {-1, 0, 1, 5 * LongLine.PIECE_BYTES + 3}) {
            heard.clear();
            var line = noise(LineAssembler.GROWING_BYTES_MAX + more);
            take(line, 3_000_001);
            assertThat(assembler.waiting()).isEqualTo(line.length);
            take(new byte[] {'\n'}, 1);
            assertThat(heard).hasSize(1);
            assertThat(heard.getFirst()).isEqualTo(line);
            assertThat(assembler.waiting()).isZero();
        }
    }

    @Test
    void a_line_after_a_long_one_is_only_itself() {
        take(noise(LineAssembler.GROWING_BYTES_MAX + 1), 1_000_000);
        take("\nshort\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), 3);
        assertThat(heard).hasSize(2);
        assertThat(new String(heard.getLast(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("short");
    }

    @Test
    void a_long_line_that_goes_on_elsewhere_is_forgotten() {
        take(noise(LineAssembler.GROWING_BYTES_MAX + 1), 1_000_000);
        assembler.goTo(offset += 10);
        assertThat(assembler.waiting()).isZero();
        take("next\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), 5);
        assertThat(heard).hasSize(1);
    }

    @Test
    void a_line_above_the_limit_is_told_where_it_begins_and_the_next_one_heard() {
        take("first\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), 6);
        var piece = noise(1 << 20);
        for (int i = 0; i < 64; i++) take(piece, piece.length);
        assertThat(assembler.takeTooLong()).isEmpty();
        take(piece, piece.length);
        int seen = LineAssembler.LINE_BYTES_MAX + piece.length;
        assertThat(assembler.takeTooLong()).containsExactly(tooLong(6, seen, false));
        take(piece, piece.length);
        assertThat(assembler.takeTooLong()).isEmpty();
        take(new byte[] {'x', '\n', 'y', '\n'}, 4);
        assertThat(assembler.takeTooLong()).containsExactly(tooLong(6, seen + piece.length + 1, true));
        assertThat(heard).hasSize(2).last().isEqualTo(new byte[] {'y'});
    }

    @Test
    void a_line_that_ends_in_the_piece_in_which_it_becomes_too_long_is_told_once() {
        var piece = noise(1 << 20);
        for (int i = 0; i < 64; i++) take(piece, piece.length);
        take(new byte[] {'x', '\n', 'y', '\n'}, 4);
        assertThat(assembler.takeTooLong()).containsExactly(tooLong(0, LineAssembler.LINE_BYTES_MAX + 1, false));
        assertThat(heard).containsExactly(new byte[] {'y'});
    }

    private static LineAssembler.TooLong tooLong(long offset, int length, boolean again) {
        return new LineAssembler.TooLong(new RawPlace(0, offset, length), again);
    }

    private void take(byte[] bytes, int pieces) {
        for (int at = 0; at < bytes.length; at += pieces) {
            int end = Math.min(bytes.length, at + pieces);
            assembler.take(
                    bytes,
                    at,
                    end,
                    offset + at,
                    0,
                    (line, from, to, where, position) -> heard.add(Arrays.copyOfRange(line, from, to)));
        }
        offset += bytes.length;
    }

    private static byte[] noise(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        for (int i = 0; i < length; i++) if (bytes[i] == '\n') bytes[i] = 'n';
        return bytes;
    }
}
