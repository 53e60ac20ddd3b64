package dev.twinlog.app.daemon.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.twinlog.journal.FileChunk;
import dev.twinlog.journal.FileChunkView;
import dev.twinlog.journal.FileId;
import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.model.Agent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactingJournalTest {
    private static final String SECRET = "ghp_" + "a1B2".repeat(9);
    private static final FileId LINES = file(Agent.CLAUDE, "p/s.jsonl");
    private static final FileId TEXT = file(Agent.CLAUDE, "p/s/tool-results/t.txt");
    private static final FileId PACKED =
            file(Agent.CODEX, "2026/11/20/rollout-2026-11-20T21-40-25-01a1fae7-5009-73b1-99ef-2423153efe1d.jsonl.zst");

    @TempDir
    Path folder;

    private SegmentedJournal journal;
    private byte[] begunBefore = new byte[0];
    private RedactingJournal redacting;

    private static FileId file(Agent agent, String path) {
        return new FileId(agent, "/r", path, 1, 2, 3, 4);
    }

    @BeforeEach
    void open() throws IOException {
        journal = SegmentedJournal.open(folder, JournalLimits.DEFAULT);
        redacting = new RedactingJournal(journal, (file, offset) -> begunBefore);
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private void append(FileId file, byte[] bytes, int from, int to) throws IOException {
        redacting.append(
                RecordClass.TRANSCRIPT, new FileChunk(file, from, Arrays.copyOfRange(bytes, from, to), 0).encode());
    }

    private List<FileChunkView> kept() throws IOException {
        var kept = new ArrayList<FileChunkView>();
        try (var cursor = journal.cursor(0)) {
            for (var record = cursor.next(); record != null; record = cursor.next())
                kept.add(FileChunkView.of(record.payload()));
        }
        return kept;
    }

    private static String text(FileChunkView piece) {
        return new String(piece.payload(), piece.from(), piece.kept(), UTF_8);
    }

    @Test
    void however_lines_are_cut_no_secret_is_kept_and_each_clean_line_is_where_it_was() throws IOException {
        var file = new StringBuilder();
        for (int i = 0; i < 40; i++)
            file.append("{\"n\":" + i + ",\"t\":\"" + (i % 3 == 0 ? SECRET : "clean ü") + "\"}\n");
        var bytes = file.append("{\"torn\":\"" + SECRET).toString().getBytes(UTF_8);
        int whole = new String(bytes, UTF_8).lastIndexOf('\n');
        var random = new Random(11);
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(90));
            append(LINES, bytes, at, to);
            at = to;
        }
        long next = 0;
        for (var piece : kept()) {
            assertThat(piece.offset()).isEqualTo(next);
            next += piece.length();
            assertThat(text(piece)).doesNotContain(SECRET.substring(0, 20)).endsWith("\n");
            if (piece.redacted()) assertThat(text(piece)).contains("⟦redacted:").hasLineCount(1);
            else
                assertThat(text(piece).getBytes(UTF_8))
                        .isEqualTo(Arrays.copyOfRange(bytes, (int) piece.offset(), (int) next));
        }
        assertThat(new String(bytes, 0, (int) next, UTF_8)).hasSize(whole + 1);
        assertThat(redacting.secrets()).isEqualTo(14);
    }

    @Test
    void a_line_begun_under_another_setting_is_redacted_whole() throws IOException {
        begunBefore = ("{\"t\":\"" + SECRET.substring(0, 10)).getBytes(UTF_8);
        var all = ("{\"t\":\"" + SECRET + "\"}\n").getBytes(UTF_8);
        append(LINES, all, begunBefore.length, all.length);
        assertThat(kept()).singleElement().satisfies(piece -> {
            assertThat(piece.offset()).isZero();
            assertThat(piece.length()).isEqualTo(all.length);
            assertThat(text(piece)).doesNotContain(SECRET.substring(10));
        });
    }

    @Test
    void a_line_that_is_too_long_is_left_out_and_counted_and_the_next_is_there() throws IOException {
        int most = RedactingJournal.LINE_BYTES_MAX;
        var bytes = new byte[most + 3 + 3];
        Arrays.fill(bytes, (byte) 'x');
        bytes[most + 2] = '\n';
        bytes[bytes.length - 1] = '\n';
        append(LINES, bytes, 0, most);
        assertThat(kept()).isEmpty();
        append(LINES, bytes, most, most + 1);
        append(LINES, bytes, most + 1, bytes.length);
        var kept = kept();
        assertThat(kept).hasSize(2);
        assertThat(kept.getFirst().leftOut()).isTrue();
        assertThat(kept.getFirst().length()).isEqualTo(most + 3);
        assertThat(kept.getLast().offset()).isEqualTo(most + 3);
        assertThat(text(kept.getLast())).isEqualTo("xx\n");
        assertThat(redacting.leftOut()).isEqualTo(1);
    }

    @Test
    void a_key_over_the_pieces_of_a_document_is_taken_out_of_the_whole() throws IOException {
        var bytes = "a\n-----BEGIN PRIVATE KEY-----\nMIIE\nvQIB\n-----END PRIVATE KEY-----\nz\n".getBytes(UTF_8);
        append(TEXT, bytes, 0, 36);
        append(TEXT, bytes, 36, bytes.length);
        var kept = kept();
        assertThat(kept)
                .allSatisfy(
                        piece -> assertThat(text(piece)).doesNotContain("MIIE").doesNotContain("vQIB"));
        assertThat(text(kept.getLast())).startsWith("a\n⟦redacted:").endsWith("⟧\nz\n");
        assertThat(kept.getLast().length()).isEqualTo(bytes.length);
    }

    @Test
    void a_document_whose_start_is_not_known_is_left_out() throws IOException {
        append(TEXT, new byte[100], 40, 100);
        assertThat(kept())
                .singleElement()
                .satisfies(piece -> assertThat(piece.leftOut()).isTrue());
    }

    @Test
    void a_packed_file_is_kept_packed_without_its_secrets_once_it_is_whole() throws IOException {
        var lines = "{\"t\":\"" + SECRET + "\"}\n{\"t\":\"clean\"}\n{\"t\":\"no newline " + SECRET + "\"}";
        var packed = Zstd.compress(lines.getBytes(UTF_8));
        append(PACKED, packed, 0, packed.length / 2);
        assertThat(kept()).isEmpty();
        append(PACKED, packed, packed.length / 2, packed.length);
        assertThat(kept()).singleElement().satisfies(piece -> {
            assertThat(piece.length()).isEqualTo(packed.length);
            var out = new ArrayList<String>();
            new ZstdLines().take(piece, bytes -> out.add(new String(bytes, UTF_8)));
            assertThat(String.join("", out))
                    .doesNotContain(SECRET)
                    .contains("clean")
                    .contains("no newline ⟦redacted:");
        });
    }

    @Test
    void documents_wait_only_as_long_as_there_is_room() throws IOException {
        int files = RedactingJournal.WAITING_BYTES_MAX / (1 << 20) + 2;
        var bytes = new byte[(1 << 20) + 1];
        Arrays.fill(bytes, (byte) 'x');
        for (int i = 0; i < files; i++) append(file(Agent.CLAUDE, "p/s/tool-results/" + i + ".txt"), bytes, 0, 1 << 20);
        append(file(Agent.CLAUDE, "p/s/tool-results/0.txt"), bytes, 1 << 20, bytes.length);
        assertThat(redacting.leftOut()).isEqualTo(1);
        append(file(Agent.CLAUDE, "p/s/tool-results/" + (files - 1) + ".txt"), bytes, 1 << 20, bytes.length);
        assertThat(redacting.leftOut()).isEqualTo(1);
    }
}
