package dev.twinlog.sources.appserver;

import dev.twinlog.journal.StreamFrame;
import dev.twinlog.journal.StreamFrame.Link;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Keeps what is heard, in order and numbered, and shows it to who looks on. For the source's thread alone.
final class Frames {
    private final FrameSink sink;
    private final LiveFrames live;
    private final Counters counters;
    private long generation;
    private Link link = Link.SPAWN;
    private long number;
    private byte @Nullable [] beat;
    private @Nullable String trouble;

    Frames(FrameSink sink, LiveFrames live, Counters counters) {
        this.sink = sink;
        this.live = live;
        this.counters = counters;
    }

    void begin(long next, Link over) {
        generation = next;
        link = over;
        number = 0;
        beat = null;
    }

    /// Journals a frame, then shows it. One that cannot be journaled is lost, and counted.
    ///
    /// @param at epoch milliseconds
    void keep(long at, byte[] json) {
        counters.add("frames");
        try {
            var frame = new StreamFrame(generation, number + 1, at, link, json);
            long position = sink.append(frame);
            number++;
            live.frame(frame, position);
            trouble = null;
        } catch (IOException e) {
            counters.add("frames_lost");
            trouble = String.valueOf(e.getMessage());
        }
    }

    /// Whether an answer to the heartbeat is the same as the one before, and need not be kept.
    boolean sameBeat(byte[] result) {
        boolean same = Arrays.equals(beat, result);
        beat = result;
        if (same) counters.add("heartbeats_alike");
        return same;
    }

    void over() {
        live.over(generation);
    }

    /// Why the last frame could not be kept; null: it could.
    @Nullable
    String trouble() {
        return trouble;
    }
}
