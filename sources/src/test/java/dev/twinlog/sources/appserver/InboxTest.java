package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.supervision.Signal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final AtomicLong ticks = new AtomicLong();
    private final Inbox inbox = new Inbox(ticks::get);

    @AfterEach
    void close() {
        inbox.close();
    }

    @Test
    void notices_come_in_order_with_their_moments() throws InterruptedException {
        ticks.set(5);
        inbox.put(frame(1));
        ticks.set(7);
        inbox.put(new Notice.Told(new Signal.Stop()));
        ticks.set(99);
        assertThat(taken().at().nanos()).isEqualTo(5);
        var second = taken();
        assertThat(second.at().nanos()).isEqualTo(7);
        assertThat(second.notice()).isEqualTo(new Notice.Told(new Signal.Stop()));
    }

    @Test
    void too_many_frames_wait_while_everything_else_goes_through() throws InterruptedException {
        for (int i = 0; i < Inbox.FRAMES_MAX; i++) inbox.put(frame(1));
        var waiting = putInBackground(1);
        Awaitility.await().until(() -> waiting.getState() == Thread.State.WAITING);
        assertThat(inbox.put(new Notice.Told(new Signal.Stop()))).isTrue();
        taken();
        waiting.join(Duration.ofSeconds(10));
        assertThat(waiting.isAlive()).isFalse();
    }

    @Test
    void too_many_bytes_wait() throws InterruptedException {
        inbox.put(frame((int) Inbox.FRAME_BYTES_MAX - 10));
        inbox.put(frame(10));
        var waiting = putInBackground(1);
        Awaitility.await().until(() -> waiting.getState() == Thread.State.WAITING);
        taken();
        waiting.join(Duration.ofSeconds(10));
        assertThat(waiting.isAlive()).isFalse();
    }

    @Test
    void garbage_waits_like_frames() throws InterruptedException {
        for (int i = 0; i < Inbox.FRAMES_MAX; i++) inbox.put(new Notice.Unfit(1, "it is not UTF-8", "?"));
        var waiting = putInBackground(1);
        Awaitility.await().until(() -> waiting.getState() == Thread.State.WAITING);
        taken();
        waiting.join(Duration.ofSeconds(10));
        assertThat(waiting.isAlive()).isFalse();
    }

    @Test
    void a_frame_larger_than_the_room_is_taken_alone() throws InterruptedException {
        inbox.put(frame((int) Inbox.FRAME_BYTES_MAX + 1));
        assertThat(taken().notice()).isInstanceOf(Notice.Frame.class);
    }

    @Test
    void closed_it_lets_go_of_who_waits_and_takes_no_more() throws InterruptedException {
        for (int i = 0; i < Inbox.FRAMES_MAX; i++) inbox.put(frame(1));
        var waiting = putInBackground(1);
        inbox.close();
        waiting.join(Duration.ofSeconds(10));
        assertThat(waiting.isAlive()).isFalse();
        assertThat(inbox.put(new Notice.Told(new Signal.Stop()))).isFalse();
    }

    private Thread putInBackground(int bytes) throws InterruptedException {
        var begun = new CountDownLatch(1);
        var thread = Thread.ofPlatform().start(() -> {
            begun.countDown();
            try {
                inbox.put(frame(bytes));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        begun.await();
        return thread;
    }

    private Inbox.Stamped taken() throws InterruptedException {
        var taken = inbox.take(Duration.ofSeconds(10));
        assertThat(taken).isNotNull();
        return taken;
    }

    private static Notice.Frame frame(int bytes) {
        return new Notice.Frame(1, 0, new byte[bytes]);
    }
}
