package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PackingTest {
    @Test
    void bodies_around_the_threshold_come_back() {
        try (var packing = new BodyPacking()) {
            for (int length : new int[] {0, 1, 2047, 2048, 2049, 1 << 20}) {
                var noise = new byte[length];
                new Random(length).nextBytes(noise);
                assertThat(BodyPacking.unpack(packing.pack(noise))).isEqualTo(noise);
                var text = "a".repeat(length).getBytes();
                assertThat(BodyPacking.unpack(packing.pack(text))).isEqualTo(text);
            }
        }
    }

    @Test
    void a_long_body_is_compressed_and_a_short_one_is_not() {
        try (var packing = new BodyPacking()) {
            assertThat(packing.pack(new byte[BodyPacking.COMPRESSED_FROM_BYTES]))
                    .hasSizeLessThan(100);
            assertThat(packing.pack(new byte[BodyPacking.COMPRESSED_FROM_BYTES - 1]))
                    .hasSize(BodyPacking.COMPRESSED_FROM_BYTES);
        }
    }

    @Test
    void damaged_bytes_are_named_and_never_a_body() {
        for (var bytes : List.of(new byte[0], new byte[] {7, 1}, new byte[] {1, 2, 3}, new byte[] {1}))
            assertThatThrownBy(() -> BodyPacking.unpack(bytes))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("twinlog rebuild");
        assertThatThrownBy(() -> DecisionPack.unpack(new byte[] {1, 2, 3}, 1)).isInstanceOf(StoreException.class);
    }

    @Test
    void decisions_come_back_with_what_is_absent() {
        var rows = List.of(
                new Batch.DecisionRow(1, "k/é", "accepted", "transcript", null, "otlp"),
                new Batch.DecisionRow(Long.MIN_VALUE, "", "dropped", "stream", "", null));
        assertThat(DecisionPack.unpack(DecisionPack.pack(rows), 2)).isEqualTo(rows);
    }
}
