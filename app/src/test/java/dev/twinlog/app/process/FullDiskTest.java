package dev.twinlog.app.process;

import static dev.twinlog.app.process.Household.answer;
import static dev.twinlog.app.process.Household.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Twinlog's folder on a real disk that is full: below the floor, in the middle of an append to the journal,
/// and in the middle of a commit of the store. Nothing is lost, and it goes on by itself when there is room.
@Tag("slow")
class FullDiskTest {
    private static final String SESSION = "11111111-2222-4333-8444-555555555555";
    private static final int DISK_MEGABYTES = 192;
    private static final long MEGABYTE = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private SmallDisk disk;
    private Household household;

    @BeforeEach
    void mount() throws Exception {
        SmallDisk.assumePossible();
        disk = SmallDisk.mounted(folder.resolve("disk"), DISK_MEGABYTES);
        household = new Household(folder.resolve("home"), folder.resolve("disk/data"));
        household.append(SESSION, prompt(SESSION, 1, "question"), answer(SESSION, 1, "answer"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) disk.close();
    }

    private DaemonProcess up(String floor) throws Exception {
        household.with("TWINLOG_DISK_FLOOR", floor);
        var daemon = household.upBy(disk.entering());
        try {
            await().atMost(PATIENCE).until(() -> output() == 10);
            return daemon;
        } catch (RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    /// Asks in a process of its own, since the disk is not seen from here.
    private Json ask(String question) throws Exception {
        return household.processBy(disk.entering(), question, "--json").json();
    }

    private Json status() throws Exception {
        return ask("status");
    }

    private long counter(String name) throws Exception {
        return status().at("counters", name).number();
    }

    private long output() throws Exception {
        return ask("usage").at("agents", "claude", "total", "outputTokens").number();
    }

    private void awaitWhole(DaemonProcess daemon, int answers) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var status = status();
            assertThat(status.at("captureMode").text())
                    .as(status.at("reasons").text() + daemon.errors())
                    .isEqualTo("OTEL_ONLY");
            assertThat(output()).isEqualTo(10L * answers);
        });
    }

    /// Ends the daemon and has everything counted again by another process.
    private void endsWhole(DaemonProcess daemon, int answers) throws Exception {
        assertThat(daemon.terminate()).isZero();
        var verify = household.processBy(disk.entering(), "verify", "--json");
        assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
        var session = ask("sessions").elements().getFirst();
        assertThat(session.at("messages").number()).isEqualTo(answers);
        assertThat(session.at("openGaps").number()).isZero();
        var restore = household.processBy(
                disk.entering(),
                "restore",
                SESSION,
                "--to",
                folder.resolve("restored").toString());
        assertThat(restore.code()).as(restore.err()).isZero();
        assertThat(folder.resolve("restored/-work/" + SESSION + ".jsonl"))
                .hasSameBinaryContentAs(household.transcript(SESSION));
    }

    @Test
    void below_the_floor_reading_stops_and_goes_on_by_itself_when_there_is_room() throws Exception {
        try (var daemon = up("40 MiB")) {
            disk.fillTo(20 * MEGABYTE);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(status().at("captureMode").text()).isEqualTo("FAILURE"));
            assertThat(status().at("reasons").text()).contains("disk_floor");
            assertThat(status().at("baseline", "transcript", "reason").text()).isEqualTo("disk_floor");
            var sync = household.processBy(disk.entering(), "sync");
            assertThat(sync.code()).isEqualTo(3);
            assertThat(sync.err())
                    .contains("disk.floor", folder.resolve("disk/data") + " has ", "bytes free, and needs ");
            long read = counter("source.bytes_read");
            for (int number = 2; number <= 6; number++) household.append(SESSION, answer(SESSION, number, "more"));
            assertThat(output()).as("answers still come, of what was captured").isEqualTo(10);
            assertThat(counter("source.bytes_read")).isEqualTo(read);
            disk.empty();
            awaitWhole(daemon, 6);
            endsWhole(daemon, 6);
        }
    }

    @Test
    void a_disk_full_in_the_middle_of_an_append_loses_nothing() throws Exception {
        try (var daemon = up("1")) {
            disk.fillTo(MEGABYTE / 2);
            var random = new Random(3);
            for (int number = 2; number <= 101; number++)
                household.append(SESSION, answer(SESSION, number, noise(random, 200_000)));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(counter("source.refusals")).isPositive());
            assertThat(status().at("captureMode").text()).isEqualTo("FAILURE");
            assertThat(status().at("reasons").text()).containsAnyOf("No space left", "disk_floor");
            assertThat(daemon.alive()).isTrue();
            disk.empty();
            awaitWhole(daemon, 101);
            endsWhole(daemon, 101);
        }
    }

    @Test
    void a_disk_full_in_the_middle_of_a_commit_loses_nothing() throws Exception {
        int answers = 20_000;
        try (var daemon = up("1")) {
            disk.fillTo(3 * MEGABYTE);
            var lines = new String[answers - 1];
            for (int number = 2; number <= answers; number++)
                lines[number - 2] = answer(SESSION, number, "the same words each time");
            household.append(SESSION, lines);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(counter("disk.reserve_releases")).isPositive());
            disk.empty();
            awaitWhole(daemon, answers);
            assertThat(daemon.errors())
                    .contains("settling stopped", "no space left to write", "free some space")
                    .doesNotContain("\tat dev.twinlog");
            endsWhole(daemon, answers);
        }
    }

    @Test
    void a_setting_that_finds_no_room_is_told_with_its_file() throws Exception {
        household.processBy(disk.entering(), "config", "set", "page-port", "4400");
        disk.fillTo(0);
        var set = household.processBy(disk.entering(), "config", "set", "page-port", "4401");
        assertThat(set.code()).isEqualTo(3);
        assertThat(set.err()).contains("config.toml: No space left on device; free space there");
    }

    /// Text that no packing makes much shorter.
    private static String noise(Random random, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) text.append((char) ('0' + random.nextInt(75) % 43));
        return text.toString()
                .replace('<', 'a')
                .replace('>', 'b')
                .replace('\\', 'c')
                .replace('"', 'd');
    }
}
