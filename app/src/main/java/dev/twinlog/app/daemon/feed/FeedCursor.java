package dev.twinlog.app.daemon.feed;

import dev.twinlog.app.Refusal;
import java.util.regex.Pattern;

/// A place in the feed, from which a listener goes on: `EPOCH-EVENT-SINCE`.
///
/// @param epoch of the store, since another store numbers its events otherwise
/// @param event the id up to which everything was told
/// @param since when the listener began to listen, epoch milliseconds
record FeedCursor(String epoch, long event, long since) {
    private static final Pattern TEXT = Pattern.compile("([0-9a-z]+)-([0-9]{1,18})-([0-9]{1,18})");

    /// @throws Refusal when the text is none that {@link #toString} gave
    static FeedCursor of(String text) throws Refusal {
        var parts = TEXT.matcher(text);
        if (parts.matches())
            return new FeedCursor(parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
        throw new Refusal(
                Refusal.Reason.WRONG_QUESTION,
                "'" + text + "' is no id of this feed: give the id of the last message, or none");
    }

    FeedCursor at(long reached) {
        return new FeedCursor(epoch, reached, since);
    }

    @Override
    public String toString() {
        return epoch + "-" + event + "-" + since;
    }
}
