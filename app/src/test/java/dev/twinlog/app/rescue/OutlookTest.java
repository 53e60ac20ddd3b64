package dev.twinlog.app.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import dev.twinlog.sources.transcripts.Problem;
import dev.twinlog.sources.transcripts.TranscriptFiles;
import dev.twinlog.sources.transcripts.TranscriptFiles.Seen;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.views.Deletion;
import dev.twinlog.views.Deletion.Kept;
import dev.twinlog.views.Deletion.State;
import dev.twinlog.views.RescueView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OutlookTest {
    private static final long DAY = 86_400_000;
    private static final long NOW = 100 * DAY;
    private static final Path CLAUDE = Path.of("/home/me/.claude/projects");
    private static final Path CODEX = Path.of("/home/me/.codex/sessions");
    private static final SessionId A = new SessionId(Agent.CLAUDE, "a");
    private static final SessionId C = new SessionId(Agent.CODEX, "c");

    private final List<Seen> seen = new ArrayList<>();
    private final List<FileRow> held = new ArrayList<>();
    private final List<Problem> unseen = new ArrayList<>();
    private final Set<Long> expired = new HashSet<>();
    private final Set<Path> unreadable = new HashSet<>();
    private CleanUp cleanUp = new CleanUp.After(30, "its default");
    private Hearing hearing = new Hearing(null, List.of());
    private Kept kept = Kept.RAW;

    private Outlook outlook() {
        return new Outlook(
                new TranscriptFiles(seen, unseen),
                held,
                expired,
                kept,
                cleanUp,
                hearing,
                file -> !unreadable.contains(file),
                NOW);
    }

    private Deletion deletion(SessionId session) {
        return Objects.requireNonNull(outlook().deletions().get(session));
    }

    private RescueView summary() {
        return outlook().summary();
    }

    /// A file on disk, last changed so long ago.
    private void onDisk(String path, long size, double daysAgo) {
        boolean codex = path.contains("rollout-");
        seen.add(new Seen(
                codex ? Agent.CODEX : Agent.CLAUDE,
                codex ? CODEX : CLAUDE,
                path,
                size,
                NOW - (long) (daysAgo * DAY),
                7));
    }

    private void captured(SessionId session, String path, long bytes) {
        captured(session, path, bytes, 7, held.size());
    }

    private void captured(SessionId session, String path, long bytes, long inode, long firstSeen) {
        var root = session.agent() == Agent.CODEX ? CODEX : CLAUDE;
        held.add(new FileRow(
                held.size() + 1L,
                session,
                session.agent(),
                root.toString(),
                path,
                1,
                inode,
                99,
                10,
                bytes,
                firstSeen,
                false));
    }

    @Test
    void a_transcript_is_deleted_so_many_days_after_its_last_change() {
        onDisk("p/a.jsonl", 10, 27.5);
        captured(A, "p/a.jsonl", 10);

        assertThat(deletion(A))
                .isEqualTo(new Deletion(State.DUE, NOW - (long) (27.5 * DAY) + 30 * DAY, 2L, true, Kept.RAW, null));
    }

    @Test
    void a_session_of_which_nothing_is_captured_is_in_no_list() {
        onDisk("p/a.jsonl", 10, 1);
        onDisk("p/b.jsonl", 10, 1);
        captured(A, "p/a.jsonl", 5);

        assertThat(summary().unlisted()).isEqualTo(1);
        assertThat(summary().files())
                .extracting(RescueView.NotCaptured::session, RescueView.NotCaptured::listed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("claude/a", true),
                        org.assertj.core.groups.Tuple.tuple("claude/b", false));
    }

    @Test
    void what_is_overdue_has_no_days_left() {
        onDisk("p/a.jsonl", 10, 31);
        assertThat(deletion(A).daysLeft()).isZero();
    }

    @Test
    void the_first_file_that_goes_decides_for_its_session() {
        onDisk("p/a.jsonl", 10, 1);
        onDisk("p/a/subagents/agent-x.jsonl", 10, 20);
        captured(A, "p/a.jsonl", 10);

        assertThat(deletion(A).daysLeft()).isEqualTo(10);
        assertThat(deletion(A).captured()).isFalse();
        captured(A, "p/a/subagents/agent-x.jsonl", 10);
        assertThat(deletion(A).captured()).isTrue();
    }

    @Test
    void bytes_beyond_those_captured_are_missing() {
        onDisk("p/a.jsonl", 10, 1);
        captured(A, "p/a.jsonl", 9);

        assertThat(deletion(A).captured()).isFalse();
        assertThat(summary().files()).singleElement().satisfies(file -> {
            assertThat(file.missingBytes()).isEqualTo(1);
            assertThat(file.path()).isEqualTo("/home/me/.claude/projects/p/a.jsonl");
            assertThat(file.session()).isEqualTo("claude/a");
        });
    }

    @Test
    void another_file_at_the_same_path_is_not_captured_by_what_was_there_before() {
        onDisk("p/a.jsonl", 10, 1);
        captured(A, "p/a.jsonl", 50, 8, 1);
        assertThat(deletion(A).captured()).isFalse();

        captured(A, "p/a.jsonl", 10, 7, 2);
        assertThat(deletion(A).captured()).isTrue();
    }

    @Test
    void codex_deletes_nothing_by_itself() {
        onDisk("2026/rollout-2026-11-20T21-47-04-c.jsonl", 10, 400);
        captured(C, "2026/rollout-2026-11-20T21-47-04-c.jsonl", 10);

        assertThat(deletion(C).state()).isEqualTo(State.NEVER);
        assertThat(deletion(C).reason()).contains("Codex deletes no session");
        assertThat(summary().due()).isZero();
    }

    @Test
    void settings_that_delete_nothing_are_the_reason() {
        cleanUp = new CleanUp.Never("settings.json is no JSON");
        onDisk("p/a.jsonl", 10, 400);
        captured(A, "p/a.jsonl", 10);

        assertThat(deletion(A))
                .isEqualTo(new Deletion(State.NEVER, null, null, true, Kept.RAW, "settings.json is no JSON"));
        assertThat(summary().periodDays()).isNull();
    }

    @Test
    void what_is_gone_is_told_with_what_is_left_of_it() {
        captured(A, "p/a.jsonl", 10);
        assertThat(deletion(A)).isEqualTo(new Deletion(State.GONE, null, null, true, Kept.RAW, null));
        assertThat(summary().gone()).isEqualTo(1);
        assertThat(summary().sessions()).isZero();

        expired.add(1L);
        assertThat(deletion(A).kept()).isEqualTo(Kept.SETTLED);
    }

    @Test
    void less_than_raw_bytes_is_told() {
        kept = Kept.REDACTED;
        onDisk("p/a.jsonl", 10, 1);
        captured(A, "p/a.jsonl", 10);

        assertThat(deletion(A).kept()).isEqualTo(Kept.REDACTED);
    }

    @Test
    void why_it_is_not_captured_is_told_by_the_nearest_cause() {
        onDisk("p/a.jsonl", 10, 1);
        assertThat(deletion(A).reason()).contains("waits to be read");

        hearing = new Hearing("the disk is full", List.of());
        assertThat(deletion(A).reason()).isEqualTo("the disk is full");

        unreadable.add(CLAUDE.resolve("p/a.jsonl"));
        assertThat(deletion(A).reason()).contains("cannot be read").contains("the right to read");

        var problem = new Problem(CLAUDE.resolve("p"), Problem.Kind.FOLDER_UNREADABLE, "is shut", 1);
        hearing = new Hearing("the disk is full", List.of(problem));
        assertThat(deletion(A).reason()).isEqualTo(problem.text());
    }

    @Test
    void the_summary_counts_what_goes_within_a_week_and_names_what_goes_first() {
        onDisk("p/a.jsonl", 10, 25);
        onDisk("p/b.jsonl", 10, 29);
        onDisk("p/d.jsonl", 10, 22.9);
        captured(A, "p/a.jsonl", 10);

        var summary = summary();

        assertThat(summary.sessions()).isEqualTo(3);
        assertThat(summary.due()).isEqualTo(3);
        assertThat(summary.dueNotCaptured()).isEqualTo(2);
        assertThat(summary.notCaptured()).isEqualTo(2);
        assertThat(summary.files()).extracting(RescueView.NotCaptured::daysLeft).containsExactly(1L, 7L);
    }

    @Test
    void only_so_many_files_are_named() {
        for (int i = 0; i <= Outlook.FILES_NAMED_MAX; i++) onDisk("p/s" + i + ".jsonl", 10, 1);

        assertThat(summary().files()).hasSize(Outlook.FILES_NAMED_MAX);
        assertThat(summary().notCaptured()).isEqualTo(Outlook.FILES_NAMED_MAX + 1L);
    }

    @Test
    void what_could_not_be_looked_into_is_told() {
        unseen.add(new Problem(CLAUDE.resolve("shut"), Problem.Kind.FOLDER_UNREADABLE, "may not be listed", 1));
        assertThat(summary().unseen()).singleElement().asString().contains("shut: may not be listed");
    }

    @Test
    void what_lies_below_a_folder_that_cannot_be_listed_is_not_told_as_deleted() {
        captured(A, "p/a.jsonl", 10);
        captured(new SessionId(Agent.CLAUDE, "b"), "q/b.jsonl", 10);
        unseen.add(new Problem(CLAUDE.resolve("p"), Problem.Kind.FOLDER_UNREADABLE, "cannot be listed", NOW));

        assertThat(deletion(A).state()).isEqualTo(State.UNKNOWN);
        assertThat(deletion(A).reason()).contains("cannot tell", "the right to list this folder");
        assertThat(summary().gone()).isEqualTo(1);
        assertThat(summary().unknown()).isEqualTo(1);
        assertThat(summary().sessions()).isZero();
    }
}
