package dev.twinlog.app.daemon.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.journal.StreamFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept of frames.
final class FrameKeepingTest {
    private static final String SECRET = "ghp_" + "a1B2".repeat(9);

    @TempDir
    Path folder;

    private SegmentedJournal journal;
    private long number;

    @BeforeEach
    void open() throws IOException {
        journal = SegmentedJournal.open(folder, JournalLimits.DEFAULT);
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private String kept(FrameKeeping keeping, byte[] json) throws IOException {
        long position = keeping.append(new StreamFrame(1, ++number, 5, StreamFrame.Link.ATTACH, json));
        var frame = StreamFrame.decode(journal.read(position).payload());
        assertThat(frame.number()).isEqualTo(number);
        return new String(frame.json(), StandardCharsets.UTF_8);
    }

    private String kept(FrameKeeping keeping, String json) throws IOException {
        return kept(keeping, json.getBytes(StandardCharsets.UTF_8));
    }

    private static String delta(String text) {
        return "{\"method\":\"item/agentMessage/delta\",\"params\":{\"threadId\":\"T\",\"itemId\":\"m\",\"delta\":\""
                + text + "\"},\"emittedAtMs\":1}";
    }

    @Test
    void all_is_kept_as_it_came() throws IOException {
        var keeping = new FrameKeeping(journal, false, () -> null);
        assertThat(kept(keeping, delta(SECRET))).isEqualTo(delta(SECRET));
    }

    @Test
    void a_secret_that_frames_cut_is_not_on_disk() throws IOException {
        var keeping = new FrameKeeping(journal, true, () -> null);
        var all = new StringBuilder();
        for (char c : ("use " + SECRET + " \\n now").toCharArray())
            if (c != '\\' && c != 'n') all.append(kept(keeping, delta(String.valueOf(c))));
        assertThat(all.toString()).contains("⟦redacted:github_token⟧").doesNotContain("\"delta\":\"g\"");
        assertThat(keeping.secrets()).isEqualTo(1);
    }

    @Test
    void what_stands_around_a_piece_of_text_stays() throws IOException {
        var keeping = new FrameKeeping(journal, true, () -> null);
        assertThat(kept(keeping, delta("a \\\"quoted\\\" tail"))).isEqualTo(delta("a \\\"quoted\\\" "));
        assertThat(kept(keeping, delta(" end "))).isEqualTo(delta("tail end "));
    }

    @Test
    void secrets_go_from_whole_items_too() throws IOException {
        var keeping = new FrameKeeping(journal, true, () -> null);
        var whole =
                "{\"method\":\"item/completed\",\"params\":{\"threadId\":\"T\",\"item\":{\"id\":\"m\",\"text\":\"use "
                        + SECRET + "\"}}}";
        assertThat(kept(keeping, whole)).isEqualTo(whole.replace(SECRET, "⟦redacted:github_token⟧"));
    }

    @Test
    void a_frame_that_is_too_large_is_left_out_and_counted() throws IOException {
        var keeping = new FrameKeeping(journal, true, () -> null);
        var large = new byte[FrameKeeping.FRAME_BYTES_MAX + 1];
        java.util.Arrays.fill(large, (byte) ' ');
        assertThat(kept(keeping, large)).isEqualTo("{}");
        assertThat(keeping.leftOut()).isEqualTo(1);
    }

    @Test
    void of_more_items_than_the_limit_the_oldest_begins_anew_and_is_counted() throws IOException {
        var keeping = new FrameKeeping(journal, true, () -> null);
        for (int i = 0; i < FrameKeeping.ITEMS_MAX; i++)
            kept(keeping, delta("held").replace("\"m\"", "\"m" + i + "\""));
        assertThat(keeping.begunAnew()).isZero();
        kept(keeping, delta("held"));
        assertThat(keeping.begunAnew()).isEqualTo(1);
        assertThat(kept(keeping, delta(" ").replace("\"m\"", "\"m1\""))).contains("\"delta\":\"held \"");
        assertThat(kept(keeping, delta(" ").replace("\"m\"", "\"m0\""))).contains("\"delta\":\" \"");
    }

    @Test
    void what_is_no_json_is_kept_without_secrets() throws IOException {
        assertThat(kept(new FrameKeeping(journal, true, () -> null), "garbage " + SECRET))
                .isEqualTo("garbage ⟦redacted:github_token⟧");
    }

    @Test
    void nothing_is_kept_while_capturing_is_off_or_the_disk_is_below_its_floor() throws IOException {
        var shut = new AtomicReference<@Nullable String>("disk_floor");
        var keeping = new FrameKeeping(journal, false, shut::get);
        long before = journal.end();
        assertThatThrownBy(() -> kept(keeping, "{}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("disk_floor");
        assertThat(journal.end()).isEqualTo(before);
        shut.set(null);
        assertThat(kept(keeping, "{}")).isEqualTo("{}");
    }
}
