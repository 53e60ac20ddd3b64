package dev.twinlog.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The manifest is held against a reading of the files that knows nothing of how they were written.
@Tag("slow")
class CorpusTest {
    private static final CorpusPlan PLAN = CorpusPlan.of(20_000_000, CorpusPlan.CALM);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path cache;

    private static Corpus corpus;

    @BeforeAll
    static void write() throws IOException {
        corpus = Corpus.of(PLAN, cache);
    }

    private static List<Path> files(String agent) throws IOException {
        try (var files = Files.walk(corpus.home().resolve(agent))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static long number(JsonNode of, String path) {
        return of.at(path).asLong();
    }

    private static Usage usageSince(long from) throws IOException {
        var messages = new HashMap<String, Usage>();
        for (var file : files(".claude"))
            for (var line : Files.readAllLines(file)) {
                var record = JSON.readTree(line);
                if (!record.path("type").asText().equals("assistant") || at(record) < from) continue;
                var usage = record.at("/message/usage");
                var told = Usage.claude(
                        number(usage, "/input_tokens"),
                        number(usage, "/output_tokens"),
                        number(usage, "/cache_read_input_tokens"),
                        number(usage, "/cache_creation_input_tokens"));
                messages.merge(
                        record.at("/message/id").asText(), told, (a, b) -> a.claudeOutput() > b.claudeOutput() ? a : b);
            }
        var sum = messages.values().stream().reduce(Usage.NONE, Usage::plus);
        for (var file : files(".codex"))
            for (var line : Files.readAllLines(file)) {
                var record = JSON.readTree(line);
                var last = record.at("/payload/info/last_token_usage");
                if (last.isMissingNode() || at(record) < from) continue;
                sum = sum.plus(Usage.codex(
                        number(last, "/input_tokens"),
                        number(last, "/cached_input_tokens"),
                        number(last, "/output_tokens")));
            }
        return sum;
    }

    private static long at(JsonNode record) {
        return Instant.parse(record.path("timestamp").asText()).toEpochMilli();
    }

    @Test
    void its_sums_are_those_of_its_files() throws IOException {
        assertThat(usageSince(Long.MIN_VALUE)).isEqualTo(corpus.manifest().all());
        assertThat(corpus.manifest().all().claudeOutput()).isPositive();
        assertThat(corpus.manifest().all().codexCached()).isPositive();
    }

    @Test
    void the_sums_of_the_last_seven_days_are_too_and_are_a_part() throws IOException {
        var manifest = corpus.manifest();
        assertThat(usageSince(manifest.recentFrom())).isEqualTo(manifest.recent());
        assertThat(manifest.lastAt() - manifest.recentFrom()).isBetween(6 * 86_400_000L, 7 * 86_400_000L);
        assertThat(PLAN.between()).isGreaterThan(CorpusPlan.BUSY);
    }

    @Test
    void bytes_files_and_lines_are_those_on_disk() throws IOException {
        long bytes = 0;
        int lines = 0;
        int count = 0;
        for (var agent : List.of(".claude", ".codex"))
            for (var file : files(agent)) {
                bytes += Files.size(file);
                lines += Files.readAllLines(file).size();
                count++;
            }
        assertThat(List.of(bytes, (long) count, (long) lines))
                .containsExactly(
                        corpus.manifest().bytes(), (long) corpus.manifest().files(), (long)
                                corpus.manifest().lines());
    }

    @Test
    void every_word_to_look_for_stands_in_the_files() throws IOException {
        var wanted = new TreeSet<>(corpus.manifest().needles().keySet());
        wanted.addAll(corpus.manifest().rare());
        assertThat(wanted).hasSizeGreaterThan(10);
        for (var agent : List.of(".claude", ".codex"))
            for (var file : files(agent)) wanted.removeIf(Files.readString(file)::contains);
        assertThat(wanted).isEmpty();
    }

    @Test
    void the_same_plan_gives_the_same_bytes_and_another_seed_others(@TempDir Path other) throws IOException {
        var small = CorpusPlan.of(2_000_000, CorpusPlan.BUSY);
        var once = Corpus.write(small, other.resolve("a"));
        var again = Corpus.write(small, other.resolve("b"));
        var another = Corpus.write(new CorpusPlan(2, small.bytes(), small.between()), other.resolve("c"));
        assertThat(again).isEqualTo(once);
        assertThat(another.digest()).isNotEqualTo(once.digest());
    }

    @Test
    void a_corpus_out_of_the_cache_is_checked_and_written_anew_when_it_was_changed(@TempDir Path other)
            throws IOException {
        var small = CorpusPlan.of(1_000_000, CorpusPlan.BUSY);
        var written = Corpus.of(small, other);
        assertThat(Corpus.isCached(small, other)).isTrue();
        Path file;
        try (var files = Files.walk(written.home().resolve(".claude"))) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.writeString(file, "{}\n", StandardOpenOption.APPEND);
        assertThat(Corpus.isCached(small, other)).isFalse();
        assertThat(Corpus.of(small, other).manifest()).isEqualTo(written.manifest());
        assertThat(Corpus.isCached(small, other)).isTrue();
    }
}
