package dev.twinlog.journal;

import static dev.twinlog.journal.JournalContract.noise;
import static dev.twinlog.journal.JournalContract.prose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The limits that the journal keeps to.
class LimitsTest {
    @Test
    void the_tail_in_memory_is_bounded_by_bytes_and_keeps_the_newest() {
        var tail = new MemoryTail(10_000);
        for (int i = 0; i < 50; i++) tail.add(record(i, 1000));
        assertThat(tail.bytes()).isBetween(8_000L, 10_000L);
        assertThat(tail.get(49)).isNotNull();
        assertThat(tail.get(30)).isNull();
    }

    @Test
    void a_tail_of_many_empty_records_is_bounded_too() {
        var tail = new MemoryTail(10_000);
        for (int i = 0; i < 1_000; i++) tail.add(record(i, 0));
        assertThat(tail.bytes()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void a_record_larger_than_the_tail_is_not_kept_and_drops_nothing() {
        var tail = new MemoryTail(10_000);
        tail.add(record(0, 100));
        tail.add(record(1, 20_000));
        assertThat(tail.get(1)).isNull();
        assertThat(tail.get(0)).isNotNull();
    }

    private static JournalRecord record(long position, int length) {
        return new JournalRecord(position, position + 1, RecordClass.STREAM, new byte[length]);
    }

    @Test
    void payloads_are_packed_from_1_KiB_on_and_only_when_that_is_smaller() {
        try (var packing = new Packing()) {
            assertCodec(packing, prose(Packing.ZSTD_BYTES_MIN - 1), Frame.PLAIN);
            assertCodec(packing, prose(Packing.ZSTD_BYTES_MIN), Frame.ZSTD);
            assertCodec(packing, noise(1, 100_000), Frame.PLAIN);
        }
    }

    private static void assertCodec(Packing packing, byte[] payload, byte codec) {
        try (var packed = packing.pack(payload)) {
            assertThat(packed.codec()).isEqualTo(codec);
        }
    }

    @Test
    void damage_is_counted_once_for_each_place_while_places_are_remembered() {
        var damage = new Damage();
        var name = new SegmentName(0, 0);
        var header = new SegmentHeader(false, 0, 0);
        var segment = new Segment(header, name, Path.of("x"), new Tally(), null, SegmentHeader.BYTES);
        for (int i = 0; i < Damage.PLACES_MAX; i++) damage.met(segment, i);
        damage.met(segment, 0);
        assertThat(damage.repair().corruptRecords()).isEqualTo(Damage.PLACES_MAX);
    }

    @Test
    void impossible_limits_are_refused() {
        var day = Duration.ofDays(1);
        assertThatThrownBy(() -> new JournalLimits(10, day, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JournalLimits(1024, Duration.ZERO, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JournalLimits(1024, day, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JournalLimits(1024, day, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
