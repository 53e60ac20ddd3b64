package dev.twinlog.sources.appserver;

import dev.twinlog.journal.StreamFrame;

/// Who shows what is produced while it is produced. Called by one thread at a time, in the order of the journal; must
/// return soon and never throw.
public interface LiveFrames {
    /// Nobody looks.
    LiveFrames NONE = new LiveFrames() {
        @Override
        public void frame(StreamFrame frame, long position) {}

        @Override
        public void over(long generation) {}
    };

    /// A frame that was appended to the journal, forced or not.
    ///
    /// @param position of its record in the journal
    void frame(StreamFrame frame, long position);

    /// This generation, and with it all before, says nothing more.
    void over(long generation);
}
