package dev.twinlog.sources.transcripts;

import static dev.twinlog.sources.transcripts.Scene.age;
import static dev.twinlog.sources.transcripts.Scene.append;
import static dev.twinlog.sources.transcripts.Scene.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.journal.FileChunk;
import dev.twinlog.journal.FileId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptSourceTest {
    private static final String SESSION = "proj/s1.jsonl";

    private Scene scene;
    private Path session;

    @BeforeEach
    void set(@TempDir Path base) throws IOException {
        scene = new Scene(base);
        session = scene.claude.resolve(SESSION);
    }

    @AfterEach
    void end() throws Exception {
        scene.end();
    }

    @Test
    void every_watched_file_is_captured_byte_for_byte_and_no_other() throws Exception {
        var names = List.of(
                SESSION,
                "proj/s1/subagents/agent-a.jsonl",
                "proj/s1/subagents/agent-a.meta.json",
                "proj/s1/tool-results/t1.txt",
                "proj/s2.jsonl.zst");
        for (var name : names) write(scene.claude.resolve(name), "bytes of " + name + "\n");
        write(scene.claude.resolve("proj/memory/notes.md"), "not ours");
        write(scene.codex.resolve("2026/11/20/rollout-x.jsonl"), "codex\n");
        write(scene.codex.resolve("2026/11/20/other.jsonl"), "not ours");
        scene.catchUp();
        for (var name : names) assertThat(scene.kept.text(name)).isEqualTo("bytes of " + name + "\n");
        assertThat(scene.kept.text("2026/11/20/rollout-x.jsonl")).isEqualTo("codex\n");
        assertThat(scene.kept.chunks()).hasSize(names.size() + 1);
    }

    @Test
    void a_piece_ends_after_its_last_newline_and_the_torn_tail_is_a_piece_of_its_own() throws Exception {
        write(session, "one\ntwo\nthr");
        scene.catchUp();
        append(session, "ee\n");
        scene.catchUp();
        assertThat(texts(SESSION)).containsExactly("one\ntwo\n", "thr", "ee\n");
        assertThat(scene.kept.chunks(SESSION)).extracting(FileChunk::offset).containsExactly(0L, 8L, 11L);
        assertThat(scene.kept.generations(SESSION)).hasSize(1);
    }

    @Test
    void a_long_line_is_cut_into_pieces_and_lines_are_not_cut_where_they_fit() throws Exception {
        scene.limits = SourceLimits.standard().withPieceBytesMax(16);
        write(session, "short\nlonger\n" + "x".repeat(40) + "\nend\n");
        scene.catchUp();
        assertThat(texts(SESSION)).first().isEqualTo("short\nlonger\n");
        assertThat(scene.kept.chunks(SESSION))
                .allSatisfy(piece -> assertThat(piece.bytes().length).isLessThan(17));
        assertThat(scene.kept.text(SESSION)).isEqualTo(Files.readString(session));
        assertThat(scene.source().bytesRead()).isEqualTo(Files.size(session));
    }

    @Test
    void a_walk_over_an_unchanged_tree_reads_no_byte() throws Exception {
        for (int i = 0; i < 200; i++)
            write(scene.claude.resolve("p" + i % 7 + "/s" + i + ".jsonl"), "line " + i + "\n");
        scene.catchUp();
        var before = scene.source().health().counters();
        scene.catchUp();
        var after = scene.source().health().counters();
        assertThat(after.walks()).isGreaterThan(before.walks());
        assertThat(after.bytesRead()).isEqualTo(before.bytesRead());
        assertThat(after.bytesVerified()).isEqualTo(before.bytesVerified());
    }

    @Test
    void a_thousand_appends_in_a_big_tree_read_what_was_appended_and_a_fixed_share_to_verify() throws Exception {
        for (int i = 0; i < 1000; i++)
            write(scene.claude.resolve("p" + i % 9 + "/s" + i + ".jsonl"), "x".repeat(5000) + "\n");
        write(session, "y".repeat(100_000) + "\n");
        scene.catchUp();
        var before = scene.source().health().counters();
        long appended = 0;
        for (int i = 0; i < 1000; i++) {
            var line = "{\"n\":" + i + "}\n";
            append(session, line);
            appended += line.length();
            if (i % 10 == 9) scene.catchUp();
        }
        var after = scene.source().health().counters();
        assertThat(after.bytesRead() - before.bytesRead()).isEqualTo(appended);
        assertThat(after.bytesVerified() - before.bytesVerified())
                .isEqualTo(100L * (FileId.GENERATION_BYTES_MAX + TrackedFile.SEAM_BYTES_MAX));
        assertThat(scene.kept.restored(SESSION)).isEqualTo(Files.readAllBytes(session));
    }

    @Test
    void a_file_that_shrank_is_another_generation_and_the_earlier_bytes_stay() throws Exception {
        write(session, "one\ntwo\nthree\n");
        scene.catchUp();
        write(session, "one\n");
        scene.catchUp();
        var generations = scene.kept.generations(SESSION);
        assertThat(generations).hasSize(2);
        assertThat(scene.kept.restored(generations.getFirst())).asString().isEqualTo("one\ntwo\nthree\n");
        assertThat(scene.kept.text(SESSION)).isEqualTo("one\n");
        assertThat(scene.kept.facts(Capture.FILE_SHRANK)).singleElement().satisfies(fact -> {
            assertThat(fact.values()).containsEntry("captured", "14").containsEntry("path", SESSION);
        });
    }

    @Test
    void a_file_cut_and_written_again_with_the_same_first_bytes_has_generations_that_differ() throws Exception {
        var head = "h".repeat(5000) + "\n";
        for (int i = 0; i < 3; i++) {
            write(session, head + "a\n".repeat(3 - i));
            scene.catchUp();
        }
        var generations = scene.kept.generations(SESSION);
        assertThat(generations).hasSize(3);
        for (int i = 0; i < 3; i++)
            assertThat(scene.kept.restored(generations.get(i))).asString().isEqualTo(head + "a\n".repeat(3 - i));
    }

    @Test
    void a_rewrite_of_the_same_size_is_another_generation() throws Exception {
        write(session, "one\ntwo\n");
        scene.catchUp();
        age(session, Duration.ofHours(1));
        scene.catchUp();
        write(session, "ONE\ntwo\n");
        scene.catchUp();
        assertThat(scene.kept.text(SESSION)).isEqualTo("ONE\ntwo\n");
        assertThat(scene.kept.generations(SESSION)).hasSize(2);
        assertThat(scene.kept.facts(Capture.FILE_REWRITTEN)).hasSize(1);
    }

    @Test
    void a_file_that_lost_a_line_in_its_middle_and_grew_is_another_generation() throws Exception {
        var head = "h".repeat(5000) + "\n";
        write(session, head + "two\nthree\n");
        scene.catchUp();
        write(session, head + "three\nfour\nfive\n");
        scene.catchUp();
        assertThat(scene.kept.text(SESSION)).isEqualTo(head + "three\nfour\nfive\n");
        assertThat(scene.kept.generations(SESSION)).hasSize(2);
    }

    @Test
    void a_file_renamed_over_another_is_read_whole_as_another_identity() throws Exception {
        write(session, "one\ntwo\n");
        scene.catchUp();
        var next = session.resolveSibling("s1.tmp");
        write(next, "one\ntwo\nthree\n");
        Files.move(next, session, StandardCopyOption.ATOMIC_MOVE);
        scene.catchUp();
        assertThat(scene.kept.generations(SESSION)).hasSize(2);
        assertThat(scene.kept.text(SESSION)).isEqualTo("one\ntwo\nthree\n");
        assertThat(scene.kept.facts(Capture.FILE_REWRITTEN)).hasSize(1);
    }

    @Test
    void a_document_that_is_replaced_is_a_new_generation_and_no_news() throws Exception {
        var meta = scene.claude.resolve("proj/s1/subagents/agent-a.meta.json");
        write(meta, "{\"finished\":false,\"more\":1}");
        scene.catchUp();
        var next = meta.resolveSibling("agent-a.tmp");
        write(next, "{\"finished\":true}");
        Files.move(next, meta, StandardCopyOption.ATOMIC_MOVE);
        scene.catchUp();
        assertThat(scene.kept.text("proj/s1/subagents/agent-a.meta.json")).isEqualTo("{\"finished\":true}");
        assertThat(scene.kept.facts(Capture.FILE_REWRITTEN)).isEmpty();
        assertThat(scene.kept.facts(Capture.FILE_SHRANK)).isEmpty();
    }

    @Test
    void a_file_that_vanished_is_told_once_also_over_a_restart() throws Exception {
        write(session, "one\n");
        scene.catchUp();
        Files.delete(session);
        scene.catchUp();
        scene.catchUp();
        scene.start(scene.kept.captured(0)).catchUp();
        assertThat(scene.kept.facts(Capture.FILE_VANISHED)).singleElement().satisfies(fact -> {
            assertThat(fact.values()).containsEntry("path", SESSION).containsEntry("captured", "4");
        });
    }

    @Test
    void a_file_that_comes_back_as_it_was_goes_on_and_says_so_with_an_empty_piece() throws Exception {
        write(session, "one\n");
        scene.catchUp();
        var away = scene.base.resolve("away");
        Files.move(session, away);
        scene.catchUp();
        Files.move(away, session);
        append(session, "two\n");
        scene.catchUp();
        assertThat(scene.kept.generations(SESSION)).hasSize(1);
        assertThat(texts(SESSION)).containsExactly("one\n", "two\n");
        Files.move(session, away);
        scene.catchUp();
        Files.move(away, session);
        scene.catchUp();
        assertThat(texts(SESSION)).containsExactly("one\n", "two\n", "");
    }

    @Test
    void a_rollout_that_was_packed_names_what_replaced_it() throws Exception {
        var rollout = scene.codex.resolve("2026/01/02/rollout-a.jsonl");
        write(rollout, "one\n");
        scene.catchUp();
        Files.write(rollout.resolveSibling("rollout-a.jsonl.zst"), new byte[] {1, 10, 2, 10, 3});
        Files.delete(rollout);
        scene.catchUp();
        assertThat(scene.kept.chunks("2026/01/02/rollout-a.jsonl.zst")).hasSize(1);
        assertThat(scene.kept.facts(Capture.FILE_VANISHED)).singleElement().satisfies(fact -> {
            assertThat(fact.values()).containsEntry("replacedBy", "2026/01/02/rollout-a.jsonl.zst");
        });
    }

    @Test
    void the_newest_session_comes_first_with_its_subagents() throws Exception {
        var files = List.of("p/old.jsonl", "p/new.jsonl", "p/middle.jsonl", "p/new/subagents/agent-1.jsonl");
        for (var file : files) write(scene.claude.resolve(file), file + "\n");
        age(scene.claude.resolve("p/old.jsonl"), Duration.ofDays(9));
        age(scene.claude.resolve("p/middle.jsonl"), Duration.ofDays(5));
        age(scene.claude.resolve("p/new/subagents/agent-1.jsonl"), Duration.ofDays(7));
        scene.catchUp();
        assertThat(scene.kept.chunks())
                .extracting(chunk -> chunk.file().path())
                .containsExactly("p/new.jsonl", "p/new/subagents/agent-1.jsonl", "p/middle.jsonl", "p/old.jsonl");
    }

    @Test
    void a_restart_goes_on_where_the_journal_ends() throws Exception {
        write(session, "one\ntwo\n");
        scene.catchUp();
        append(session, "three\n");
        var again = scene.start(scene.kept.captured(0));
        again.catchUp();
        assertThat(texts(SESSION)).containsExactly("one\ntwo\n", "three\n");
        assertThat(again.bytesRead()).isEqualTo(6);
    }

    @Test
    void a_restart_over_files_last_written_well_before_they_were_read_opens_none() throws Exception {
        write(session, "one\ntwo\n");
        age(session, Duration.ofHours(1));
        scene.catchUp();
        var again = scene.start(scene.kept.captured(System.currentTimeMillis()));
        again.catchUp();
        assertThat(again.bytesRead()).isZero();
        assertThat(again.health().counters().bytesVerified()).isZero();
    }

    @Test
    void a_restart_notices_a_rewrite_of_the_same_size() throws Exception {
        write(session, "one\ntwo\n");
        scene.catchUp();
        write(session, "ONE\ntwo\n");
        scene.start(scene.kept.captured(0)).catchUp();
        assertThat(scene.kept.text(SESSION)).isEqualTo("ONE\ntwo\n");
    }

    @Test
    void a_refusal_of_the_journal_loses_nothing_and_reading_goes_on_after_a_pause() throws Exception {
        scene.limits = SourceLimits.standard().withPieceBytesMax(8);
        write(session, "one\ntwo\nthree\nfour\nfive\n");
        scene.kept.refuse("No space left on device", 2);
        assertThatThrownBy(scene::catchUp).isInstanceOf(IOException.class).hasMessageContaining("No space left");
        assertThat(scene.source().health().heldBack()).contains("No space left");
        assertThat(scene.source().health().works()).isFalse();
        scene.kept.accept();
        assertThatThrownBy(scene::catchUp).as("the pause is not over").isInstanceOf(IOException.class);
        scene.millis.addAndGet(200);
        scene.catchUp();
        assertThat(scene.kept.text(SESSION)).isEqualTo("one\ntwo\nthree\nfour\nfive\n");
        assertThat(scene.source().health().heldBack()).isNull();
    }

    @Test
    void a_shut_gate_stops_reading_and_keeps_the_place() throws Exception {
        write(session, "one\n");
        scene.catchUp();
        scene.mayRead.set(false);
        append(session, "two\n");
        assertThatThrownBy(scene::catchUp).isInstanceOf(IOException.class).hasMessageContaining("not allowed");
        assertThat(scene.source().bytesRead()).isEqualTo(4);
        scene.mayRead.set(true);
        scene.catchUp();
        assertThat(scene.kept.text(SESSION)).isEqualTo("one\ntwo\n");
    }

    @Test
    void an_absent_root_is_no_fault_and_is_heard_when_it_comes() throws Exception {
        Files.delete(scene.codex);
        scene.catchUp();
        assertThat(scene.source().health().roots())
                .extracting(SourceHealth.Root::state)
                .containsExactly(SourceHealth.RootState.READABLE, SourceHealth.RootState.ABSENT);
        assertThat(scene.source().health().works()).isTrue();
        write(scene.codex.resolve("2026/11/20/rollout-x.jsonl"), "codex\n");
        scene.catchUp();
        assertThat(scene.kept.text("2026/11/20/rollout-x.jsonl")).isEqualTo("codex\n");
    }

    @Test
    void the_progress_ends_with_all_captured() throws Exception {
        for (int i = 0; i < 5; i++) write(scene.claude.resolve("p/s" + i + ".jsonl"), "line\n");
        scene.catchUp();
        var last = scene.told.getLast();
        assertThat(last.bytesCaptured()).isEqualTo(25).isEqualTo(last.bytesKnown());
        assertThat(last.files()).isEqualTo(5);
        assertThat(last.filesLeft()).isZero();
        assertThat(scene.source().health().importing()).isFalse();
        assertThat(scene.source().health().lagBytes()).isZero();
    }

    @Test
    void random_appends_cuts_and_replacements_always_restore_the_file_as_it_is() throws Exception {
        long seed = Long.getLong("twinlog.seed", 4711);
        var random = new Random(seed);
        scene.limits = SourceLimits.standard().withPieceBytesMax(64);
        for (int step = 0; step < 300; step++) {
            change(random, step);
            if (random.nextInt(20) == 0) scene.start(scene.kept.captured(0));
            scene.catchUp();
            assertThat(scene.kept.restored(SESSION))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(Files.readAllBytes(session));
        }
    }

    private void change(Random random, int step) throws IOException {
        var line = ("{\"step\":" + step + "}" + "z".repeat(random.nextInt(90)) + "\n");
        var text = random.nextInt(3) == 0 ? line.substring(0, line.length() - 1) : line;
        switch (Files.exists(session) ? random.nextInt(8) : 0) {
            case 0 -> write(session, text);
            case 1 -> {
                var next = session.resolveSibling("next.tmp");
                write(next, Files.readString(session) + text);
                Files.move(next, session, StandardCopyOption.ATOMIC_MOVE);
            }
            default -> append(session, text);
        }
    }

    private List<String> texts(String path) {
        return scene.kept.chunks(path).stream()
                .map(chunk -> new String(chunk.bytes(), StandardCharsets.UTF_8))
                .toList();
    }
}
