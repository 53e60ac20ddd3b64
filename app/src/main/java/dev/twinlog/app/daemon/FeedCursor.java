package dev.twinlog.app.daemon;

import dev.twinlog.app.Refusal;

/// A place in the feed, from which a listener goes on: `EPOCH-EVENT-SINCE`.
///
/// @param epoch of the store, since another store numbers its events otherwise
/// @param event the id up to which everything was told
/// @param since when the listener began to listen, epoch milliseconds
record FeedCursor(String epoch, long event, long since) {
    /// @throws Refusal when the text is none that {@link #toString} gave
    static FeedCursor of(String text) throws Refusal {
        var parts = text.split("-", -1);
        try {
            if (parts.length == 3 && !parts[0].isEmpty())
                return new FeedCursor(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        } catch (NumberFormatException e) {
            // said below
        }
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
