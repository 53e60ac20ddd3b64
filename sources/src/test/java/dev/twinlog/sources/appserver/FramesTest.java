package dev.twinlog.sources.appserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.StreamFrame;
import dev.twinlog.journal.StreamFrame.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
    private final List<String> kept = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final Counters counters = new Counters();
    private boolean full;
    private final Frames frames = new Frames(this::append, new Shown(), counters);

    @Test
    void frames_are_numbered_kept_and_then_shown_with_their_place() {
        frames.begin(7, Link.ATTACH);
        frames.keep(1, json("a"));
        frames.keep(2, json("b"));
        frames.over();
        assertThat(kept).containsExactly("7/1 ATTACH a", "7/2 ATTACH b");
        assertThat(shown).containsExactly("7/1 at 1", "7/2 at 2", "7 over");
    }

    @Test
    void numbers_begin_anew_with_each_generation() {
        frames.begin(7, Link.SPAWN);
        frames.keep(1, json("a"));
        frames.begin(8, Link.SPAWN);
        frames.keep(2, json("b"));
        assertThat(kept).containsExactly("7/1 SPAWN a", "8/1 SPAWN b");
    }

    @Test
    void what_cannot_be_kept_is_counted_and_not_shown() {
        frames.begin(7, Link.SPAWN);
        full = true;
        frames.keep(1, json("a"));
        full = false;
        frames.keep(2, json("b"));
        assertThat(counters.told()).containsEntry("frames", 2L).containsEntry("frames_lost", 1L);
        assertThat(shown).as("no number is given twice").containsExactly("7/2 at 1");
    }

    @Test
    void an_answer_to_the_heartbeat_that_is_alike_need_not_be_kept() {
        frames.begin(7, Link.SPAWN);
        assertThat(frames.sameBeat(json("[]"))).isFalse();
        assertThat(frames.sameBeat(json("[]"))).isTrue();
        assertThat(frames.sameBeat(json("[1]"))).isFalse();
        assertThat(frames.sameBeat(json("[]"))).isFalse();
        frames.begin(8, Link.SPAWN);
        assertThat(frames.sameBeat(json("[]"))).as("of another generation").isFalse();
        assertThat(counters.told()).containsEntry("heartbeats_alike", 1L);
    }

    private long append(StreamFrame frame) throws IOException {
        if (full) throw new IOException("disk full");
        kept.add(
                frame.generation() + "/" + frame.number() + " " + frame.link() + " " + new String(frame.json(), UTF_8));
        return kept.size();
    }

    private static byte[] json(String text) {
        return text.getBytes(UTF_8);
    }

    private final class Shown implements LiveFrames {
        @Override
        public void frame(StreamFrame frame, long position) {
            shown.add(frame.generation() + "/" + frame.number() + " at " + position);
        }

        @Override
        public void over(long generation) {
            shown.add(generation + " over");
        }
    }
}
