package dev.twinlog.app.daemon.stream;

import dev.twinlog.sources.appserver.AppServerSource;
import dev.twinlog.sources.appserver.Sidecar;
import dev.twinlog.sources.appserver.SidecarHealth;
import dev.twinlog.sources.appserver.SidecarMemory;
import dev.twinlog.sources.appserver.SidecarSettings;
import dev.twinlog.sources.appserver.supervision.AuthState;
import dev.twinlog.sources.appserver.supervision.HandshakeState;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.sources.appserver.supervision.SidecarState;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The witness of the live stream in this process. Its source is made when what the journal held before is settled:
/// only then it is known which generation was the last, and whether it ended in a crash loop.
public final class StreamHearing implements Sidecar {
    /// A daemon that has to wait longer than this starts without it.
    static final Duration PROMPT = Duration.ofSeconds(1);

    private static final String SETTLES = "what was captured before is settled first";
    private static final Logger LOG = LoggerFactory.getLogger(StreamHearing.class);

    private final Settled settling;
    private final SidecarSettings settings;
    private final Supplier<SidecarMemory> memory;
    private final Making making;
    private final CompletableFuture<AppServerSource> made = new CompletableFuture<>();
    private volatile boolean killSwitch;
    private volatile boolean ending;
    private volatile boolean failed;
    private @Nullable Thread thread;

    /// Makes a source, which hears at once.
    @FunctionalInterface
    public interface Making {
        /// @throws IOException when it cannot be set up
        AppServerSource make(Start start) throws IOException;
    }

    /// With what a source begins.
    ///
    /// @param memory     what is known of the time before
    /// @param killSwitch whether it is on by now
    public record Start(SidecarMemory memory, boolean killSwitch) {}

    /// Hears nothing before it is started.
    ///
    /// @param settling settles what the journal holds
    /// @param memory   what is known of the time before this start, once it is settled
    /// @param making   makes the source, which hears at once
    public StreamHearing(Settled settling, SidecarSettings settings, Supplier<SidecarMemory> memory, Making making) {
        this.settling = settling;
        this.settings = settings;
        this.memory = memory;
        this.making = making;
        this.killSwitch = settings.killSwitch();
    }

    /// Hears from now on, on threads of its own; at once when little waits to be settled.
    ///
    /// @param before the end of the journal before anything new was heard
    public void start(long before) throws InterruptedException {
        if (settling.await(before, PROMPT)) make();
        else thread = Thread.ofVirtual().name("stream-start").start(() -> makeLater(before));
    }

    private void makeLater(long before) {
        try {
            while (!ending && !settling.closed() && !settling.await(before, PROMPT))
                if (settling.failing() != null) Thread.sleep(PROMPT); // then nobody is kept waiting there
            make();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The stream comes on top: what goes wrong with it here ends nothing else.
    private synchronized void make() {
        if (ending) return;
        try {
            made.complete(making.make(new Start(memory.get(), killSwitch)));
        } catch (IOException | RuntimeException | Error bug) {
            LOG.error("the live stream is not heard until Twinlog is started again", bug);
            failed = true;
        }
    }

    private @Nullable AppServerSource source() {
        return made.getNow(null);
    }

    private AppServerSource needed() throws Refused {
        var source = source();
        if (source != null) return source;
        throw new Refused(
                failed
                        ? "the live stream could not be set up, which is an error inside Twinlog; its log has the details"
                        : "the app-server is not started yet: " + SETTLES + "; try again soon");
    }

    @Override
    public SidecarHealth health() {
        var source = source();
        return source == null ? notYet() : source.health();
    }

    private SidecarHealth notYet() {
        boolean expected = !killSwitch && settings.stream() != SidecarSettings.Stream.OFF;
        return new SidecarHealth(
                SidecarState.INACTIVE,
                0,
                null,
                null,
                new AuthState.NeedsLogin(null),
                HandshakeState.NONE,
                expected
                        ? new StreamGate.Shut(
                                ShutReason.STARTING,
                                failed ? "an error inside Twinlog; its log has the details" : SETTLES)
                        : new StreamGate.NotExpected(),
                killSwitch,
                SidecarHealth.Restarts.NONE,
                List.of(),
                List.of(),
                new TreeMap<>(),
                null,
                null);
    }

    @Override
    public SidecarHealth await(Predicate<SidecarHealth> wanted, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        if (wanted.test(health())) return health();
        try {
            var source = made.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return source.await(wanted, Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        } catch (TimeoutException | ExecutionException e) {
            return health();
        }
    }

    @Override
    public void start() throws Refused {
        needed().start();
    }

    @Override
    public void stop() {
        var source = source();
        if (source != null) source.stop();
    }

    @Override
    public synchronized void killSwitch(boolean on) {
        killSwitch = on;
        var source = source();
        if (source != null) source.killSwitch(on);
    }

    @Override
    public byte[] account() throws Refused, InterruptedException {
        return needed().account();
    }

    @Override
    public Login login(LoginKind kind) throws Refused, InterruptedException {
        return needed().login(kind);
    }

    @Override
    public void logout() throws Refused, InterruptedException {
        needed().logout();
    }

    @Override
    public byte[] thread(String threadId) throws Refused, InterruptedException {
        return needed().thread(threadId);
    }

    /// Ends it, and waits until it has.
    public void end() throws InterruptedException {
        synchronized (this) {
            ending = true;
        }
        if (thread != null) thread.join();
        var source = source();
        if (source != null) source.close();
    }
}
