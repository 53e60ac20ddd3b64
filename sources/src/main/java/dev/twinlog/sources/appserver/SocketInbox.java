package dev.twinlog.sources.appserver;

import io.netty.channel.Channel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// What a socket said and nobody has taken yet. When there is more than enough, the socket is not read
/// until some of it was taken: then the server waits, not our memory.
final class SocketInbox {
    /// More than this is not asked for; what one read brings may come on top of it.
    static final int BYTES_MAX = 1 << 20;
    /// What an item takes beside its bytes, about.
    static final long ITEM_BYTES = 128;

    private final Channel channel;
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private long bytes;

    SocketInbox(Channel channel) {
        this.channel = channel;
    }

    sealed interface Item {
        record Message(byte[] bytes) implements Item {}

        record TooLarge(long bytes, byte[] beginning) implements Item {}

        record Unfit(String why, byte[] beginning) implements Item {}

        record End(@Nullable String why) implements Item {}
    }

    void put(Item item) {
        count(size(item));
        items.add(item);
    }

    Item take() throws InterruptedException {
        return items.take();
    }

    /// It was dealt with.
    void taken(Item item) {
        count(-size(item));
    }

    private synchronized void count(long more) {
        bytes += more;
        boolean reading = bytes <= BYTES_MAX;
        if (reading != channel.config().isAutoRead()) channel.config().setAutoRead(reading);
    }

    /// Also what says nothing takes room: a server that says much of that is not read either.
    private static long size(Item item) {
        return ITEM_BYTES
                + switch (item) {
                    case Item.Message(var message) -> message.length;
                    case Item.TooLarge(var _, var beginning) -> beginning.length;
                    case Item.Unfit(var _, var beginning) -> beginning.length;
                    case Item.End _ -> 0;
                };
    }
}
