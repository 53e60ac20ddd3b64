package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.agents.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A session that Claude Code's own clean-up deleted goes on from what Twinlog kept of it.
class RealClaudeRescueTest extends ClaudeScene {
    private static final int KEPT_DAYS = 20;

    private static final Script SCRIPT = Script.empty()
            .with("old", answer(words("I count."), bash("ls | wc -l"), delegate()), answer(words("There is one.")))
            .with("inner", answer(words("Nothing to do.")))
            .with("other", answer(heldWords("Another session.")))
            .with("more", answer(words("And on it goes.")));

    RealClaudeRescueTest(AgentLane lane) {
        super(lane);
    }

    @Test
    void a_session_that_the_clean_up_deleted_is_restored_and_resumed() throws Exception {
        var session = Claude.session();
        try (var claude = lane.claude(SCRIPT).with("CLAUDE_CODE_DISABLE_BACKGROUND_TASKS", "1")) {
            claude.settings("{\"cleanupPeriodDays\": " + KEPT_DAYS + "}");
            claude.run("[S:old] count", "--session-id", session, "--allowedTools", "Bash", "Agent");
            settled(claude, session);
            var before = files(claude, session);
            assertThat(before).hasSizeGreaterThan(1);
            age(claude, before, Duration.ofDays(KEPT_DAYS + 1));
            assertNoGap(session);
            letCleanUp(claude, session);

            var kept = settled(claude, session, each -> !each.of("other"));
            assertThat(prompts(kept)).containsExactly("[S:old] count");
            assertLost(session, before.size());
            var restore = lane.twinlog()
                    .run("restore", session, "--to", claude.projects().toString());
            assertThat(restore.code()).as(restore.err()).isZero();
            assertThat(files(claude, session)).isEqualTo(before);

            claude.run("[S:more] go on", "--resume", session);
            var whole = settled(claude, session, each -> !each.of("other"));
            assertThat(prompts(whole)).containsExactly("[S:old] count", "[S:more] go on");
            assertThat(lane.twinlog().ask("sessions").elements().stream()
                            .filter(row -> row.at("id").text().equals(session)))
                    .hasSize(1);
            assertLost(session, before.size());
        }
    }

    /// The ledger knows that so many files went, and that nothing is missing by it.
    private void assertLost(String session, int files) {
        await(session)
                .atMost(AgentLane.PATIENCE)
                .untilAsserted(() -> assertThat(gaps(session).stream()
                                .map(gap -> gap.at("kind").text() + " "
                                        + gap.at("state").text()))
                        .hasSize(files)
                        .containsOnly("file_vanished explained"));
        assertThat(lane.row(session).at("openGaps").number()).isZero();
    }

    /// Runs another session until the clean-up at its start has deleted the old one.
    private void letCleanUp(Claude claude, String session) throws Exception {
        var run = claude.start("[S:other] wait", "--session-id", Claude.session());
        claude.model().gates().awaitReached("end", AgentLane.PATIENCE);
        await("the clean-up")
                .atMost(AgentLane.PATIENCE)
                .until(() -> files(claude, session).isEmpty());
        claude.model().gates().open("end");
        Claude.ended(run);
    }

    /// The session's files under the projects folder, by path.
    private static Map<String, String> files(Claude claude, String session) throws IOException {
        var files = new TreeMap<String, String>();
        try (var all = Files.walk(claude.projects())) {
            for (var file : all.filter(Files::isRegularFile).toList())
                if (file.toString().contains(session))
                    files.put(
                            claude.projects().relativize(file).toString(),
                            Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        return files;
    }

    private static void age(Claude claude, Map<String, String> files, Duration by) throws IOException {
        var then = FileTime.from(Instant.now().minus(by));
        for (var file : files.keySet())
            for (var path = Path.of(file); path.getNameCount() > 1; path = path.getParent())
                Files.setLastModifiedTime(claude.projects().resolve(path), then);
    }
}
