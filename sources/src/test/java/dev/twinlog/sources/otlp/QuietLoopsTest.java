package dev.twinlog.sources.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuietLoopsTest {
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// How long the thread was about to sleep, each time.
    private final BlockingQueue<Duration> sleeps = new LinkedBlockingQueue<>();
    private final QuietLoops watched = new QuietLoops(1, "watched", GRACE, _ -> new Watched());
    private final QuietLoops real = QuietLoops.accepting("real", GRACE);

    @AfterEach
    void end() {
        watched.shutdownGracefully().syncUninterruptibly();
        real.shutdownGracefully().syncUninterruptibly();
    }

    /// Waits for nothing but to be woken.
    private final class Watched implements IoHandler {
        private final Semaphore woken = new Semaphore(0);

        @Override
        public int run(IoHandlerContext context) {
            if (!context.canBlock()) return 0;
            sleeps.add(Duration.ofNanos(context.delayNanos(System.nanoTime())));
            woken.acquireUninterruptibly();
            return 0;
        }

        @Override
        public void wakeup() {
            woken.release();
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException("nothing is registered here");
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return false;
        }
    }

    @Test
    void a_thread_with_nothing_to_do_sleeps_as_long_as_it_may() throws Exception {
        watched.submit(() -> {}).get();
        assertThat(sleeps.take()).isEqualTo(QuietLoops.SLEEP_MAX);
    }

    @Test
    void a_time_for_a_task_shortens_the_sleep() throws Exception {
        var later = watched.schedule(() -> {}, 5, TimeUnit.MINUTES);
        assertThat(shorter()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(later.isDone()).isFalse();
    }

    /// The next sleep that is not the longest; the test ends in failure when there is none.
    private Duration shorter() throws InterruptedException {
        var sleep = sleeps.take();
        while (sleep.equals(QuietLoops.SLEEP_MAX)) sleep = sleeps.take();
        return sleep;
    }

    @Test
    void a_sleeping_thread_wakes_for_tasks_and_for_their_times() throws Exception {
        for (int task = 0; task < 3; task++) {
            assertThat(real.submit(() -> 7).get()).isEqualTo(7);
            assertThat(real.schedule(() -> 8, 1, TimeUnit.MILLISECONDS).get()).isEqualTo(8);
        }
    }
}
