package dev.twinlog.sources.appserver;

import dev.twinlog.journal.StreamFrame;
import dev.twinlog.journal.StreamFrame.Link;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what is heard, in order and numbered, and shows it to who looks on. For the source's thread alone.
final class Frames {
    private static final Logger LOG = LoggerFactory.getLogger(AppServerSource.class);

    private final FrameSink sink;
    private final LiveFrames live;
    private final Counters counters;
    private long generation;
    private Link link = Link.SPAWN;
    private long number;
    private byte @Nullable [] beat;
    private boolean losing;

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

    /// Journals a frame, then shows it. One that cannot be journaled is lost, and counted; its number is not given
    /// again, since part of it may be on disk.
    ///
    /// @param at epoch milliseconds
    void keep(long at, byte[] json) {
        counters.add("frames");
        try {
            var frame = new StreamFrame(generation, ++number, at, link, json);
            long position = sink.append(frame);
            live.frame(frame, position);
            if (losing) LOG.info("frames of the app-server are kept again, from {}/{} on", generation, number);
            losing = false;
        } catch (IOException e) {
            counters.add("frames_lost");
            if (!losing) LOG.warn("frames of the app-server are lost: {}", e.getMessage());
            losing = true;
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
}
