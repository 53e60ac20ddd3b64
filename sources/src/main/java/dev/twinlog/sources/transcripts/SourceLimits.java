package dev.twinlog.sources.transcripts;

import java.time.Duration;

/// The limits of the transcript source. One file is open at a time, and one piece is in memory.
///
/// @param pieceBytesMax   the longest piece that becomes one journal record
/// @param rescanEvery     how often the folders are walked, in case that an event was missed
/// @param rescanShare     a walk is not repeated before this many times its own duration: idle costs stay
///                        bounded in
///                        any tree
/// @param depthMax        folders below a root
/// @param foldersMax      folders watched for events; those beyond are found by the walk alone
/// @param filesMax        files known at once
/// @param changesMax      events waiting; more are answered by a walk
/// @param problemsMax     problems kept with their text; more are only counted
/// @param retryFirst      how long after a refusal of the journal it is tried again, doubling…
/// @param retryMost       …up to this
/// @param gatePause       how often a shut gate is asked again
/// @param stalledAfter    with bytes waiting and none captured for so long, the source is not advancing
/// @param catchUpWalksMax walks of one `catchUp` over files that never stop growing
public record SourceLimits(
        int pieceBytesMax,
        Duration rescanEvery,
        int rescanShare,
        int depthMax,
        int foldersMax,
        int filesMax,
        int changesMax,
        int problemsMax,
        Duration retryFirst,
        Duration retryMost,
        Duration gatePause,
        Duration stalledAfter,
        int catchUpWalksMax) {

    public SourceLimits {
        if (pieceBytesMax < 1) throw new IllegalArgumentException("pieceBytesMax must be at least 1");
        if (changesMax < 1) throw new IllegalArgumentException("changesMax must be at least 1");
        if (catchUpWalksMax < 1) throw new IllegalArgumentException("catchUpWalksMax must be at least 1");
    }

    /// The limits of a daemon.
    public static SourceLimits standard() {
        return new SourceLimits(
                1 << 20,
                Duration.ofSeconds(30),
                1000,
                32,
                65_536,
                1_000_000,
                65_536,
                1000,
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                Duration.ofMillis(250),
                Duration.ofSeconds(30),
                20);
    }

    /// The same with pieces of another length.
    public SourceLimits withPieceBytesMax(int bytes) {
        return new SourceLimits(
                bytes,
                rescanEvery,
                rescanShare,
                depthMax,
                foldersMax,
                filesMax,
                changesMax,
                problemsMax,
                retryFirst,
                retryMost,
                gatePause,
                stalledAfter,
                catchUpWalksMax);
    }

    /// The same with another pause between walks.
    public SourceLimits withRescanEvery(Duration pause) {
        return new SourceLimits(
                pieceBytesMax,
                pause,
                rescanShare,
                depthMax,
                foldersMax,
                filesMax,
                changesMax,
                problemsMax,
                retryFirst,
                retryMost,
                gatePause,
                stalledAfter,
                catchUpWalksMax);
    }

    /// The same with other bounds on trees and lists.
    SourceLimits withBounds(int depth, int folders, int files, int changes, int problems) {
        return new SourceLimits(
                pieceBytesMax,
                rescanEvery,
                rescanShare,
                depth,
                folders,
                files,
                changes,
                problems,
                retryFirst,
                retryMost,
                gatePause,
                stalledAfter,
                catchUpWalksMax);
    }
}
