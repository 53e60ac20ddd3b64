package dev.twinlog.journal;

import static dev.twinlog.journal.JournalContract.all;
import static dev.twinlog.journal.JournalContract.noise;
import static dev.twinlog.journal.JournalContract.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What opening and reading make of damaged files. Ten records of 100 bytes each lie in one segment.
class JournalRepairTest {
    private static final JournalLimits LIMITS = new JournalLimits(1 << 20, Duration.ofDays(1), 0, 1 << 20);
    private static final int FRAME = Frame.HEAD_BYTES + 100;

    @TempDir
    Path folder;

    private final List<Long> positions = new ArrayList<>();
    private Path segment;
    private byte[] bytes;

    @BeforeEach
    void tenRecords() throws IOException {
        try (var journal = open()) {
            for (int i = 0; i < 10; i++) positions.add(journal.append(RecordClass.STREAM, noise(i, 100)));
        }
        segment = folder.resolve("0000000000000000.segment");
        bytes = Files.readAllBytes(segment);
        Files.delete(folder.resolve("0000000000000000.index")); // as if it had been killed
    }

    private SegmentedJournal open() throws IOException {
        return SegmentedJournal.open(folder, LIMITS);
    }

    private static int offset(int record) {
        return SegmentHeader.BYTES + record * FRAME;
    }

    private void write(byte[] damaged) throws IOException {
        Files.write(segment, damaged);
    }

    private void flip(int offset) throws IOException {
        bytes[offset] ^= 0x10;
        write(bytes);
    }

    private void assertOnly(Journal journal, int... survivors) throws IOException {
        assertThat(all(journal, 0))
                .extracting(JournalRecord::position)
                .isEqualTo(Arrays.stream(survivors).mapToObj(positions::get).toList());
        for (int i : survivors)
            assertThat(journal.read(positions.get(i)).payload()).isEqualTo(noise(i, 100));
    }

    @Test
    void a_journal_that_was_killed_goes_on_where_it_ended() throws IOException {
        try (var journal = open()) {
            assertOnly(journal, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(journal.repair()).isEqualTo(new Journal.Repair(0, 0, null));
            assertThat(journal.forced()).isEqualTo(journal.end()).isEqualTo(positions.getLast() + FRAME);
        }
    }

    @Test
    void a_torn_record_is_cut_and_its_position_not_given_again() throws IOException {
        write(Arrays.copyOf(bytes, bytes.length - 30));
        try (var journal = open()) {
            assertOnly(journal, 0, 1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(journal.repair()).isEqualTo(new Journal.Repair(FRAME - 30, 0, null));
            long next = journal.append(RecordClass.STREAM, text("after"));
            assertThat(next).isGreaterThan(positions.get(9));
            assertThat(all(journal, 0))
                    .hasSize(10)
                    .last()
                    .satisfies(record -> assertThat(record.payload()).isEqualTo(text("after")));
            assertThat(all(journal, positions.get(9))).hasSize(1);
            assertThatThrownBy(() -> journal.read(positions.get(9)))
                    .isInstanceOf(CorruptRecordException.class)
                    .hasMessageContaining("cut");
        }
        assertThat(Files.size(segment)).isEqualTo(offset(9));
        try (var journal = open()) {
            assertThat(all(journal, 0)).hasSize(10);
            assertThat(journal.repair()).isEqualTo(new Journal.Repair(0, 0, null));
        }
    }

    @Test
    void a_tail_of_zeros_is_cut() throws IOException {
        write(Arrays.copyOf(bytes, bytes.length + 5000));
        try (var journal = open()) {
            assertOnly(journal, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(journal.repair().tornBytes()).isEqualTo(5000);
        }
    }

    @Test
    void a_damaged_payload_costs_one_record() throws IOException {
        flip(offset(4) + Frame.HEAD_BYTES + 50);
        try (var journal = open()) {
            assertOnly(journal, 0, 1, 2, 3, 5, 6, 7, 8, 9);
            assertThat(journal.repair()).isEqualTo(new Journal.Repair(0, 1, segment + " at offset " + offset(4)));
            assertThatThrownBy(() -> journal.read(positions.get(4)))
                    .isInstanceOf(CorruptRecordException.class)
                    .hasMessageContaining(segment.toString())
                    .hasMessageContaining("offset " + offset(4));
            assertThat(journal.repair().corruptRecords()).isEqualTo(1);
        }
    }

    @Test
    void a_damage_of_any_byte_of_a_head_costs_one_record() throws IOException {
        for (int i = 0; i < Frame.HEAD_BYTES; i++) {
            flip(offset(4) + i);
            try (var journal = open()) {
                assertOnly(journal, 0, 1, 2, 3, 5, 6, 7, 8, 9);
                assertThat(journal.repair().corruptRecords()).isEqualTo(1);
            }
            flip(offset(4) + i);
            Files.deleteIfExists(folder.resolve("0000000000000000.index"));
        }
    }

    @Test
    void neighbouring_damaged_records_are_counted_each() throws IOException {
        flip(offset(4) + 60);
        flip(offset(5) + 60);
        try (var journal = open()) {
            assertOnly(journal, 0, 1, 2, 3, 6, 7, 8, 9);
            assertThat(journal.repair().corruptRecords()).isEqualTo(2);
        }
    }

    @Test
    void a_damaged_header_costs_no_record() throws IOException {
        flip(3);
        try (var journal = open()) {
            assertOnly(journal, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(journal.repair().corruptRecords()).isEqualTo(1);
            assertThat(journal.append(RecordClass.STREAM, text("after"))).isGreaterThan(positions.getLast());
        }
    }

    @Test
    void a_segment_without_a_whole_header_is_begun_anew() throws IOException {
        var next = folder.resolve("%016x.segment".formatted(positions.getLast() + FRAME));
        Files.write(next, new byte[17]);
        try (var journal = open()) {
            assertOnly(journal, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(journal.append(RecordClass.STREAM, text("after"))).isEqualTo(positions.getLast() + FRAME);
        }
    }

    @Test
    void damage_in_a_sealed_segment_is_found_when_it_is_read() throws IOException {
        try (var journal = open()) {
            journal.append(RecordClass.STREAM, text("after"));
        }
        bytes = Files.readAllBytes(segment);
        flip(offset(2) + 30);
        try (var journal = open()) {
            assertThat(journal.repair().corruptRecords()).isZero();
            assertThat(all(journal, 0)).hasSize(10);
            assertThat(all(journal, 0)).hasSize(10);
            assertThat(journal.repair().corruptRecords()).isEqualTo(1);
        }
    }

    @Test
    void a_payload_that_looks_like_a_record_is_none() throws IOException {
        try (var journal = open()) {
            var inner = Files.readAllBytes(segment);
            long outer = journal.append(RecordClass.STREAM, Arrays.copyOfRange(inner, offset(3), offset(5)));
            journal.append(RecordClass.STREAM, text("after"));
            assertThat(journal.read(outer).payload()).hasSize(2 * FRAME);
        }
        bytes = Files.readAllBytes(segment);
        flip(offset(10) + 4);
        flip(offset(10) + 5);
        Files.deleteIfExists(folder.resolve("0000000000000000.index"));
        try (var journal = open()) {
            assertThat(all(journal, 0))
                    .hasSize(11)
                    .last()
                    .satisfies(record -> assertThat(record.payload()).isEqualTo(text("after")));
        }
    }
}
