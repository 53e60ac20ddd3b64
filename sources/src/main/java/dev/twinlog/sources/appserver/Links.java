package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.Trust.Finding;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.sources.appserver.supervision.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The links that stand, and their making, which takes time and is done by a virtual thread for each: what comes of it
/// is told to the inbox.
final class Links implements AutoCloseable {
    /// For a connection, and for its handshake of WebSocket.
    static final Duration CONNECT = Duration.ofSeconds(5);
    /// Of a child's last words that are told.
    private static final int LAST_WORDS_MAX = 400;

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final Trust trust;
    private final ReentrantLock looking = new ReentrantLock();
    private final SidecarSettings settings;
    private final Inbox inbox;
    private final InstantSource clock;
    private final UnaryOperator<String> redact;
    private final UnaryOperator<String> clean;
    private final Map<Long, Child> children = new ConcurrentHashMap<>();
    private final Map<Long, SocketWire> sockets = new ConcurrentHashMap<>();

    /// @param redact takes secrets out
    /// @param clean  makes words from outside fit to be shown
    Links(
            SidecarSettings settings,
            Trust trust,
            Inbox inbox,
            InstantSource clock,
            UnaryOperator<String> redact,
            UnaryOperator<String> clean) {
        this.settings = settings;
        this.trust = trust;
        this.inbox = inbox;
        this.clock = clock;
        this.redact = redact;
        this.clean = clean;
    }

    /// Looks for the program; whoever looks at the same time waits.
    Finding look() throws InterruptedException {
        looking.lockInterruptibly();
        try {
            return trust.look();
        } finally {
            looking.unlock();
        }
    }

    /// Finds the program, and starts a child.
    void spawn(long generation) {
        begin("start", generation, () -> {
            if (neverStarted()) {
                none(generation, ShutReason.NEEDS_LOGIN, noHome());
                return;
            }
            switch (look()) {
                case Finding.Found(var program) -> start(generation, program);
                case Finding.Missing(var why) -> none(generation, ShutReason.SIDECAR_MISSING, why);
                case Finding.NotExecutable(var _, var why) -> none(generation, ShutReason.NOT_EXECUTABLE, why);
                case Finding.Untrusted(var _, var why) -> none(generation, ShutReason.UNTRUSTED_BINARY, why);
            }
        });
    }

    /// Connects to the user's server.
    void attach(long generation, Path socket) {
        begin("connect", generation, () -> {
            var ear = new Ear(generation, inbox, clock);
            try {
                var wire = SocketWire.connect(socket, ear, CONNECT);
                sockets.put(generation, wire);
                if (!inbox.put(new Notice.SocketUp(generation, wire))) wire.close();
            } finally {
                ear.known();
            }
        });
    }

    /// Sees whether the user's server answers, and hangs up: it hears nothing of us but the handshake of WebSocket.
    void probe(String identity, Path socket) {
        Thread.ofVirtual().name("sidecar probe").start(() -> {
            boolean answers = false;
            try (var _ = SocketWire.connect(socket, new Deaf(), CONNECT)) {
                answers = true;
            } catch (IOException | RuntimeException e) {
                LOG.debug("nobody answers at {}", socket, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            inbox.put(new Notice.Told(new Signal.Probed(identity, answers)));
        });
    }

    /// Sends a message.
    ///
    /// @throws IOException when the link does not stand, or takes no more
    void send(long generation, byte[] json) throws IOException {
        var wire = wire(generation);
        if (wire == null) throw new IOException("there is no link");
        wire.send(json);
    }

    /// Hangs up a socket; closes a child's standard input.
    void close(long generation) {
        var wire = wire(generation);
        if (wire != null) wire.close();
        sockets.remove(generation);
    }

    void terminate(long generation) {
        var child = children.get(generation);
        if (child != null) child.terminate();
    }

    void kill(long generation) {
        var child = children.get(generation);
        if (child != null) child.kill();
    }

    /// Nothing is left of it.
    ///
    /// @return bytes that its child wrote to standard error and that were not kept
    long forget(long generation) {
        var child = children.remove(generation);
        sockets.remove(generation);
        return child == null ? 0 : child.stderrDropped();
    }

    @Nullable
    Long pid(long generation) {
        var child = children.get(generation);
        return child == null ? null : child.pid();
    }

    /// Ends at once what still stands.
    @Override
    public void close() {
        sockets.values().forEach(SocketWire::close);
        children.values().forEach(Child::close);
    }

    private @Nullable Wire wire(long generation) {
        var child = children.get(generation);
        return child == null ? sockets.get(generation) : child.wire();
    }

    private void start(long generation, Trust.Program program) throws IOException, InterruptedException {
        if (!trust.unchanged(program)) throw new IOException(program.path() + " changes while it is to be started");
        var spec = new ChildSpec(List.of(program.path().toString(), "app-server"), settings.env(), settings.folder());
        var ear = new Ear(generation, inbox, clock);
        try {
            var child = Child.start(spec, ear, end -> ear.ended(end, () -> words(generation, end)));
            children.put(generation, child);
            if (!inbox.put(new Notice.ChildUp(generation, child, program))) child.close();
        } finally {
            ear.known();
        }
    }

    private String words(long generation, Child.End end) {
        var child = children.get(generation);
        var last = child == null ? "" : child.stderr(redact, LAST_WORDS_MAX);
        return "the child ended by " + end.words() + (last.isBlank() ? "" : ": " + clean.apply(last.strip()));
    }

    /// Whether this Codex has no home yet, and nobody asked for it by a setting: our child would be the one that makes
    /// its home.
    private boolean neverStarted() {
        boolean asked = settings.stream() == SidecarSettings.Stream.ON || settings.binary() != null;
        return !asked && !Files.isDirectory(settings.codexHome());
    }

    private String noHome() {
        return "Codex has no home at " + settings.codexHome() + " yet: start `codex` once, and sign in there";
    }

    private void none(long generation, ShutReason reason, String why) {
        inbox.put(new Notice.Told(new Signal.NoProgram(generation, reason, why)));
    }

    private interface Making {
        void run() throws IOException, InterruptedException;
    }

    private void begin(String what, long generation, Making making) {
        Thread.ofVirtual().name("sidecar " + what + " " + generation).start(() -> {
            try {
                making.run();
            } catch (IOException e) {
                inbox.put(
                        new Notice.Told(new Signal.NotOpened(generation, clean.apply(String.valueOf(e.getMessage())))));
            } catch (RuntimeException | Error e) {
                LOG.error("the making of a link has failed", e);
                inbox.put(new Notice.Told(new Signal.NotOpened(generation, clean.apply("an error in Twinlog: " + e))));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Hears nothing.
    private static final class Deaf implements Wire.Listener {
        @Override
        public void frame(byte[] message) {}

        @Override
        public void unfit(String why, String quoted) {}

        @Override
        public void closed(@Nullable String why) {}
    }
}
