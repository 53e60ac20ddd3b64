package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `status` and `sessions` say of transcripts that Claude Code is about to delete.
final class RescueTest {
    @TempDir
    Path folder;

    private Household house;

    @BeforeEach
    void moveIn() throws IOException {
        house = Household.in(folder);
    }

    private Path aged(String session, int days) throws IOException {
        var file = house.append(session, Household.prompt(session, 1, "hello"), Household.answer(session, 2, "yes"));
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.now().minus(Duration.ofDays(days).plusHours(1))));
        return file;
    }

    @Test
    void without_a_store_everything_on_disk_is_told_as_not_captured() throws IOException {
        aged("one", 28);

        assertThat(house.run("status", "--json").out())
                .contains("\"due\":1,\"dueNotCaptured\":1,\"notCaptured\":1")
                .contains("\"session\":\"claude/one\"")
                .contains("`twinlog up` starts it");
        assertThat(house.run("status").out())
                .contains("1 of 1 session would be deleted within 7 days: 1 not captured yet")
                .contains("in 1 day: claude/one: nothing is captured");
    }

    @Test
    void what_is_captured_is_safe_and_what_came_since_is_not() throws IOException {
        var file = aged("one", 28);
        house.run("sync");
        assertThat(house.run("status", "--json").out()).contains("\"due\":1,\"dueNotCaptured\":0,\"notCaptured\":0");
        assertThat(house.run("sessions", "--json").out())
                .contains("\"deletion\":{\"state\":\"due\"")
                .contains("\"daysLeft\":1,\"captured\":true,\"kept\":\"raw\",\"reason\":null}");
        assertThat(house.run("sessions").out()).doesNotContain("⚠");

        house.append("one", Household.prompt("one", 3, "more"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(28))));
        assertThat(house.run("sessions", "--json").out()).contains("\"captured\":false");
        assertThat(house.run("sessions").out()).contains("⚠ 1 d ").contains("`twinlog status` says why");
    }

    @Test
    void what_claude_deleted_is_told_as_gone_and_kept() throws IOException {
        var file = aged("one", 40);
        house.run("sync");
        Files.delete(file);

        assertThat(house.run("sessions", "--json").out()).contains("\"deletion\":{\"state\":\"gone\",\"at\":null");
        assertThat(house.run("status").out()).contains("1 are deleted there already");
    }

    @Test
    void the_period_is_read_from_claudes_settings() throws IOException {
        aged("one", 40);
        Files.writeString(house.home().resolve(".claude/settings.json"), "{\"cleanupPeriodDays\":60}");

        assertThat(house.run("status", "--json").out())
                .contains("\"periodDays\":60")
                .contains("\"due\":0");
    }

    @Test
    void the_daemon_tells_the_same() throws Exception {
        aged("one", 28);
        try (var _ = house.up()) {
            house.run("sync");
            assertThat(house.run("status", "--json").out()).contains("\"due\":1,\"dueNotCaptured\":0");
            assertThat(house.run("usage", "--json").out()).contains("\"cost\":{\"usd\":\"0.005224\",\"estimate\":true");
        }
    }
}
