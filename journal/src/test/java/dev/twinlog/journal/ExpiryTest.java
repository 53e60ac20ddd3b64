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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Segments rewritten without what expired. A third of the records are spans, which expire.
class ExpiryTest {
    private static final JournalLimits LIMITS = new JournalLimits(8192, Duration.ofDays(1), 1 << 20, 1 << 20);

    @TempDir
    Path folder;

    private final FailingDisk disk = new FailingDisk();
    private final List<Long> spans = new ArrayList<>();
    private final List<Long> kept = new ArrayList<>();

    private SegmentedJournal open() throws IOException {
        return SegmentedJournal.open(disk, folder, LIMITS, InstantSource.system());
    }

    private SegmentedJournal filled() throws IOException {
        var journal = open();
        for (int i = 0; i < 60; i++) {
            var kind = i % 3 == 0 ? RecordClass.OTLP_TRACES : RecordClass.OTLP_LOGS;
            (i % 3 == 0 ? spans : kept).add(journal.append(kind, noise(i, 700)));
        }
        while (!spans.isEmpty() && spans.getLast() >= lastBase()) spans.removeLast();
        return journal;
    }

    private List<SegmentName> segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(SegmentName::of)
                    .filter(java.util.Objects::nonNull)
                    .sorted(java.util.Comparator.comparingLong(SegmentName::base))
                    .toList();
        }
    }

    private long lastBase() throws IOException {
        return segments().getLast().base();
    }

    private void assertExpired(Journal journal) throws IOException {
        for (int i = 0; i < kept.size(); i++)
            assertThat(journal.read(kept.get(i)).payload()).isEqualTo(noise(i / 2 * 3 + i % 2 + 1, 700));
        for (var span : spans)
            assertThatThrownBy(() -> journal.read(span))
                    .isInstanceOf(CorruptRecordException.class)
                    .hasMessageContaining("expired");
        assertThat(all(journal, 0))
                .filteredOn(record -> record.kind() == RecordClass.OTLP_LOGS)
                .extracting(JournalRecord::position)
                .isEqualTo(kept);
        assertThat(all(journal, 0)).noneMatch(record -> spans.contains(record.position()));
        for (var span : spans) assertThat(all(journal, span)).isNotEmpty();
        assertThat(journal.repair()).isEqualTo(new Journal.Repair(0, 0, null));
    }

    @Test
    void what_expires_goes_and_the_rest_keeps_its_positions() throws IOException {
        try (var journal = filled()) {
            var expired = journal.expire(RecordClass.OTLP_TRACES, journal.end());
            assertThat(expired.records()).isEqualTo(spans.size());
            assertThat(expired.rawBytes()).isEqualTo(spans.size() * 700L);
            assertThat(expired.diskBytes()).isPositive();
            assertThat(expired.segments()).isEqualTo(segments().size() - 1);
            assertExpired(journal);
        }
        try (var journal = open()) {
            assertExpired(journal);
            assertThat(journal.space().get(RecordClass.OTLP_TRACES).records()).isEqualTo(20 - spans.size());
        }
    }

    @Test
    void a_rewritten_segment_is_found_again_without_its_index() throws IOException {
        filled().close();
        try (var journal = open()) {
            journal.expire(RecordClass.OTLP_TRACES, journal.end());
        }
        try (var files = Files.list(folder)) {
            for (var file : files.filter(f -> f.toString().endsWith(".index")).toList()) Files.delete(file);
        }
        try (var journal = open()) {
            assertExpired(journal);
        }
    }

    @Test
    void segments_before_a_stretch_are_not_looked_at() throws IOException {
        try (var journal = filled()) {
            long last = spans.getLast();
            var met = new ArrayList<Long>();
            var expired = journal.expireBetween(
                    last, last + 1, RecordClass.OTLP_TRACES, record -> met.add(record.position()));
            assertThat(expired.segments()).isEqualTo(1);
            assertThat(met).contains(last).doesNotContain(spans.getFirst());
            assertThat(journal.read(spans.getFirst())).isNotNull();
        }
    }

    @Test
    void only_records_before_the_position_expire() throws IOException {
        try (var journal = filled()) {
            long before = spans.get(5);
            assertThat(journal.expire(RecordClass.OTLP_TRACES, before).records())
                    .isEqualTo(5);
            assertThat(journal.read(before).payload()).isEqualTo(noise(15, 700));
            assertThat(journal.expire(RecordClass.OTLP_TRACES, before)).isEqualTo(Expired.NOTHING);
            assertThat(journal.expire(RecordClass.OTLP_TRACES, journal.end()).records())
                    .isEqualTo(spans.size() - 5);
            assertExpired(journal);
        }
    }

    @Test
    void a_predicate_may_choose() throws IOException {
        try (var journal = filled()) {
            var expired = journal.expire(RecordClass.OTLP_TRACES, record -> record.position() == spans.get(3));
            assertThat(expired.records()).isEqualTo(1);
            assertThat(journal.read(spans.get(2)).payload()).isEqualTo(noise(6, 700));
        }
    }

    @Test
    void a_tombstone_tells_how_much_went() throws IOException {
        try (var journal = filled()) {
            journal.expire(RecordClass.OTLP_TRACES, journal.end());
            var segment = journal.segment(0);
            try (var reader = journal.folder().reader(segment, SegmentReader.AHEAD_BYTES)) {
                var stone = reader.at(SegmentHeader.BYTES, segment.dataEnd());
                assertThat(stone.frame().tombstone()).isTrue();
                assertThat(stone.frame().position()).isEqualTo(spans.getFirst());
                var told = java.nio.ByteBuffer.wrap(reader.stored());
                assertThat(told.getShort()).isEqualTo((short) 0x0104);
                assertThat(told.getLong()).isEqualTo(4);
                assertThat(told.getLong()).isEqualTo(2800);
                assertThat(told.getLong()).isNotZero();
            }
        }
    }

    @Test
    void a_cursor_goes_on_over_a_rewriting() throws IOException {
        try (var journal = filled();
                var cursor = journal.cursor(0)) {
            cursor.next();
            long second = cursor.next().position();
            journal.expire(RecordClass.OTLP_TRACES, journal.end());
            assertThat(second).isEqualTo(kept.getFirst());
            for (int i = 1; i < 10; i++) assertThat(cursor.next().position()).isEqualTo(kept.get(i));
        }
    }

    @Test
    void a_rewriting_that_does_not_fit_leaves_the_segment_as_it_was() throws IOException {
        try (var journal = filled()) {
            var before = segments();
            disk.room = 3_000;
            assertThatThrownBy(() -> journal.expire(RecordClass.OTLP_TRACES, journal.end()))
                    .isInstanceOf(DiskRefusedException.class)
                    .hasMessageContaining("stays as it was");
            disk.room = Long.MAX_VALUE;
            assertThat(segments()).isEqualTo(before);
            assertThat(journal.read(spans.getFirst()).payload()).isEqualTo(noise(0, 700));
            assertThat(all(journal, 0)).hasSize(60);
        }
    }

    @Test
    void a_crash_between_the_new_file_and_the_old_keeps_one() throws IOException {
        filled().close();
        var old = folder.resolve("0000000000000000.segment");
        var copy = Files.readAllBytes(old);
        try (var journal = open()) {
            journal.expire(RecordClass.OTLP_TRACES, journal.end());
        }
        Files.write(old, copy);
        Files.write(folder.resolve("0000000000000000.r2.segment.unfinished"), text("half"));
        try (var journal = open()) {
            assertExpired(journal);
        }
        assertThat(old).doesNotExist();
        assertThat(folder.resolve("0000000000000000.r2.segment.unfinished")).doesNotExist();
    }

    @Test
    void what_is_sealed_on_demand_expires_too() throws IOException {
        try (var journal = open()) {
            long first = journal.append(RecordClass.OTLP_TRACES, noise(1, 700));
            assertThat(journal.expire(RecordClass.OTLP_TRACES, record -> true)).isEqualTo(Expired.NOTHING);
            journal.seal();
            journal.seal();
            assertThat(segments()).hasSize(2);
            assertThat(journal.expire(RecordClass.OTLP_TRACES, record -> true).records())
                    .isEqualTo(1);
            assertThatThrownBy(() -> journal.read(first)).isInstanceOf(CorruptRecordException.class);
            assertThat(journal.read(journal.append(RecordClass.OTLP_LOGS, text("next")))
                            .payload())
                    .isEqualTo(text("next"));
        }
    }

    @Test
    void segments_before_a_position_are_not_looked_at() throws IOException {
        try (var journal = filled()) {
            long from = journal.segment(spans.getLast()).base();
            var looked = new ArrayList<Long>();
            journal.expire(RecordClass.OTLP_TRACES, from, record -> !looked.add(record.position()));
            assertThat(looked).isNotEmpty().allMatch(position -> position >= from);
        }
    }
}
