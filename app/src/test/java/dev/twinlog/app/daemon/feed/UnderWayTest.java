package dev.twinlog.app.daemon.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twinlog.app.Feed.Stalled;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class UnderWayTest {
    private final List<String> begun = new CopyOnWriteArrayList<>();

    /// A listener that takes a message only when it is told to.
    private FutureTask<Boolean> sender(UnderWay underWay, String name, int bytes, CountDownLatch takes) {
        var task = new FutureTask<>(() -> {
            try (var sending = underWay.begin(bytes)) {
                begun.add(name);
                sending.by(() -> taken(takes));
            }
            return Thread.currentThread().isInterrupted();
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    private static void taken(CountDownLatch takes) throws IOException {
        try {
            takes.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private void awaitBegun(String name) {
        await().until(() -> begun.contains(name));
    }

    @Test
    void the_slowest_is_closed_when_another_needs_the_room_and_no_more_than_the_limit_is_held() throws Exception {
        var underWay = new UnderWay(100, Duration.ofMillis(20));
        var never = new CountDownLatch(1);
        var senders = new ArrayList<FutureTask<Boolean>>();
        for (int i = 0; i < 10; i++) {
            senders.add(sender(underWay, "s" + i, 40, never));
            awaitBegun("s" + i);
            assertThat(underWay.bytes()).isLessThanOrEqualTo(100);
        }
        for (int i = 0; i < 8; i++)
            assertThatThrownBy(senders.get(i)::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(Stalled.class);
        never.countDown();
        assertThat(senders.get(8).get()).isFalse();
        assertThat(senders.get(9).get()).isFalse();
        assertThat(underWay.bytes()).isZero();
    }

    @Test
    void who_takes_its_message_in_time_makes_room_and_nobody_is_closed() throws Exception {
        var underWay = new UnderWay(100, Duration.ofHours(1));
        var first = new CountDownLatch(1);
        var one = sender(underWay, "one", 100, first);
        awaitBegun("one");
        var other = sender(underWay, "other", 100, new CountDownLatch(0));
        first.countDown();
        assertThat(one.get()).isFalse();
        assertThat(other.get()).isFalse();
    }

    @Test
    void a_message_longer_than_all_room_goes_alone() throws Exception {
        var underWay = new UnderWay(100, Duration.ofHours(1));
        assertThat(sender(underWay, "long", 1000, new CountDownLatch(0)).get()).isFalse();
        assertThat(underWay.bytes()).isZero();
    }
}
