package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.supervision.Signal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the machine is looked at.
class ScoutTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private final AtomicBoolean failed = new AtomicBoolean();

    /// A folder that fails by an error of ours when it is asked for the first time.
    private Path failingOnce() {
        return (Path) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Path.class}, (_, method, arguments) -> {
                    if (method.getName().equals("resolve") && failed.compareAndSet(false, true))
                        throw new IllegalStateException("made up");
                    try {
                        return method.invoke(home, arguments);
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(e.getCause());
                    }
                });
    }

    private SidecarSettings settings() {
        return new SidecarSettings(
                SidecarSettings.Stream.ON,
                SidecarSettings.LinkChoice.SPAWN,
                false,
                null,
                null,
                new TreeMap<>(),
                failingOnce(),
                home,
                home,
                List.of("chatgpt"),
                List.of());
    }

    @Test
    void a_look_that_fails_by_an_error_of_ours_ends_no_others() throws Exception {
        var settings = settings();
        var inbox = new Inbox(System::nanoTime);
        var trust = new Trust(null, null, settings.env(), home, home);
        var links = new Links(
                settings, trust, inbox, Clock.systemUTC(), UnaryOperator.identity(), UnaryOperator.identity());
        var control = ControlSocket.of(home, Ownership.of(home));
        var scout = Thread.ofVirtual().start(new Scout(settings, control, links, inbox));
        try {
            var told = Objects.requireNonNull(inbox.take(PATIENCE), "a look");
            assertThat(failed).isTrue();
            assertThat(((Notice.Told) told.notice()).signal()).isInstanceOf(Signal.Looked.class);
        } finally {
            inbox.close();
            assertThat(scout.join(PATIENCE)).isTrue();
        }
    }
}
