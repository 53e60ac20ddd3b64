package dev.twinlog.app.daemon.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twinlog.sources.appserver.AppServerSource;
import dev.twinlog.sources.appserver.Sidecar;
import dev.twinlog.sources.appserver.SidecarMemory;
import dev.twinlog.sources.appserver.SidecarSettings;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the stream begins to be heard.
final class StreamHearingTest {
    @TempDir
    Path home;

    private final SettledSometime settled = new SettledSometime();
    private final AtomicBoolean made = new AtomicBoolean();
    private @Nullable StreamHearing hearing;

    /// Answers at once, as settling does that fails or has ended.
    private static final class SettledSometime implements Settled {
        private final AtomicReference<@Nullable Thread> asking = new AtomicReference<>();
        private volatile boolean settled;

        @Override
        public boolean await(long position, Duration atMost) {
            asking.set(Thread.currentThread());
            return settled;
        }

        @Override
        public String failing() {
            return "the disk is full";
        }

        @Override
        public boolean closed() {
            return false;
        }

        /// What whoever waits does now.
        Thread.@Nullable State waiting() {
            var thread = asking.get();
            return thread == null || !thread.isVirtual() ? null : thread.getState();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        if (hearing != null) hearing.end();
    }

    private AppServerSource make(StreamHearing.Start start) throws IOException {
        made.set(true);
        throw new IOException("made up");
    }

    private StreamHearing begun() throws InterruptedException {
        var settings = new SidecarSettings(
                SidecarSettings.Stream.ON,
                SidecarSettings.LinkChoice.SPAWN,
                false,
                null,
                null,
                new TreeMap<>(),
                home,
                home,
                home,
                List.of("chatgpt"),
                List.of());
        var begun = new StreamHearing(settled, settings, () -> SidecarMemory.NONE, this::make);
        hearing = begun;
        begun.start(7);
        return begun;
    }

    private static String detail(Sidecar sidecar) {
        var gate = (StreamGate.Shut) sidecar.health().gate();
        assertThat(gate.reason()).isEqualTo(ShutReason.STARTING);
        return String.valueOf(gate.detail());
    }

    @Test
    void while_settling_fails_it_looks_now_and_then_and_says_what_it_waits_for() throws InterruptedException {
        var begun = begun();
        await("a pause between two looks").until(() -> settled.waiting() == Thread.State.TIMED_WAITING);
        assertThat(made).isFalse();
        assertThat(detail(begun)).isEqualTo("what was captured before is settled first");
        assertThatThrownBy(begun::start).isInstanceOf(Sidecar.Refused.class).hasMessageContaining("try again soon");
        settled.settled = true;
        await("the making").untilTrue(made);
    }

    @Test
    void one_that_cannot_be_made_ends_nothing_else_and_is_told() throws InterruptedException {
        settled.settled = true;
        var begun = begun();
        assertThat(detail(begun)).isEqualTo("an error inside Twinlog; its log has the details");
        assertThatThrownBy(begun::start)
                .isInstanceOf(Sidecar.Refused.class)
                .hasMessageContaining("could not be set up");
    }
}
