package dev.twinlog.app.daemon;

import java.util.function.BooleanSupplier;

/// When the heap that much hearing took is given back: as soon as there was nothing more to read for a while. Decides
/// only. For one thread.
final class Lull {
    /// After this much was read or came as telemetry.
    static final long AFTER_BYTES = 32L << 20;
    /// So many beats in a row there must have been nothing to read: the others that held much need a moment to let go.
    static final int AFTER_BEATS = 4;

    private long takenAt;
    private int quietBeats;

    /// To be asked once a beat; it is due once.
    ///
    /// @param heard    bytes since the start
    /// @param caughtUp whether there is nothing to read; asked only when so much was heard that it matters
    boolean due(long heard, BooleanSupplier caughtUp) {
        if (heard - takenAt < AFTER_BYTES) return false;
        quietBeats = caughtUp.getAsBoolean() ? quietBeats + 1 : 0;
        if (quietBeats < AFTER_BEATS) return false;
        quietBeats = 0;
        takenAt = heard;
        return true;
    }
}
