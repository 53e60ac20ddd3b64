package dev.twinlog.sources.appserver;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/// What an {@link AppServerSource} is made of.
///
/// @param frames   keeps frames
/// @param controls keeps facts about the sidecar
/// @param memory   what is known from the former run
/// @param live     hears frames as they come
/// @param changed  is called after each change of {@link Sidecar#health}, by the source's thread; must not wait
/// @param redact   takes secrets out of what is shown: errors, quotes, summaries of approvals
/// @param clock    wall time, for records alone: nothing is decided by it
/// @param ticks    monotonic, nanoseconds
/// @param seed     of the jitter
public record SidecarParts(
        SidecarSettings settings,
        FrameSink frames,
        ControlSink controls,
        SidecarMemory memory,
        LiveFrames live,
        Runnable changed,
        UnaryOperator<String> redact,
        InstantSource clock,
        LongSupplier ticks,
        long seed) {}
