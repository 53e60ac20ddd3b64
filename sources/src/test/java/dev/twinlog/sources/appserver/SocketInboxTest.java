package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When a socket is read, and when not.
class SocketInboxTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SocketInbox inbox = new SocketInbox(channel);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private boolean read() {
        return channel.config().isAutoRead();
    }

    @Test
    void with_more_than_enough_the_socket_is_not_read_until_some_of_it_was_dealt_with() throws InterruptedException {
        inbox.put(new SocketInbox.Item.Message(new byte[SocketInbox.BYTES_MAX / 2]));
        assertThat(read()).isTrue();
        inbox.put(new SocketInbox.Item.Message(new byte[SocketInbox.BYTES_MAX / 2]));
        assertThat(read()).isFalse();
        var first = inbox.take();
        assertThat(read()).as("taken, and not dealt with").isFalse();
        inbox.taken(first);
        assertThat(read()).isTrue();
    }

    @Test
    void what_says_nothing_takes_room_too() throws InterruptedException {
        for (var item : List.of(
                new SocketInbox.Item.Message(new byte[0]),
                new SocketInbox.Item.Unfit("it is not UTF-8", new byte[0]),
                new SocketInbox.Item.TooLarge(99, new byte[0]))) {
            long fit = SocketInbox.BYTES_MAX / SocketInbox.ITEM_BYTES;
            for (long i = 0; i < fit; i++) inbox.put(item);
            assertThat(read()).as("%s", item).isTrue();
            inbox.put(item);
            assertThat(read()).as("%s", item).isFalse();
            for (long i = 0; i <= fit; i++) inbox.taken(inbox.take());
            assertThat(read()).as("%s", item).isTrue();
        }
    }

    @Test
    void the_beginning_of_what_was_too_large_is_counted_too() {
        inbox.put(new SocketInbox.Item.TooLarge(1, new byte[SocketInbox.BYTES_MAX]));
        assertThat(read()).isFalse();
    }
}
