package dev.twinlog.sources.appserver;

import dev.twinlog.journal.StreamFrame;

/// Hears the stream while it is heard, after the journal. Called by one thread, in order; must not wait.
public interface LiveFrames {
    LiveFrames NONE = new LiveFrames() {
        @Override
        public void frame(StreamFrame frame, long position) {}

        @Override
        public void over(long generation) {}
    };

    /// A frame that was journaled.
    ///
    /// @param position of its record
    void frame(StreamFrame frame, long position);

    /// Nothing more comes of a generation.
    void over(long generation);
}
