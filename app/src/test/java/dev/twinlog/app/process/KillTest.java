package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.corpus.Corpus;
import dev.twinlog.testkit.corpus.CorpusPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An import that is killed again and again ends as one that was not, and answers while it runs. More kills
/// with `-Dtwinlog.long=true`.
@Tag("slow")
class KillTest {
    private static final boolean LONG = Boolean.getBoolean("twinlog.long");
    private static final int KILLS = LONG ? 20 : 6;
    private static final long BYTES = LONG ? 40_000_000 : 8_000_000;
    /// What an answer may wait for events, for settling and for search, and a bit.
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void an_import_killed_anywhere_ends_as_one_that_was_not() throws Exception {
        var whole = Household.in(folder);
        var corpus = Corpus.write(
                whole.home(), CorpusPlan.ofBytes(BYTES).withBrokenLines().withHugeLines(1_500_000));
        assertThat(whole.process("sync").code()).isZero();
        var expected = Findings.of(whole, corpus.truth());
        expected.equal(corpus.truth());

        var killed = new Household(whole.home(), folder.resolve("killed"));
        var random = new Random(corpus.plan().seed());
        int most = (int) (bytes(whole) / KILLS);
        for (int kill = 0; kill < KILLS; kill++) kill(killed, random.nextInt(most));
        assertThat(killed.process("sync").code()).isZero();
        assertThat(Findings.of(killed, corpus.truth())).isEqualTo(expected);

        assertThat(killed.process("rebuild").code()).isZero();
        assertThat(Findings.of(killed, corpus.truth())).isEqualTo(expected);
    }

    /// Lets it work until a random amount more is on disk, which no pace of the machine changes, or it is done.
    private void kill(Household household, long more) throws Exception {
        try (var daemon = household.up()) {
            long enough = bytes(household) + more;
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> bytes(household) >= enough || done(household));
            daemon.kill();
        }
    }

    private static boolean done(Household household) {
        var status = household.ask("status");
        return status.at("counters", "source.walks").number() > 0
                && status.at("baseline", "transcript", "lagBytes").number() == 0;
    }

    private static long lag(Household household) {
        return household.ask("status").at("baseline", "transcript", "lagBytes").number();
    }

    private static long bytes(Household household) throws Exception {
        long bytes = 0;
        for (var folder : List.of("journal", "store"))
            try (var files = Files.list(household.data().resolve(folder))) {
                for (var file : files.toList()) bytes += Files.exists(file) ? Files.size(file) : 0;
            }
        return bytes;
    }

    @Test
    void everything_answers_while_the_import_runs() throws Exception {
        var household = Household.in(folder);
        var corpus = Corpus.write(household.home(), CorpusPlan.ofBytes(2 * BYTES));
        try (var daemon = household.up()) {
            await().pollInterval(Duration.ofMillis(1)).until(() -> lag(household) > 0);
            for (var question : List.of(List.of("sessions"), List.of("usage"), List.of("search", "zqneedle00"))) {
                long from = System.nanoTime();
                household.ask(question.toArray(String[]::new));
                assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(ANSWERED_WITHIN);
            }
            assertThat(household.ask("status").at("captureMode").text()).isEqualTo("OTEL_ONLY");
            household.ask("sync");
            Findings.of(household, corpus.truth()).equal(corpus.truth());
            assertThat(daemon.terminate()).isZero();
        }
    }
}
