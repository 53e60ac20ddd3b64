package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twinlog.model.CaptureMode;
import dev.twinlog.reconcile.chronicle.ModeLog;
import dev.twinlog.reconcile.chronicle.ModeTransition;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModeWatchTest {
    private static final CaptureFacts FAILS = new CaptureFacts("damaged", false, true, null, null, null);
    private static final CaptureFacts OFF = new CaptureFacts(null, false, false, null, null, null);
    private final AtomicReference<CaptureFacts> facts = new AtomicReference<>(FAILS);
    private final AtomicLong clock = new AtomicLong(100);
    private final List<ModeTransition> announced = new CopyOnWriteArrayList<>();
    private final ModeWatch watch = new ModeWatch(facts::get, clock::incrementAndGet, announced::add);

    private static CaptureFacts streaming(StreamGate gate) {
        return CaptureFactsTest.well(Streams.with(gate, false, null));
    }

    @Test
    void a_change_is_announced_once_with_what_defines_it() {
        watch.look();
        watch.look();
        facts.set(streaming(new StreamGate.Shut(ShutReason.NEEDS_LOGIN, null)));
        watch.look();
        facts.set(streaming(new StreamGate.Open()));
        watch.look();
        assertThat(announced)
                .containsExactly(
                        change(101, null, CaptureMode.FAILURE, "store: damaged; transcript: not_running"),
                        change(102, CaptureMode.FAILURE, CaptureMode.DEGRADED_STREAMING, "stream: needs_login"),
                        change(103, CaptureMode.DEGRADED_STREAMING, CaptureMode.HYBRID_ACTIVE, ""));
        assertThat(watch.log().kept()).isEqualTo(announced);
    }

    private static ModeTransition change(long at, @Nullable CaptureMode from, CaptureMode to, String reason) {
        return new ModeTransition(at, from, to, reason);
    }

    @Test
    void what_the_journal_refuses_is_told_again_until_it_takes_it() throws Exception {
        watch.look();
        facts.set(streaming(new StreamGate.Open()));
        watch.look();
        assertThatThrownBy(() -> watch.tellUntold(change -> {
                    throw new IOException("full");
                }))
                .hasMessage("full");
        var journaled = new ArrayList<ModeTransition>();
        watch.tellUntold(journaled::add);
        watch.tellUntold(journaled::add);
        assertThat(journaled).isEqualTo(announced).hasSize(2);
    }

    @Test
    void of_too_many_that_wait_for_the_journal_the_oldest_are_left_out_and_counted() throws Exception {
        for (int i = 0; i <= ModeWatch.UNTOLD_MAX; i++) {
            facts.set(i % 2 == 0 ? FAILS : streaming(new StreamGate.Open()));
            watch.look();
        }
        var journaled = new ArrayList<ModeTransition>();
        watch.tellUntold(journaled::add);
        assertThat(journaled).isEqualTo(announced.subList(1, announced.size()));
        assertThat(watch.leftOut()).isEqualTo(1);
        assertThat(watch.log()).isEqualTo(new ModeLog(announced, announced.size()));
    }

    @Test
    void it_looks_at_once_when_it_is_woken() {
        facts.set(OFF);
        watch.start();
        try {
            await().until(() -> announced.size() == 1);
            facts.set(streaming(new StreamGate.Open()));
            watch.wake();
            await().atMost(Duration.ofSeconds(5)).until(() -> announced.size() == 2);
        } finally {
            watch.close();
        }
    }
}
