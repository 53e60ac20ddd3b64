package dev.twinlog.journal;

import static dev.twinlog.journal.JournalContract.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.model.Agent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptArchiveTest {
    private static final byte[] FILE = noise(1, 10_000);

    @TempDir
    Path folder;

    private SegmentedJournal journal;
    private TranscriptArchive archive;
    private Path target;

    @BeforeEach
    void open() throws IOException {
        journal = SegmentedJournal.open(
                folder.resolve("journal"), new JournalLimits(1 << 20, java.time.Duration.ofDays(1), 0, 1 << 20));
        archive = new TranscriptArchive(journal);
        target = folder.resolve("restored/session.jsonl");
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private static FileId file(long generation) {
        return new FileId(Agent.CLAUDE, "/home/user/.claude/projects", "p/s.jsonl", 1, 2, generation, 4096);
    }

    private FileChunkRef piece(int from, int to) throws IOException {
        return piece(1, from, Arrays.copyOfRange(FILE, from, to));
    }

    private FileChunkRef piece(long generation, int from, byte[] bytes) throws IOException {
        long position =
                journal.append(RecordClass.TRANSCRIPT, new FileChunk(file(generation), from, bytes, 0).encode());
        return new FileChunkRef(position, from, bytes.length);
    }

    @Test
    void a_file_comes_back_byte_for_byte() throws IOException {
        var pieces = List.of(piece(0, 4_000), piece(4_000, 9_999), piece(9_999, 10_000));
        assertThat(archive.restore(pieces, target)).isEqualTo(10_000);
        assertThat(target).hasBinaryContent(FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
    }

    @Test
    void repeated_overlapping_and_shuffled_pieces_make_the_same_file() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var pieces = new ArrayList<FileChunkRef>();
            for (int at = 0; at < FILE.length; ) {
                int to = Math.min(FILE.length, at + random.nextInt(3_000));
                pieces.add(piece(Math.max(0, at - random.nextInt(500)), to));
                if (random.nextInt(3) == 0) pieces.add(pieces.get(random.nextInt(pieces.size())));
                at = to;
            }
            Collections.shuffle(pieces, random);
            archive.restore(pieces, target);
            assertThat(Files.readAllBytes(target)).as("seed %d", seed).isEqualTo(FILE);
        }
    }

    @Test
    void where_pieces_differ_the_last_journaled_is_taken() throws IOException {
        var pieces = List.of(piece(0, 5_000), piece(1, 1_000, new byte[500]));
        archive.restore(pieces, target);
        var expected = Arrays.copyOf(FILE, 5_000);
        Arrays.fill(expected, 1_000, 1_500, (byte) 0);
        assertThat(target).hasBinaryContent(expected);
    }

    @Test
    void a_hole_is_told_and_the_target_left_as_it_was() throws IOException {
        var pieces = List.of(piece(0, 3_000), piece(4_000, 10_000));
        Files.createDirectories(target.getParent());
        Files.writeString(target, "before");
        assertThatThrownBy(() -> archive.restore(pieces, target)).isInstanceOfSatisfying(HoleException.class, hole -> {
            assertThat(hole.from()).isEqualTo(3_000);
            assertThat(hole.to()).isEqualTo(4_000);
        });
        assertThat(target).hasContent("before");
        try (var left = Files.list(target.getParent())) {
            assertThat(left).containsExactly(target);
        }
    }

    @Test
    void a_missing_start_is_a_hole() throws IOException {
        var pieces = List.of(piece(100, 10_000));
        assertThatThrownBy(() -> archive.restore(pieces, target))
                .isInstanceOf(HoleException.class)
                .hasMessageContaining("0 to 100");
    }

    @Test
    void a_damaged_piece_is_left_out_when_another_has_its_bytes() throws IOException {
        var first = piece(0, 10_000);
        var damaged = new FileChunkRef(journal.append(RecordClass.TRANSCRIPT, noise(3, 50)), 2_000, 1_000);
        archive.restore(List.of(first, damaged), target);
        assertThat(target).hasBinaryContent(FILE);
    }

    @Test
    void a_damaged_last_piece_is_a_hole_with_its_cause() throws IOException {
        var first = piece(0, 5_000);
        var damaged = new FileChunkRef(journal.append(RecordClass.TRANSCRIPT, noise(3, 50)), 5_000, 1_000);
        assertThatThrownBy(() -> archive.restore(List.of(first, damaged), target))
                .isInstanceOf(HoleException.class)
                .hasMessageContaining("5000 to 6000")
                .hasCauseInstanceOf(CorruptRecordException.class);
    }

    @Test
    void an_empty_file_comes_back_empty_and_nothing_is_no_file() throws IOException {
        archive.restore(List.of(piece(0, 0)), target);
        assertThat(target).isEmptyFile();
        assertThatThrownBy(() -> archive.restore(List.of(), target)).isInstanceOf(IOException.class);
    }

    @Test
    void a_file_is_read_from_an_offset() throws IOException {
        var pieces = List.of(piece(0, 4_000), piece(4_000, 10_000));
        for (int offset : new int[] {0, 1, 3_999, 4_000, 9_999, 10_000, 20_000}) {
            var out = new ByteArrayOutputStream();
            long read = archive.read(pieces, offset, out);
            assertThat(out.toByteArray())
                    .isEqualTo(Arrays.copyOfRange(FILE, Math.min(offset, 10_000), 10_000))
                    .hasSize((int) read);
        }
    }

    @Test
    void every_generation_is_found_by_reading_the_journal() throws IOException {
        var first = List.of(piece(0, 4_000), piece(4_000, 10_000));
        journal.append(RecordClass.CONTROL, new Control("up", 1, new java.util.TreeMap<>()).encode());
        journal.append(RecordClass.TRANSCRIPT, noise(9, 40));
        var second = List.of(piece(2, 0, noise(2, 700)));
        var found = archive.scan(file -> file.path().equals("p/s.jsonl"));
        assertThat(found).containsExactly(new CapturedFile(file(1), first), new CapturedFile(file(2), second));
        assertThat(archive.scan(file -> false)).isEmpty();
        for (var file : found)
            archive.restore(file.pieces(), folder.resolve("g" + file.file().generation()));
        assertThat(folder.resolve("g1")).hasBinaryContent(FILE);
        assertThat(folder.resolve("g2")).hasBinaryContent(noise(2, 700));
    }

    @Test
    void what_was_kept_without_secrets_is_not_given_back() throws IOException {
        try (var journal = SegmentedJournal.open(folder.resolve("redacted"), JournalLimits.DEFAULT)) {
            var file = new FileId(dev.twinlog.model.Agent.CLAUDE, "/r", "p/s.jsonl", 1, 2, 3, 4);
            var chunk = new RedactedChunk(file, 0, 20, new byte[] {'x', '\n'}, 0);
            long position = journal.append(RecordClass.TRANSCRIPT, chunk.encode());
            var pieces = List.of(new FileChunkRef(position, 0, 20));
            var target = folder.resolve("restored.jsonl");
            assertThatThrownBy(() -> new TranscriptArchive(journal).restore(pieces, target))
                    .isInstanceOf(RedactedPieceException.class)
                    .hasMessageContaining("p/s.jsonl")
                    .hasMessageContaining("raw.keep");
            assertThat(target).doesNotExist();
        }
    }
}
