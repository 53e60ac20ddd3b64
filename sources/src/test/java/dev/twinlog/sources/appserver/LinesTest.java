package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final int MAX = 1000;
    private final Heard heard = new Heard();
    private final Lines lines = new Lines(MAX, new Telling(heard));

    private void take(byte[] bytes) {
        lines.take(bytes, bytes.length);
    }

    private void take(String text) {
        take(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void lf_and_crlf_end_a_line_and_empty_lines_are_none() {
        take("a\r\nb\n\n\r\nc\r");
        take("\nd\re\n");
        assertThat(heard.texts()).containsExactly("a", "b", "c", "d\re");
        assertThat(heard.unfit()).isEmpty();
    }

    @Test
    void half_a_line_at_the_end_is_unfit() {
        take("a\n{\"id\":");
        lines.over();
        lines.over();
        assertThat(heard.texts()).containsExactly("a");
        assertThat(heard.unfit()).containsExactly("it ends in the middle, after 6 bytes | {\"id\":");
    }

    @Test
    void what_is_no_utf_8_is_unfit_and_the_next_line_is_heard() {
        take(new byte[] {'"', (byte) 0xc3, '(', '"', '\n', 'b', '\n'});
        assertThat(heard.unfit()).containsExactly("it is not UTF-8 | \"\uFFFD(\"");
        assertThat(heard.texts()).containsExactly("b");
    }

    @Test
    void a_line_of_the_greatest_length_is_heard_with_either_end() {
        take("x".repeat(MAX) + "\n" + "y".repeat(MAX) + "\r\n");
        assertThat(heard.texts()).containsExactly("x".repeat(MAX), "y".repeat(MAX));
    }

    @Test
    void a_longer_one_is_told_with_its_beginning_and_passed_over() {
        take("x".repeat(MAX + 1) + "\n" + "y".repeat(5 * MAX) + "\nz\n");
        assertThat(heard.texts()).containsExactly("z");
        assertThat(heard.unfit()).hasSize(2);
        assertThat(heard.unfit().getLast())
                .startsWith("it has 5000 bytes; at most " + Wire.FRAME_BYTES_MAX + " are taken | yyy")
                .hasSizeLessThan(600);
    }

    @Test
    void a_frame_of_64_mib_is_heard_and_one_byte_more_is_not() {
        var large = new Lines(Wire.FRAME_BYTES_MAX, new Telling(heard));
        var piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) 'x');
        for (int i = 0; i < 64; i++) large.take(piece, piece.length);
        large.take(new byte[] {'\n'}, 1);
        for (int i = 0; i < 64; i++) large.take(piece, piece.length);
        large.take(new byte[] {'x', '\n'}, 2);
        assertThat(heard.bytes())
                .singleElement()
                .satisfies(one -> assertThat(one).hasSize(64 << 20));
        assertThat(heard.unfit()).hasSize(1);
    }

    @Test
    void where_the_stream_is_cut_into_pieces_does_not_matter() {
        long seed = Long.getLong("twinlog.seed", 5);
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < 300; i++)
            text.append("ä".repeat(random.nextInt(600))).append(i % 3 == 0 ? "\r\n" : "\n");
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        take(bytes);
        var cut = new Heard();
        var lines = new Lines(MAX, new Telling(cut));
        for (int at = 0; at < bytes.length; ) {
            var piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(1500)));
            lines.take(piece, piece.length);
            at += piece.length;
        }
        assertThat(cut.texts()).as("seed " + seed).isEqualTo(heard.texts());
        assertThat(cut.unfit()).as("seed " + seed).isEqualTo(heard.unfit());
    }
}
