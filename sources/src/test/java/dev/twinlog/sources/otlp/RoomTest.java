package dev.twinlog.sources.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static CompletableFuture<Void> growing(Room.Share share, int bytes) {
        var grown = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try {
                share.grow(bytes);
                grown.complete(null);
            } catch (Refused | InterruptedException e) {
                grown.completeExceptionally(e);
            }
        });
        return grown;
    }

    private static Patience patience(Duration hold) {
        return new Patience(hold);
    }

    @Test
    void what_is_given_back_lets_another_go_on() throws Exception {
        var room = new Room(100, 8);
        var first = room.share(patience(LONG));
        first.grow(80);
        var second = room.share(patience(LONG));
        var grown = growing(second, 30);
        Awaitility.await().until(second::waited);
        assertThat(grown).isNotDone();
        first.close();
        grown.get(10, TimeUnit.SECONDS);
        assertThat(room.used()).isEqualTo(30);
        second.close();
        assertThat(room.used()).isZero();
    }

    @Test
    void who_finds_no_room_in_time_is_refused_and_has_taken_nothing() throws Exception {
        var room = new Room(100, 8);
        var first = room.share(patience(LONG));
        first.grow(80);
        assertThatThrownBy(() -> room.share(patience(Duration.ofMillis(20))).grow(30))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(Reason.OVERLOADED));
        assertThat(room.used()).isEqualTo(80);
    }

    @Test
    void when_all_who_hold_some_wait_for_more_the_last_gives_way_at_once() throws Exception {
        var room = new Room(100, 8);
        var first = room.share(patience(LONG));
        var second = room.share(patience(LONG));
        first.grow(50);
        second.grow(50);
        var grown = growing(first, 10);
        Awaitility.await().until(first::waited);
        assertThatThrownBy(() -> second.grow(10)).isInstanceOf(Refused.class).hasMessageContaining("large");
        second.close();
        grown.get(10, TimeUnit.SECONDS);
    }

    @Test
    void beyond_the_limit_nobody_waits() throws Exception {
        var room = new Room(100, 1);
        room.share(patience(LONG)).grow(100);
        var waiter = room.share(patience(LONG));
        var waiting = growing(waiter, 1);
        Awaitility.await().until(waiter::waited);
        assertThatThrownBy(() -> room.share(patience(LONG)).grow(1))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("too many requests wait");
        room.end();
        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(Refused.class);
    }

    @Test
    void a_gate_lets_through_when_it_opens_and_refuses_with_its_reason_when_it_does_not() throws Exception {
        var gate = new SinkGate(1);
        gate.shut("disk floor");
        assertThatThrownBy(() -> gate.pass(patience(Duration.ofMillis(20))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("disk floor");
        var through = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                gate.pass(patience(LONG));
                through.countDown();
            } catch (Refused | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Awaitility.await().until(() -> gate.waiting() == 1);
        assertThatThrownBy(() -> gate.pass(patience(LONG)))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(Reason.OVERLOADED));
        gate.open(new KeptRequests());
        assertThat(through.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
