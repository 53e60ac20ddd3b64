package dev.twinlog.sources.appserver;

import org.jspecify.annotations.Nullable;

/// Tells a listener: one thing at a time, the end once and last.
final class Telling {
    static final int QUOTED_CHARACTERS_MAX = 512;
    /// In which as many characters surely are.
    static final int QUOTED_BYTES = 4 * QUOTED_CHARACTERS_MAX;

    private final Wire.Listener listener;
    private boolean over;

    Telling(Wire.Listener listener) {
        this.listener = listener;
    }

    /// A message whose bytes came whole.
    synchronized void message(byte[] message) {
        if (over) return;
        if (Utf8.isValid(message)) listener.frame(message);
        else listener.unfit("it is not UTF-8", Utf8.quoted(message, QUOTED_CHARACTERS_MAX));
    }

    /// @param beginning of what was passed over
    synchronized void tooLarge(long bytes, byte[] beginning) {
        if (over) return;
        var why = "it has " + bytes + " bytes; at most " + Wire.FRAME_BYTES_MAX + " are taken";
        listener.unfit(why, Utf8.quoted(beginning, QUOTED_CHARACTERS_MAX));
    }

    synchronized void unfit(String why, byte[] beginning) {
        if (!over) listener.unfit(why, Utf8.quoted(beginning, QUOTED_CHARACTERS_MAX));
    }

    synchronized void closed(@Nullable String why) {
        if (over) return;
        over = true;
        listener.closed(why);
    }
}
