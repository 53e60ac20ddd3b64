package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.corpus.Corpus;
import dev.twinlog.testkit.corpus.CorpusPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Raw bytes that are let go of by a process which is killed again and again, and on a disk that is full: nothing that
/// was settled is lost, nothing is settled twice, and in the end no raw byte is left.
@Tag("slow")
class KilledKeepingTest {
    private static final boolean LONG = Boolean.getBoolean("twinlog.long");
    private static final int KILLS = LONG ? 20 : 6;
    private static final long BYTES = 6_000_000;
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void letting_go_killed_anywhere_loses_nothing_that_was_settled() throws Exception {
        var whole = Household.in(folder);
        var corpus = Corpus.write(whole.home(), CorpusPlan.ofBytes(BYTES));
        assertThat(whole.process("sync").code()).isZero();
        var expected = Findings.of(whole, corpus.truth());
        expected.equal(corpus.truth());

        var killed = new Household(whole.home(), folder.resolve("killed"));
        assertThat(killed.process("sync").code()).isZero();
        killed.with("TWINLOG_RAW_KEEP", "none");
        var random = new Random(corpus.plan().seed());
        for (int kill = 0; kill < KILLS; kill++) kill(killed, random.nextInt(300));
        assertThat(killed.process("sync").code()).isZero();
        assertThat(Findings.of(killed, corpus.truth())).isEqualTo(expected);
        try (var daemon = killed.up()) {
            assertThat(raw(killed)).isZero();
            assertThat(daemon.terminate()).isZero();
        }
    }

    /// Lets it work until some more of what it does can be seen: facts in the journal, or a segment rewritten.
    private void kill(Household household, int most) throws Exception {
        try (var daemon = household.up()) {
            long facts = facts(household) + most;
            long segments = rewritten(household);
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> facts(household) >= facts || rewritten(household) > segments || raw(household) == 0);
            daemon.kill();
        }
    }

    private static long facts(Household household) {
        return household.ask("status").at("counters", "raw.expired_files").number();
    }

    private static long rewritten(Household household) throws Exception {
        try (var files = Files.list(household.data().resolve("journal"))) {
            return files.filter(file -> file.toString().matches(".*\\.r[0-9]+\\.segment"))
                    .count();
        }
    }

    /// Bytes of agents' files on disk, as a daemon tells.
    private static long raw(Household household) {
        return household.ask("status").at("space", "journal.transcript").number();
    }

    @Test
    void a_disk_full_while_raw_bytes_are_let_go_of_loses_nothing_and_the_next_time_goes_on() throws Exception {
        SmallDisk.assumePossible();
        try (var disk = SmallDisk.mounted(folder.resolve("disk"), 192)) {
            var household = new Household(folder.resolve("home"), folder.resolve("disk/data"));
            var corpus = Corpus.write(household.home(), CorpusPlan.ofBytes(4 * BYTES));
            household.with("TWINLOG_DISK_FLOOR", "1");
            assertThat(household.processBy(disk.entering(), "sync").code()).isZero();
            disk.fillTo(MEGABYTE);
            household.with("TWINLOG_RAW_KEEP", "none");
            var full = household.processBy(disk.entering(), "sync");
            assertThat(full.err()).contains("no space left").contains("it is tried again");
            disk.empty();
            assertThat(household.processBy(disk.entering(), "sync").code())
                    .as(full.err())
                    .isZero();
            var verify = household.processBy(disk.entering(), "verify", "--json");
            assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
            var sessions =
                    household.processBy(disk.entering(), "sessions", "--json").json();
            assertThat(sessions.elements()).hasSize((int)
                    (corpus.truth().claude().sessions() + corpus.truth().codex().sessions()));
        }
    }
}
