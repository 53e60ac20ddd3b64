package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PeriodicTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger turns = new AtomicInteger();
    private final CountDownLatch began = new CountDownLatch(1);

    @Test
    void a_close_ends_a_long_pause_at_once_and_no_turn_follows() throws Exception {
        var periodic = new Periodic(Thread.ofPlatform(), () -> {
            turns.incrementAndGet();
            began.countDown();
            return LONG;
        });
        periodic.start();
        assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();
        periodic.close();
        assertThat(turns).hasValue(1);
        assertThat(periodic.closed()).isTrue();
    }

    @Test
    void turns_go_on_while_there_is_no_pause_and_a_close_waits_for_the_one_under_way() throws Exception {
        var enough = new CountDownLatch(5);
        var ended = new AtomicInteger();
        var periodic = new Periodic(Thread.ofVirtual(), () -> {
            turns.incrementAndGet();
            enough.countDown();
            ended.incrementAndGet();
            return Duration.ZERO;
        });
        periodic.start();
        assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
        periodic.close();
        assertThat(ended).hasValue(turns.get());
    }

    @Test
    void one_that_never_started_can_be_closed() {
        new Periodic(Thread.ofVirtual(), () -> LONG).close();
        assertThat(turns).hasValue(0);
    }
}
