package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IndexPiecesTest {
    private static final long SEED = 4711;

    @TempDir
    Path folder;

    @Test
    void many_small_commits_find_what_a_plain_map_finds_and_stay_few_pieces() throws Exception {
        var random = new Random(SEED);
        var expected = new TreeMap<String, TreeSet<Long>>();
        var file = folder.resolve("search.db");
        long id = 0;
        try (var index = SearchFile.open(file)) {
            for (int commit = 0; commit < 300; commit++) {
                for (int i = random.nextInt(40); i >= 0; i--) {
                    id += 1 + random.nextInt(5);
                    var words = words(random, id);
                    for (var word : words)
                        expected.computeIfAbsent(word, _ -> new TreeSet<>()).add(id);
                    index.add(new EventTexts.Text(id, id * 7, List.of(String.join(" ", words))));
                }
                index.commit(id);
            }
        }
        try (var sqlite = Sqlite.reader(file, 1 << 20)) {
            assertThat(IndexPieces.all(sqlite)).hasSizeLessThan(2 * IndexPieces.FAN);
            for (var word : expected.keySet()) assertFound(sqlite, word, expected.get(word));
            var any = new TreeSet<Long>();
            expected.tailMap("common1").forEach((word, ids) -> {
                if (word.startsWith("common1")) any.addAll(ids);
            });
            assertFound(sqlite, "common1*", any);
            assertFound(sqlite, "neverthere", new TreeSet<>());
        }
    }

    private static List<String> words(Random random, long id) {
        return List.of("all", "common" + random.nextInt(20), "common" + random.nextInt(20), "only" + id, "zz");
    }

    private static void assertFound(Sqlite sqlite, String word, TreeSet<Long> ids) throws Exception {
        var found = new Candidates(sqlite, SearchQuery.of(word)).ids();
        assertThat(found.toLongArray())
                .as("%s, seed %d", word, SEED)
                .isEqualTo(ids.stream().mapToLong(Long::longValue).toArray());
        long[] times = EventTimes.of(sqlite, found);
        for (int i = 0; i < times.length; i++) assertThat(times[i]).isEqualTo(7 * found.getLong(i));
    }

    private static long[] found(Sqlite sqlite, String typed) throws Exception {
        return new Candidates(sqlite, SearchQuery.of(typed)).ids().toLongArray();
    }

    @Test
    void a_buffer_that_is_written_out_in_the_middle_of_a_commit_loses_nothing() throws Exception {
        var file = folder.resolve("search.db");
        try (var index = SearchFile.open(file)) {
            for (long id = 1; id <= 3 * PostingsBuffer.TERMS_MAX / 100; id++) {
                var text = new StringBuilder("every");
                for (int i = 0; i < 100; i++) text.append(" w").append(100 * id + i);
                index.add(new EventTexts.Text(id, -id, List.of(text.toString())));
            }
            index.commit(6000);
        }
        try (var sqlite = Sqlite.reader(file, 1 << 20)) {
            assertThat(IndexPieces.all(sqlite)).hasSizeGreaterThan(1);
            assertThat(found(sqlite, "every")).hasSize(6000);
            assertThat(found(sqlite, "w" + (100 * 4321 + 5))).containsExactly(4321);
        }
    }

    @Test
    void what_was_not_committed_is_not_there() throws Exception {
        var file = folder.resolve("search.db");
        try (var index = SearchFile.open(file)) {
            index.add(new EventTexts.Text(1, 1, List.of("kept")));
            index.commit(1);
            index.add(new EventTexts.Text(2, 2, List.of("lost")));
            index.rollback(new IllegalStateException());
            index.add(new EventTexts.Text(2, 2, List.of("again")));
            index.commit(2);
            assertThat(index.position()).isEqualTo(2);
        }
        try (var sqlite = Sqlite.reader(file, 1 << 20)) {
            assertThat(found(sqlite, "kept")).containsExactly(1);
            assertThat(found(sqlite, "lost")).isEmpty();
            assertThat(found(sqlite, "again")).containsExactly(2);
        }
    }

    @Test
    void numbers_of_any_size_come_back() {
        var bytes = new byte[10];
        var number = new long[1];
        for (long value : new long[] {0, 1, 127, 128, 1L << 35, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            int end = Varint.put(bytes, 0, value);
            assertThat(Varint.get(bytes, 0, number)).isEqualTo(end);
            assertThat(number[0]).isEqualTo(value);
            assertThat(Varint.unzigzag(Varint.zigzag(value))).isEqualTo(value);
        }
    }
}
