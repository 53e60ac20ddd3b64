package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.Inbox.Stamped;
import dev.twinlog.sources.appserver.supervision.Rules;
import dev.twinlog.sources.appserver.supervision.Signal;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import dev.twinlog.sources.appserver.supervision.Supervision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears Codex' app-server: the user's own, or a child. Starts hearing when it is made, ends when it is closed. What is
/// to be done is decided in `supervision`, and done by one thread, which takes what all others tell it from one inbox
/// (docs/decisions/0024-supervision.md).
public final class AppServerSource implements Sidecar, AutoCloseable {
    /// Of words from outside that are shown.
    static final int WORDS_MAX = 512;
    /// A child that does not end within the time of its stop sequence is killed.
    private static final Duration CLOSE = Duration.ofSeconds(8);
    /// How long it waits while it knows of no moment at which something is due.
    private static final Duration NOTHING_DUE = Duration.ofSeconds(5);
    /// Who wakes so much later than it wanted was stopped (SIGSTOP, Ctrl-Z) or kept busy, and has no right to call
    /// others
    /// silent.
    private static final Duration STANDSTILL = Duration.ofSeconds(3);
    /// How terminals are told of colours.
    private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Logger LOG = LoggerFactory.getLogger(AppServerSource.class);

    private final SidecarParts parts;
    private final Inbox inbox;
    private final Counters counters = new Counters();
    private final Links links;
    private final Scout scout;
    private final Desk desk;
    private final Thread thread;
    private final Thread looking;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean killSwitch;
    private volatile View view;
    private View.@Nullable Face shown;

    /// @throws IOException when the folder in which the child is to run cannot be made
    public AppServerSource(SidecarParts parts) throws IOException {
        this.parts = parts;
        var settings = parts.settings();
        var ownership = Ownership.of(Files.createDirectories(settings.folder(), PRIVATE));
        inbox = new Inbox(parts.ticks());
        var trust = new Trust(settings.binary(), settings.sha256(), settings.env(), settings.home(), settings.folder());
        links = new Links(settings, trust, inbox, parts.clock(), parts.redact(), this::clean);
        scout = new Scout(settings, ControlSocket.of(settings.codexHome(), ownership), links, inbox);
        var talk = new Talk(links, counters, parts.seed(), version());
        desk = new Desk(parts, begin(), links, scout, talk, counters, this::clean);
        killSwitch = settings.killSwitch();
        view = desk.view();
        thread = Thread.ofPlatform().name("sidecar").start(this::run);
        looking = Thread.ofPlatform().daemon().name("sidecar looks").start(scout);
    }

    private Supervision begin() {
        var settings = parts.settings();
        boolean attach = settings.link() != SidecarSettings.LinkChoice.SPAWN;
        boolean spawn = settings.link() != SidecarSettings.LinkChoice.ATTACH;
        var begun = Supervision.begin(
                new Rules(attach, spawn, settings.authModes()),
                expected(settings),
                settings.killSwitch(),
                parts.memory().lastGeneration(),
                parts.memory().crashLoop(),
                parts.seed(),
                inbox.now());
        var spends = parts.memory().spends();
        return begun.remembering(
                spends.stream().map(spend -> age(spend.at())).toList(),
                spends.isEmpty() ? null : spends.getLast().cause(),
                inbox.now());
    }

    /// How long ago a moment of a former run is. That clock may have been set since: what lies ahead is just now.
    private Duration age(long at) {
        return Duration.ofMillis(Math.max(0, parts.clock().millis() - at));
    }

    /// Before the first look: what can be said without looking for a program.
    private static boolean expected(SidecarSettings settings) {
        return switch (settings.stream()) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> Files.isDirectory(settings.codexHome());
        };
    }

    private static String version() {
        var version = AppServerSource.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public SidecarHealth health() {
        return view.health(killSwitch, scout.refused(), counters.told(), inbox.now());
    }

    @Override
    public SidecarHealth await(Predicate<SidecarHealth> wanted, Duration patience) throws InterruptedException {
        var end = inbox.now().plus(patience);
        lock.lockInterruptibly();
        try {
            var health = health();
            while (!wanted.test(health)) {
                long left = inbox.until(end).toNanos();
                if (left <= 0) break;
                changed.awaitNanos(left);
                health = health();
            }
            return health;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() throws Refused {
        if (killSwitch) throw new Refused("the kill switch is on; turn it off first: twinlog stream kill off");
        if (parts.settings().stream() == SidecarSettings.Stream.OFF)
            throw new Refused(
                    "no stream is expected: stream.enabled is off; set it to auto or on, and restart Twinlog");
        if (view.all().gate(inbox.now()) instanceof StreamGate.NotExpected && looked())
            throw new Refused("no stream is expected: there is no Codex here, neither a program nor "
                    + parts.settings().codexHome());
        inbox.put(new Notice.Told(new Signal.Start()));
    }

    private boolean looked() {
        return view.all().looked();
    }

    @Override
    public void stop() {
        inbox.put(new Notice.Told(new Signal.Stop()));
    }

    @Override
    public void killSwitch(boolean on) {
        killSwitch = on;
        inbox.put(new Notice.Told(new Signal.KillSwitch(on)));
        announce();
    }

    @Override
    public byte[] account() throws Refused, InterruptedException {
        return run(new Errand.What.ReadAccount()).copy();
    }

    @Override
    public Login login(LoginKind kind) throws Refused, InterruptedException {
        var result = run(new Errand.What.LogIn(kind));
        var id = result.text("loginId");
        var url = Errands.url(result);
        if (id == null || url == null) throw new IllegalStateException("a sign-in was begun without id or URL");
        return new Login(kind, id, url, result.text("userCode"));
    }

    @Override
    public void logout() throws Refused, InterruptedException {
        run(new Errand.What.LogOut());
    }

    @Override
    public byte[] thread(String threadId) throws Refused, InterruptedException {
        return run(new Errand.What.ReadThread(threadId)).copy();
    }

    private RawJson run(Errand.What what) throws Refused, InterruptedException {
        var errand = new Errand(what);
        if (!inbox.put(new Notice.Wanted(errand))) throw new Refused("Twinlog is being ended");
        return errand.await();
    }

    /// Ends the child in good order (at most about eight seconds), or closes the link; nothing is heard afterwards.
    @Override
    public void close() {
        inbox.put(new Notice.Told(new Signal.Close()));
        boolean interrupted = false;
        try {
            thread.join(CLOSE);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        thread.interrupt();
        looking.interrupt();
        links.close();
        if (interrupted) Thread.currentThread().interrupt();
    }

    // The source's thread

    private void run() {
        String failed = "Twinlog no longer hears the app-server";
        try {
            var woke = inbox.now();
            while (!desk.over()) {
                var patience = patience();
                var next = inbox.take(patience);
                var now = inbox.now();
                var gone = now.since(woke.plus(patience)); // wherever it stood still since it woke last
                if (gone.compareTo(STANDSTILL) >= 0) desk.stoodStill(gone, now);
                woke = now;
                if (next == null) desk.passed(now);
                else take(next);
                show();
            }
            failed = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed = null;
        } catch (RuntimeException | Error e) {
            failed = "an error in Twinlog ended the hearing of the app-server; restart Twinlog, and report this: " + e;
            LOG.error("the sidecar is no longer supervised", e);
        } finally {
            inbox.close();
            links.close();
            end(failed);
        }
    }

    /// What is due is done also while things are told without a pause.
    private void take(Stamped next) {
        desk.take(next.notice(), next.at());
        if (desk.due(next.at()).filter(next.at()::reached).isPresent()) desk.passed(next.at());
    }

    private Duration patience() {
        return desk.due(inbox.now())
                .map(inbox::until)
                .filter(left -> left.compareTo(NOTHING_DUE) < 0)
                .orElse(NOTHING_DUE);
    }

    private void end(@Nullable String failed) {
        var last = desk.view();
        view = new View(last.all(), last.watch(), null, last.binary(), failed);
        announce();
    }

    private void show() {
        var next = desk.view();
        view = next;
        var face = next.face(inbox.now());
        if (face.equals(shown)) return;
        shown = face;
        announce();
    }

    private void announce() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        parts.changed().run();
    }

    /// Words from outside, without secrets and control characters, at most 512.
    private String clean(String words) {
        var redacted = parts.redact().apply(COLOURS.matcher(words).replaceAll(""));
        var plain = redacted.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return plain.length() <= WORDS_MAX ? plain.toString() : plain.substring(0, WORDS_MAX - 1) + "…";
    }
}
