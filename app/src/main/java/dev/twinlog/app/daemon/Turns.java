package dev.twinlog.app.daemon;

import java.time.Duration;

/// When settling steps back for a rush: it rests as long as the rush lasts, but never longer than a while, and then
/// works for some time, so that a rush without end is settled as well. Belongs to one thread.
final class Turns {
    /// It rests no longer than this.
    static final Duration RESTS_MAX = Duration.ofSeconds(4);

    /// It works this long before it rests again.
    static final Duration WORKS = Duration.ofMillis(500);

    private boolean resting;
    private long until = Long.MIN_VALUE;
    private boolean began;

    /// @param now nanoseconds of a clock that never goes back
    boolean rests(boolean rush, long now) {
        if (!rush) {
            resting = false;
            began = false;
            return false;
        }
        if (!began || now - until >= 0) turn(now);
        return resting;
    }

    private void turn(long now) {
        resting = !began || !resting;
        began = true;
        until = now + (resting ? RESTS_MAX : WORKS).toNanos();
    }
}
