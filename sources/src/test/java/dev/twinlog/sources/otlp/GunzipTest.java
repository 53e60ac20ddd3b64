package dev.twinlog.sources.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GunzipTest {
    private static final int BODY_MAX = 1 << 20;
    private static final byte[] TEXT = "what an agent said, ".repeat(500).getBytes(StandardCharsets.UTF_8);
    private static final long SEED = Long.getLong("twinlog.seed", 4711);

    private static byte[] inflate(byte[] packed, int pieceBytes) throws Exception {
        var room = new Room(4 * BODY_MAX, 1);
        try (var share = room.share(new Patience(Duration.ZERO));
                var gunzip = new Gunzip(new Pieces(share, BODY_MAX))) {
            for (int at = 0; at < packed.length; at += pieceBytes)
                gunzip.take(packed, at, Math.min(pieceBytes, packed.length - at));
            return gunzip.end();
        }
    }

    private static void assertMalformed(byte[] packed) {
        assertThatThrownBy(() -> inflate(packed, 100))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 1 << 20})
    void what_was_packed_comes_out_however_it_is_cut(int pieceBytes) throws Exception {
        assertThat(inflate(Scene.gzip(TEXT), pieceBytes)).isEqualTo(TEXT);
        assertThat(inflate(Scene.gzip(new byte[0]), pieceBytes)).isEmpty();
    }

    @Test
    void several_members_are_one_body() throws Exception {
        var two = new ByteArrayOutputStream();
        two.write(Scene.gzip("a".getBytes(StandardCharsets.UTF_8)));
        two.write(Scene.gzip("b".getBytes(StandardCharsets.UTF_8)));
        assertThat(inflate(two.toByteArray(), 5)).asString().isEqualTo("ab");
    }

    @Test
    void a_head_may_have_a_name_remarks_more_fields_and_a_checksum() throws Exception {
        var plain = Scene.gzip(TEXT);
        var packed = new ByteArrayOutputStream();
        packed.write(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0});
        packed.write(new byte[] {3, 0, 'x', 'y', 'z', 'n', 'a', 'm', 'e', 0, 'r', 0, 1, 2});
        packed.write(plain, 10, plain.length - 10);
        assertThat(inflate(packed.toByteArray(), 3)).isEqualTo(TEXT);
    }

    @Test
    void cut_anywhere_it_is_refused() {
        var whole = Scene.gzip("short".getBytes(StandardCharsets.UTF_8));
        for (int length = 0; length < whole.length; length++) assertMalformed(Arrays.copyOf(whole, length));
    }

    @Test
    void bytes_behind_the_end_are_refused() {
        var whole = Scene.gzip(TEXT);
        for (int more = 1; more < 30; more++) assertMalformed(Arrays.copyOf(whole, whole.length + more));
    }

    @Test
    void a_changed_byte_never_gives_another_body() {
        var random = new Random(SEED);
        var whole = Scene.gzip(TEXT);
        for (int i = 0; i < 3000; i++) {
            var changed = whole.clone();
            int at = random.nextInt(changed.length);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            byte[] inflated;
            try {
                inflated = inflate(changed, 1 + random.nextInt(200));
            } catch (Exception refused) {
                assertThat(refused).as("seed %s, byte %s", SEED, at).isInstanceOf(Refused.class);
                continue;
            }
            assertThat(inflated).as("seed %s, byte %s", SEED, at).isEqualTo(TEXT);
        }
    }

    @Test
    void a_bomb_is_too_large_long_before_it_is_inflated() {
        assertThatThrownBy(() -> inflate(Scene.gzip(new byte[BODY_MAX + 1]), 100))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    void a_head_without_end_is_refused() {
        var head = new byte[OtlpLimits.GZIP_HEAD_BYTES_MAX + 1];
        Arrays.fill(head, (byte) 'x');
        System.arraycopy(new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0}, 0, head, 0, 10);
        assertMalformed(head);
    }

    @Test
    void members_without_number_are_refused() {
        var member = Scene.gzip(new byte[0]);
        var many = new ByteArrayOutputStream();
        for (int i = 0; i <= OtlpLimits.GZIP_MEMBERS_MAX; i++) many.writeBytes(member);
        assertMalformed(many.toByteArray());
    }
}
