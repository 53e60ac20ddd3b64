package dev.twinlog.app;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What happens, told to everyone who listens as soon as it is settled. Safe for use by many threads.
public interface Feed {
    /// A feed of which there is nothing to hear.
    Feed NONE = (wanted, listener) -> {
        throw new Refusal(Refusal.Reason.UNABLE, "there is no live feed here");
    };

    /// Tells a listener what happens, on the calling thread, until the feed ends or the listener is gone.
    ///
    /// @throws Refusal before anything was told: no such session, a cursor that is none, too many listeners
    /// @throws IOException when the listener is gone; a {@link Stalled} when it does not listen
    void follow(Follow wanted, Listener listener) throws Refusal, IOException;

    /// What somebody wants to hear.
    ///
    /// @param session the agent's own id, `agent/id`, or the beginning of one; null: all
    /// @param after   the id of the last message that was heard; null: what happens from now on
    /// @param last    so many events from before, the last of them; only when `after` is null
    record Follow(@Nullable String session, @Nullable String after, int last) {
        /// Events from before that can be asked for at most.
        public static final int LAST_MAX = 1000;

        public Follow {
            if (last < 0 || last > LAST_MAX) throw new IllegalArgumentException("last is not from 0 to " + LAST_MAX);
        }
    }

    /// Somebody who listens. Each call returns when what was told is taken.
    interface Listener {
        /// @param name what kind of message it is
        /// @param id   from which to go on after this message; null: as before
        /// @param json one JSON value on one line
        void tell(String name, @Nullable String id, byte[] json) throws IOException;

        /// Shows that the feed is still there.
        ///
        /// @param id from which to go on
        void beat(String id) throws IOException;
    }

    /// A listener did not take what it was told for so long that it was given up.
    final class Stalled extends IOException {
        private static final long serialVersionUID = 1;

        public Stalled(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
