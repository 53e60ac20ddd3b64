package dev.twinlog.testkit.store;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.claude;
import static dev.twinlog.testkit.store.Batches.message;
import static dev.twinlog.testkit.store.Batches.request;
import static dev.twinlog.testkit.store.Batches.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.SearchQuery;
import dev.twinlog.store.StoreReader.UsageBy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process that writes is killed at any moment, again and again: what it said was committed is there,
/// nothing is half there, sums and search agree with the events, and the next process goes on.
@Tag("slow")
final class KilledStoreTest {
    private static final long SEED = 4711;
    private static final int KILLS = 6;
    private static final int EVENTS = 40;

    @TempDir
    Path folder;

    /// Commits for ever, and says each position after its commit.
    static final class Writer {
        public static void main(String[] arguments) {
            try (var store = EmbeddedStore.open(Path.of(arguments[0]))) {
                while (true) {
                    long position = store.position() + 1;
                    long id = store.lastEventId();
                    var batch = at(position).session(Batches.session(claude("s"), null, 1, position));
                    for (int i = 0; i < EVENTS / 2; i++) {
                        batch.event(message(++id, claude("s"), id, "needle filler words only" + id));
                        batch.event(request(++id, claude("s"), id, null, true, usage("m", 1, 0)));
                    }
                    store.commit(batch.build());
                    System.out.println(position);
                }
            }
        }
    }

    @Test
    void what_was_committed_is_whole_after_every_kill() throws Exception {
        var random = new Random(SEED);
        long said = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            said = Math.max(said, writeAndKill(1 + random.nextInt(80)));
            try (var store = EmbeddedStore.open(folder)) {
                check(store, said);
            }
        }
    }

    private long writeAndKill(int afterCommits) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var writer = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--class-path",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = 0;
        try (var lines = writer.inputReader()) {
            for (int i = 0; i < afterCommits; i++) last = Long.parseLong(lines.readLine());
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return last;
    }

    private static void check(EmbeddedStore store, long said) throws Exception {
        long position = store.position();
        assertThat(position).as("seed %d", SEED).isGreaterThanOrEqualTo(said);
        assertThat(store.lastEventId()).isEqualTo(EVENTS * position);
        assertThat(store.events(claude("s"))).hasSize((int) (EVENTS * position));
        var sums = store.reader().usage(UsageBy.AGENT, Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(sums.getFirst().total().input()).isEqualTo(EVENTS / 2 * position);
        assertThat(store.search().await(store.lastEventId(), Duration.ofSeconds(60)))
                .isTrue();
        var hits = new int[1];
        store.reader().search(SearchQuery.of("needle"), 0, _ -> hits[0]++);
        assertThat(hits[0]).isEqualTo((int) (EVENTS / 2 * position));
    }
}
