package dev.twinlog.sources.appserver.supervision;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What {@link Supervision} wants done, in order. What comes of it is told by a {@link Signal}.
public sealed interface Act {
    /// Find the program, and start a child: {@link Signal.Opened}, {@link Signal.NotOpened} or {@link Signal.NoProgram}
    /// comes of it, and after the first {@link Signal.Ended} in any case.
    record Spawn(long generation) implements Act {}

    /// Connect to the user's server: {@link Signal.Opened} or {@link Signal.NotOpened} comes of it.
    record Attach(long generation) implements Act {}

    /// See whether the user's server answers, and hang up: {@link Signal.Probed} comes of it.
    record Probe(String socket) implements Act {}

    /// Close the link, as far as it stands: of a child its standard input.
    record CloseLink(long generation) implements Act {}

    /// SIGTERM to the child and what it started.
    record Terminate(long generation) implements Act {}

    /// SIGKILL to them.
    record Kill(long generation) implements Act {}

    /// Send a message.
    record Ask(long generation, Question question) implements Act {}

    /// Nothing more is heard of a generation that was opened.
    record Over(long generation) implements Act {}

    /// Journal a control record.
    record Note(String type, SortedMap<String, String> values) implements Act {
        public Note {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }
    }

    /// Add one to a counter.
    record Count(String name) implements Act {}

    /// What supervision says to an app-server.
    enum Question {
        INITIALIZE,
        /// The notification `initialized`.
        INITIALIZED,
        ACCOUNT,
        /// `thread/loaded/list`: the last step of the handshake, and the heartbeat.
        LOADED
    }
}
