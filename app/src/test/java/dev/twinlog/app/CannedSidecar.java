package dev.twinlog.app;

import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.sources.appserver.Sidecar;
import dev.twinlog.sources.appserver.SidecarHealth;
import dev.twinlog.sources.appserver.SidecarHealth.Approval;
import dev.twinlog.sources.appserver.SidecarHealth.Binary;
import dev.twinlog.sources.appserver.SidecarHealth.LiveThread;
import dev.twinlog.sources.appserver.SidecarHealth.Restarts;
import dev.twinlog.sources.appserver.supervision.AuthState;
import dev.twinlog.sources.appserver.supervision.HandshakeState;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.sources.appserver.supervision.SidecarState;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A sidecar that does at once what it is told, as far as a test lets it. Its app-server has the account that the test
/// gives it, and reports it when it starts or is asked, as the real one does.
public final class CannedSidecar implements Sidecar {
    private final List<String> told = new ArrayList<>();
    private SidecarState state = SidecarState.RUNNING;
    private Link link = Link.SPAWN;
    private long generation = 1;
    private boolean killSwitch;
    private boolean killedStill;
    private boolean hesitates;
    private @Nullable String account = "chatgpt";
    private AuthState auth = new AuthState.Authenticated("chatgpt");
    private Restarts restarts = Restarts.NONE;
    private @Nullable ShutReason fails;
    private @Nullable String detail;
    private List<LiveThread> threads = List.of();
    private List<Approval> approvals = List.of();

    /// Who is signed in from now on: `chatgpt`, `apikey`, or null for nobody. It is reported when asked for.
    public synchronized CannedSidecar account(@Nullable String mode) {
        account = mode;
        return this;
    }

    /// From now on its gate follows the kill switch only when somebody waits for that.
    public synchronized CannedSidecar hesitating() {
        hesitates = true;
        return this;
    }

    public synchronized CannedSidecar link(Link now) {
        link = now;
        return this;
    }

    public synchronized CannedSidecar restarts(Restarts now) {
        restarts = now;
        return this;
    }

    /// From now on it does not run, for this reason; null: it may.
    public synchronized CannedSidecar failing(@Nullable ShutReason why, @Nullable String words) {
        fails = why;
        detail = words;
        state = why == null ? SidecarState.RUNNING : failed();
        return this;
    }

    public synchronized CannedSidecar threads(LiveThread... now) {
        threads = List.of(now);
        return this;
    }

    public synchronized CannedSidecar approvals(Approval... now) {
        approvals = List.of(now);
        return this;
    }

    /// What it was told so far, as `kill_switch true`.
    public synchronized List<String> told() {
        return List.copyOf(told);
    }

    private SidecarState failed() {
        return fails == ShutReason.CRASH_LOOP ? SidecarState.CRASH_LOOP : SidecarState.DEGRADED;
    }

    private void report() {
        auth = account == null
                ? new AuthState.NeedsLogin(null)
                : account.equals("chatgpt") ? new AuthState.Authenticated(account) : new AuthState.Unsupported(account);
    }

    @Override
    public synchronized SidecarHealth health() {
        boolean runs = state == SidecarState.RUNNING;
        return new SidecarHealth(
                state,
                generation,
                runs ? link : null,
                runs && link == Link.SPAWN ? 4711L : null,
                auth,
                runs ? HandshakeState.COMPLETE : HandshakeState.NONE,
                gate(),
                killSwitch,
                restarts,
                runs ? threads : List.of(),
                approvals,
                new TreeMap<>(),
                new Binary("/usr/bin/codex", "0.169.0", null),
                fails == null ? null : detail);
    }

    private StreamGate gate() {
        if (killedStill) return new StreamGate.Shut(ShutReason.KILL_SWITCH, null);
        if (killSwitch) return new StreamGate.NotExpected();
        if (fails != null) return new StreamGate.Shut(fails, detail);
        if (state != SidecarState.RUNNING) return new StreamGate.Shut(ShutReason.STOPPED, null);
        return switch (auth) {
            case AuthState.Authenticated _ -> new StreamGate.Open();
            case AuthState.Unsupported(var mode) ->
                new StreamGate.Shut(ShutReason.UNSUPPORTED_AUTH_MODE, "Unsupported auth mode: " + mode);
            case AuthState.Authenticating() -> new StreamGate.Shut(ShutReason.AUTHENTICATING, null);
            case AuthState.NeedsLogin _ -> new StreamGate.Shut(ShutReason.NEEDS_LOGIN, null);
            case AuthState.LoggedOut() -> new StreamGate.Shut(ShutReason.LOGGED_OUT, null);
        };
    }

    @Override
    public synchronized SidecarHealth await(Predicate<SidecarHealth> wanted, Duration patience) {
        if (!wanted.test(health())) killedStill = false;
        return health();
    }

    @Override
    public synchronized void start() throws Refused {
        told.add("start");
        if (killSwitch) throw new Refused("the kill switch is on: `twinlog recover` takes it off and starts");
        if (fails != null) {
            state = failed();
            return;
        }
        if (state != SidecarState.RUNNING) generation++;
        state = SidecarState.RUNNING;
        report();
    }

    @Override
    public synchronized void stop() {
        told.add("stop");
        state = SidecarState.INACTIVE;
    }

    @Override
    public synchronized void killSwitch(boolean on) {
        told.add("kill_switch " + on);
        killedStill = hesitates && !on;
        killSwitch = on;
        if (on) state = SidecarState.INACTIVE;
    }

    @Override
    public synchronized byte[] account() throws Refused {
        told.add("account");
        if (state != SidecarState.RUNNING) throw new Refused("there is no link to an app-server");
        report();
        var type = account == null ? "null" : "{\"type\":\"" + account + "\",\"email\":\"me@example.invalid\"}";
        return ("{\"account\":" + type + ",\"requiresOpenaiAuth\":true}").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized Login login(LoginKind kind) throws Refused {
        told.add("login " + kind);
        if (link == Link.ATTACH) throw new Refused("this is your own Codex' app-server: sign in with `codex login`");
        auth = new AuthState.Authenticating();
        return kind == LoginKind.BROWSER
                ? new Login(kind, "l1", "https://auth.openai.com/oauth/authorize?a=1&state=x", null)
                : new Login(kind, "l2", "https://auth.openai.com/codex/device", "ABCD-1234");
    }

    @Override
    public synchronized void logout() throws Refused {
        told.add("logout");
        if (link == Link.ATTACH) throw new Refused("this is your own Codex' app-server: sign out with `codex logout`");
        account = null;
        auth = new AuthState.LoggedOut();
    }

    @Override
    public synchronized byte[] thread(String threadId) {
        told.add("thread " + threadId);
        return ("{\"thread\":{\"id\":\"" + threadId + "\",\"preview\":\"the key is sk-ant-api03-" + "A".repeat(93)
                        + "AA\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
