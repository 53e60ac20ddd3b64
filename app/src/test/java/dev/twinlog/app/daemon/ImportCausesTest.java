package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.JournalLimits;
import dev.twinlog.store.Batch;
import dev.twinlog.testkit.corpus.Corpus;
import dev.twinlog.testkit.corpus.CorpusPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What an import's speed comes from, as counts that are the same on every machine (docs/decisions/0017-bench.md). One
/// import of one corpus is looked at from all sides, then one line more, then nothing more.
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImportCausesTest {
    private static final CorpusPlan PLAN = new CorpusPlan(4711, 10 << 20, false, 0);
    /// The beginning of a file that is read again before what was appended is taken: is it still the same file?
    private static final int VERIFIED_BYTES = 4096;
    /// The last bytes before, which are read again with what was appended.
    private static final int SEAM_BYTES = 64;
    /// A record's frame in the journal and what a piece says about its file.
    private static final int PIECE_OVERHEAD_BYTES_MAX = 512;
    /// Bytes that settling allocates for each byte of the agents' files: 13.2 were seen; more by three tenths fails.
    private static final double ALLOCATED_PER_BYTE_MAX = 13.2 * 1.3;
    /// What one more line of a session may allocate: 45,000 were seen.
    private static final long ALLOCATED_PER_LINE_MAX = 45_000 * 13 / 10;
    /// Rows that were written and then taken away again, of a thousand: regrouping is rare.
    private static final int FORGOTTEN_PER_MILLE_MAX = 10;

    @TempDir
    static Path base;

    private static Corpus corpus;
    private static CountedImport importing;
    private static FileCalls first;
    private static List<Batch> commits;
    private static long allocated;
    private static int forcesAsked;
    private static long size;

    @BeforeAll
    static void importOnce() throws Exception {
        corpus = Corpus.write(base.resolve("home"), PLAN);
        size = sizes(files());
        importing = new CountedImport(corpus, base.resolve("data"));
        first = FileCalls.of(base, importing::catchUp);
        commits = List.copyOf(importing.commits);
        allocated = importing.allocated();
        forcesAsked = importing.forces();
    }

    @AfterAll
    static void end() throws IOException {
        importing.close();
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.walk(corpus.home())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static long sizes(List<Path> files) {
        return files.stream().mapToLong(file -> file.toFile().length()).sum();
    }

    private static int rows(Function<Batch, List<?>> kind) {
        return commits.stream().mapToInt(batch -> kind.apply(batch).size()).sum();
    }

    @Test
    @Order(1)
    void an_import_reads_each_byte_of_the_agents_files_once() {
        assertThat(first.bytesRead(corpus.home())).isEqualTo(size);
    }

    @Test
    @Order(1)
    void an_import_writes_nothing_into_the_agents_folders_and_less_than_half_of_what_it_reads_into_the_journal() {
        assertThat(first.bytesWritten(corpus.home())).isZero();
        assertThat(first.bytesWritten(importing.journalFolder)).isPositive().isLessThan(size / 2);
    }

    @Test
    @Order(1)
    void an_import_reads_of_the_journal_only_what_is_no_longer_in_memory() {
        long notInMemory = size - JournalLimits.TAIL_BYTES;
        assertThat(first.bytesWritten(importing.journalFolder)).isGreaterThan(notInMemory);
        assertThat(first.bytesRead(importing.journalFolder)).isLessThan(notInMemory);
    }

    @Test
    @Order(1)
    void commits_are_as_few_as_the_bytes_between_them_allow() {
        assertThat(commits).hasSizeLessThanOrEqualTo((int) (size / (4L << 20)) + 1);
    }

    @Test
    @Order(1)
    void a_commit_forces_the_journal_at_most_once_and_nothing_else_does() {
        assertThat(forcesAsked).isEqualTo(commits.size());
        assertThat(first.forces(base)).isPositive().isLessThanOrEqualTo(commits.size());
    }

    @Test
    @Order(1)
    void an_event_is_written_once() {
        int events = rows(Batch::events);
        assertThat(events).isGreaterThan(6_000);
        assertThat(rows(Batch::forgotten)).isLessThanOrEqualTo(events * FORGOTTEN_PER_MILLE_MAX / 1000);
    }

    @Test
    @Order(1)
    void a_file_that_fits_one_piece_is_one_piece_and_one_row() throws IOException {
        assertThat(rows(Batch::chunks)).isEqualTo(files().size());
        assertThat(rows(Batch::files)).isEqualTo(files().size());
    }

    @Test
    @Order(1)
    void settling_allocates_a_bounded_number_of_bytes_for_each_byte() {
        System.out.printf("%.2f bytes allocated a byte%n", (double) allocated / size);
        assertThat((double) allocated / size).isLessThan(ALLOCATED_PER_BYTE_MAX);
    }

    @Test
    @Order(2)
    void one_line_more_costs_that_line() throws Exception {
        var session = files().stream()
                .filter(file -> file.startsWith(corpus.claudeProjects())
                        && file.toString().endsWith(".jsonl"))
                .filter(file -> !file.toString().contains("subagents"))
                .findFirst()
                .orElseThrow();
        var line = prompt(session.getFileName().toString().replace(".jsonl", ""));
        Files.write(session, line, StandardOpenOption.APPEND);
        int before = importing.commits.size();
        long allocatedBefore = importing.allocated();

        var calls = FileCalls.of(base, importing::catchUp);

        assertThat(calls.bytesRead(corpus.home()))
                .as("read from the agents' files")
                .isBetween((long) line.length, (long) line.length + VERIFIED_BYTES + SEAM_BYTES);
        assertThat(calls.bytesRead(importing.journalFolder))
                .as("read from the journal")
                .isZero();
        assertThat(calls.bytesWritten(importing.journalFolder))
                .as("written to the journal")
                .isBetween(1L, (long) line.length + PIECE_OVERHEAD_BYTES_MAX);
        assertThat(calls.forces(base)).as("forces").isEqualTo(1);
        assertThat(importing.commits).as("commits").hasSize(before + 1);
        assertThat(importing.commits.getLast().events())
                .as("event rows: the prompt and its turn")
                .hasSize(2);
        assertThat(importing.allocated() - allocatedBefore)
                .as("bytes allocated")
                .isLessThan(ALLOCATED_PER_LINE_MAX);
    }

    private static byte[] prompt(String session) {
        return """
                {"type":"user","message":{"role":"user","content":"one more"},"uuid":"u-1","promptId":"p-1",\
                "timestamp":"2026-06-01T10:00:00.000Z","sessionId":"%s"}
                """.formatted(session).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @Order(3)
    void nothing_more_costs_nothing() throws Exception {
        int before = importing.commits.size();
        assertThat(FileCalls.of(base, importing::catchUp).calls()).isEmpty();
        assertThat(importing.commits).hasSize(before);
    }
}
