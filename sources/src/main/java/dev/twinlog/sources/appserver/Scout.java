package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.Trust.Finding;
import dev.twinlog.sources.appserver.supervision.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the machine each second, in a thread of its own: whether a Codex is here, its control socket, its
/// auth.json.
final class Scout implements Runnable {
    static final Duration PERIOD = Duration.ofSeconds(1);
    /// A program is looked for less often: that may take a while.
    private static final int PROGRAM_EVERY = 5;

    private static final Logger LOG = LoggerFactory.getLogger(AppServerSource.class);

    private final SidecarSettings settings;
    private final ControlSocket control;
    private final Links links;
    private final Inbox inbox;
    private volatile ControlSocket.Look socket = new ControlSocket.Look.Absent();
    private boolean program;
    private long looks;
    private final Novelty novelty = new Novelty();

    Scout(SidecarSettings settings, ControlSocket control, Links links, Inbox inbox) {
        this.settings = settings;
        this.control = control;
        this.links = links;
        this.inbox = inbox;
    }

    /// The socket that the last look found, if it is this one.
    @Nullable
    Path socket(@Nullable String identity) {
        return socket instanceof ControlSocket.Look.There(var path, var id) && (identity == null || id.equals(identity))
                ? path
                : null;
    }

    /// Why what is at the socket's place is not connected; null: nothing is wrong with it.
    @Nullable
    String refused() {
        return socket instanceof ControlSocket.Look.Refused(var why) ? why : null;
    }

    @Override
    public void run() {
        try {
            while (look()) Thread.sleep(PERIOD);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns whether anybody still wants to know. One look that fails by an error of ours ends no others.
    private boolean look() throws InterruptedException {
        try {
            return looked();
        } catch (RuntimeException e) {
            LOG.warn("the machine could not be looked at: {}", e.getMessage(), e);
            return inbox.open();
        }
    }

    private boolean looked() throws InterruptedException {
        socket = control.look();
        var identity = socket instanceof ControlSocket.Look.There(var _, var id) ? id : null;
        var stamp = stamp(settings.codexHome().resolve("auth.json"));
        var look = new Signal.Looked(expected(), identity, stamp);
        return novelty.of(look) ? inbox.put(new Notice.Told(look)) : inbox.open();
    }

    private boolean expected() throws InterruptedException {
        return switch (settings.stream()) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> Files.isDirectory(settings.codexHome()) || program();
        };
    }

    private boolean program() throws InterruptedException {
        if (looks++ % PROGRAM_EVERY == 0) program = !(links.look() instanceof Finding.Missing);
        return program;
    }

    /// By what a change of a file is seen; null when there is none, which is usual, so no exception is made of it.
    private static @Nullable String stamp(Path file) {
        if (!Files.exists(file)) return null;
        try {
            var seen = Files.readAttributes(file, BasicFileAttributes.class);
            return seen.fileKey() + " " + seen.size() + " "
                    + seen.lastModifiedTime().toInstant();
        } catch (IOException e) {
            return null;
        }
    }
}
