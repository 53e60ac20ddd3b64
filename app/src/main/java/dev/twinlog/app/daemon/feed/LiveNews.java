package dev.twinlog.app.daemon.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The last messages of what is being produced, numbered, so that each listener knows which it has heard. One that is
/// too slow misses the oldest. For use under the lock of who owns it.
final class LiveNews {
    /// So many messages are kept.
    static final int KEPT_MAX = 4096;
    /// Their JSON takes no more than this, but for the last one.
    static final int KEPT_BYTES_MAX = 4 << 20;

    private final Deque<Message> kept = new ArrayDeque<>();
    private long keptBytes;
    private long last;

    /// @param number  ascending without holes
    /// @param session its session, `agent/id`
    /// @param name    of the message
    record Message(long number, String session, String name, byte[] json) {}

    /// What a listener has not heard yet.
    ///
    /// @param last   the number of the last message, wanted or not
    /// @param missed messages that are gone, wanted or not
    record Heard(List<Message> messages, long last, long missed) {}

    void add(String session, String name, byte[] json) {
        kept.add(new Message(++last, session, name, json));
        keptBytes += json.length;
        while (kept.size() > 1 && (kept.size() > KEPT_MAX || keptBytes > KEPT_BYTES_MAX))
            keptBytes -= kept.remove().json.length;
    }

    long last() {
        return last;
    }

    /// What came after a message.
    ///
    /// @param only of this session; null: of all
    Heard after(long heard, @Nullable String only) {
        if (heard >= last) return new Heard(List.of(), last, 0);
        Predicate<Message> wanted = message -> only == null || message.session.equals(only);
        var messages = new ArrayList<Message>();
        for (var message : kept) if (message.number > heard && wanted.test(message)) messages.add(message);
        long oldest = kept.element().number;
        return new Heard(messages, last, Math.max(0, oldest - heard - 1));
    }
}
