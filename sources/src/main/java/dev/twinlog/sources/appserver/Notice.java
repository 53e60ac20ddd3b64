package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.supervision.Signal;

/// What the source's thread is told by the others.
sealed interface Notice {
    /// What a peer said, who may say more than anybody can take.
    sealed interface OfPeer extends Notice {
        /// Memory that it takes, about.
        int size();
    }

    /// A whole message of a link.
    ///
    /// @param at epoch milliseconds
    record Frame(long generation, long at, byte[] json) implements OfPeer {
        @Override
        public int size() {
            return json.length;
        }
    }

    /// Something of a link that is no message, not redacted yet.
    record Unfit(long generation, String why, String quoted) implements OfPeer {
        @Override
        public int size() {
            return why.length() + quoted.length();
        }
    }

    record Told(Signal signal) implements Notice {}

    /// A child runs.
    record ChildUp(long generation, Child child, Trust.Program program) implements Notice {}

    /// A socket is connected.
    record SocketUp(long generation, SocketWire wire) implements Notice {}

    /// An operator wants to know, or to have done, what only the app-server can.
    record Wanted(Errand errand) implements Notice {}
}
