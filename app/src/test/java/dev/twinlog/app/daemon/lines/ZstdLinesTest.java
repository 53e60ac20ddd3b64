package dev.twinlog.app.daemon.lines;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.twinlog.journal.CorruptRecordException;
import dev.twinlog.journal.FileChunk;
import dev.twinlog.journal.FileChunkView;
import dev.twinlog.journal.FileId;
import dev.twinlog.model.Agent;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Packed files that come in pieces, and damaged ones.
final class ZstdLinesTest {
    private static final FileId FILE = new FileId(Agent.CODEX, "/codex", "r.jsonl.zst", 1, 2, 3, 4);

    private ZstdLines lines = new ZstdLines();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private boolean take(byte[] file, int from, int to) throws CorruptRecordException {
        var chunk = new FileChunk(FILE, from, Arrays.copyOfRange(file, from, to), 0);
        return lines.take(FileChunkView.of(chunk.encode()), out::writeBytes);
    }

    private static byte[] noise(int length) {
        var noise = new byte[length];
        new Random(2).nextBytes(noise);
        return noise;
    }

    @Test
    void a_file_in_pieces_is_given_on_once_and_whole() throws CorruptRecordException {
        var text = noise(3_000_000);
        var packed = Zstd.compress(text);
        for (int from = 0; from < packed.length; from += 700_000)
            assertThat(take(packed, from, Math.min(packed.length, from + 700_000)))
                    .isTrue();
        assertThat(out.toByteArray()).isEqualTo(text);
    }

    @Test
    void a_damaged_file_stays_damaged_and_gives_nothing_more() throws CorruptRecordException {
        var garbage = noise(10_000);
        assertThat(take(garbage, 0, 5_000)).isFalse();
        assertThat(take(garbage, 5_000, 10_000)).isFalse();
        assertThat(take(Zstd.compress(noise(100)), 0, 50)).isFalse();
        assertThat(out.size()).isZero();
    }

    @Test
    void several_frames_cut_anywhere_are_one_text() throws CorruptRecordException {
        var file = new ByteArrayOutputStream();
        var text = new ByteArrayOutputStream();
        for (int frame = 1; frame <= 4; frame++) {
            var part = noise(frame * 100_000);
            text.writeBytes(part);
            file.writeBytes(Zstd.compress(part));
        }
        var packed = file.toByteArray();
        for (int from = 0; from < packed.length; from += 33_333)
            assertThat(take(packed, from, Math.min(packed.length, from + 33_333)))
                    .isTrue();
        assertThat(out.toByteArray()).isEqualTo(text.toByteArray());
    }

    @Test
    void a_file_damaged_in_its_middle_gives_what_was_before_and_nothing_after() throws CorruptRecordException {
        var text = noise(2_000_000);
        var packed = Zstd.compress(text);
        Arrays.fill(packed, 1_000_000, 1_300_000, (byte) 0xEE);
        boolean sound = true;
        for (int from = 0; from < packed.length; from += 200_000)
            sound = take(packed, from, Math.min(packed.length, from + 200_000));
        assertThat(sound).isFalse();
        assertThat(out.toByteArray()).hasSizeBetween(500_000, 1_100_000).isEqualTo(Arrays.copyOf(text, out.size()));
    }

    @Test
    void what_unpacks_to_more_than_the_limit_is_refused_where_it_passes_it() throws CorruptRecordException {
        var bomb = Zstd.compress(new byte[50_000_000]);
        lines = new ZstdLines(10_000_000);
        assertThat(take(bomb, 0, bomb.length)).isFalse();
        assertThat(out.size()).isLessThanOrEqualTo(10_000_000).isGreaterThan(9_000_000);
        assertThat(ZstdLines.UNPACKED_BYTES_MAX).isEqualTo(16L << 30);
    }
}
