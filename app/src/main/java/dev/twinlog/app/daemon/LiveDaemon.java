package dev.twinlog.app.daemon;

import dev.twinlog.app.Addresses;
import dev.twinlog.app.Daemon;
import dev.twinlog.app.DaemonLock;
import dev.twinlog.app.DaemonPlace;
import dev.twinlog.app.Progress;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.daemon.stream.SidecarChoices;
import dev.twinlog.app.http.PageServer;
import dev.twinlog.app.metrics.Metrics;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.OtlpToken;
import dev.twinlog.setup.PageToken;
import dev.twinlog.setup.Settings;
import dev.twinlog.store.StoreException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Twinlog running: the engine with its doors, and a pulse that measures how well it captures.
final class LiveDaemon implements Daemon {
    private final Folders folders;
    private final DaemonLock lock;
    private final Engine engine;
    private final Pulse pulse;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable PageServer server;
    private @Nullable OperatorDoor operators;
    private @Nullable Metrics metrics;
    private final TelemetryDoors doors;
    private volatile @Nullable String page;
    private boolean closed;

    private LiveDaemon(Folders folders, DaemonLock lock, TelemetryDoors doors, Engine engine) {
        this.folders = folders;
        this.lock = lock;
        this.doors = doors;
        this.engine = engine;
        this.pulse = new Pulse(engine, engine.mode());
    }

    /// Starts a daemon; when it cannot start whole, nothing of it is left.
    static LiveDaemon start(Folders folders, Settings settings, Map<String, String> environment, Clock clock)
            throws Refusal {
        var lock = LiveWiring.lock(folders);
        LiveDaemon daemon;
        TelemetryDoors doors = null;
        try {
            doors = TelemetryDoors.open(settings, otlpToken(folders));
            daemon = new LiveDaemon(folders, lock, doors, Engine.open(folders, settings, clock));
        } catch (Refusal e) {
            if (doors != null) doors.close();
            LiveWiring.closeLock(lock);
            throw e;
        }
        try {
            daemon.serve(settings, environment);
            return daemon;
        } catch (IOException | InterruptedException | StoreException e) {
            daemon.close();
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        } catch (Refusal e) {
            daemon.close();
            throw e;
        }
    }

    private static OtlpToken otlpToken(Folders folders) throws Refusal {
        try {
            return OtlpToken.of(folders.data(), new SecureRandom());
        } catch (IOException e) {
            throw new Refusal(Refusal.Reason.UNABLE, Engine.words(e), e);
        }
    }

    private void serve(Settings settings, Map<String, String> environment)
            throws Refusal, IOException, InterruptedException {
        var token = PageToken.of(folders.data(), new SecureRandom());
        engine.start(doors, SidecarChoices.of(folders, settings.stream(), environment));
        var answers = new LiveAnswers(
                engine, LiveWiring.almanac(folders, settings, engine.clock()), this::addresses, () -> {});
        var operating = new OperatorDoor(engine, answers, folders, environment, this::addresses);
        operators = operating;
        operating.start();
        var scraped = new Metrics(answers::status);
        metrics = scraped;
        var started = PageServer.start(
                settings.pagePort(),
                token,
                new PageServer.Served(
                        answers,
                        operating.methods(),
                        () -> engine.witnesses().facts().baselineUp(),
                        this::importing,
                        engine.feed(),
                        scraped::scrape));
        server = started;
        page = "http://127.0.0.1:" + started.port() + "/?token=" + token.reveal();
        new DaemonPlace(started.port(), ProcessHandle.current().pid()).write(folders.data());
        pulse.start();
        engine.mode().start();
    }

    /// Without the lock: a question may ask it while {@link #close} waits for that question to end.
    @Override
    public Addresses addresses() {
        var health = doors.health();
        return new Addresses(page, TelemetryDoors.address(health.http()), TelemetryDoors.address(health.grpc()));
    }

    @Override
    public Progress progress() {
        return engine.witnesses().progress();
    }

    /// While files are read in bulk, answers do not wait for them.
    private OptionalLong importing() {
        var source = engine.witnesses().source();
        return source != null && source.health().importing()
                ? OptionalLong.of(progress().percent())
                : OptionalLong.empty();
    }

    @Override
    public void await() throws InterruptedException {
        ended.await();
    }

    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        engine.end();
        try {
            engine.mode().close();
            pulse.close();
            engine.feed().end();
            if (server != null) server.close();
            if (operators != null) operators.close();
            if (metrics != null) metrics.close();
            DaemonPlace.delete(folders.data());
        } catch (IOException e) {
            // the place on record names a process that no longer holds the lock: nobody trusts it
        } finally {
            engine.close();
            doors.close(); // they are not the engine's when it never started
            LiveWiring.closeLock(lock);
            ended.countDown();
        }
    }
}
