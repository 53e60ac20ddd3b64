package dev.twinlog.app.daemon.feed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The last announcements that are no events, numbered, so that each listener knows which it has heard.
///
/// @param last the number of the last one
/// @param kept the last of them, in order
record FeedNews(long last, List<Announcement> kept) {
    /// So many are kept; a listener that heard none of more has missed the oldest.
    static final int KEPT_MAX = 100;

    static final FeedNews NONE = new FeedNews(0, List.of());

    /// @param name of the message
    /// @param json what it tells
    record Announcement(long number, String name, String json) {
        byte[] bytes() {
            return json.getBytes(StandardCharsets.UTF_8);
        }
    }

    FeedNews {
        kept = List.copyOf(kept);
    }

    FeedNews and(String name, String json) {
        var all = new ArrayList<>(kept);
        all.add(new Announcement(last + 1, name, json));
        return new FeedNews(last + 1, all.subList(Math.max(0, all.size() - KEPT_MAX), all.size()));
    }

    List<Announcement> after(long heard) {
        return kept.stream().filter(each -> each.number() > heard).toList();
    }
}
