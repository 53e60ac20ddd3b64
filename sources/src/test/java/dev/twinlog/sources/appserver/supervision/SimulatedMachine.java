package dev.twinlog.sources.appserver.supervision;

import dev.twinlog.sources.appserver.supervision.Act.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/// A machine for {@link Supervision}, with a scripted clock: children that crash, freeze, babble and do not want to
/// end, a server of the user that comes and goes, an account that changes. It does the acts, tells what comes of them
/// later, and after each step has its {@link Invariants} look.
final class SimulatedMachine {
    final Random random;
    final Invariants invariants;
    Supervision all;
    Tick now;
    /// Whether things go wrong.
    boolean chaos = true;
    boolean expected = true;
    String account = "chatgpt";
    String authFile = "f0";
    String socket;
    private final PriorityQueue<Due> coming =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private final Map<Long, Peer> peers = new HashMap<>();
    private long order;
    private Tick nextLook;

    SimulatedMachine(long seed, Rules rules, boolean crashLoop) {
        random = new Random(seed);
        now = new Tick(random.nextLong());
        nextLook = now;
        all = Supervision.begin(rules, false, false, 41, crashLoop, seed, now);
        invariants = new Invariants(this);
    }

    /// What is told at a time.
    private record Due(Tick at, long order, Signal signal) {}

    /// A child, or a connection.
    static final class Peer {
        final boolean child;
        boolean alive = true;
        boolean mute;
        boolean stubborn;

        Peer(boolean child) {
            this.child = child;
        }
    }

    /// Children that live.
    long children() {
        return peers.values().stream().filter(peer -> peer.child && peer.alive).count();
    }

    /// Runs the machine.
    void run(Duration time) {
        var until = now.plus(time);
        while (!now.reached(until)) {
            var next = nextLook;
            if (!coming.isEmpty() && next.reached(coming.peek().at)) next = coming.peek().at;
            var due = all.due(now);
            if (due.isPresent() && next.reached(due.get())) next = due.get();
            if (!now.reached(next)) invariants.nothingBefore(next);
            now = next;
            happen();
        }
    }

    private void happen() {
        if (now.reached(nextLook)) {
            nextLook = now.plus(Duration.ofSeconds(1));
            tell(new Signal.Looked(expected, socket, authFile));
        } else if (!coming.isEmpty() && now.reached(coming.peek().at)) {
            var due = coming.poll();
            if (due.signal instanceof Signal.Heard(var generation) && !talks(generation)) return;
            tell(due.signal);
        } else {
            tell(new Signal.Passed());
        }
    }

    private boolean talks(long generation) {
        var peer = peers.get(generation);
        return peer != null && peer.alive && !peer.mute;
    }

    /// One step, and what it wants done.
    void tell(Signal signal) {
        var before = all;
        var step = all.on(signal, now);
        all = step.next();
        invariants.before(before, signal, step);
        for (var act : step.acts()) act(act);
        invariants.after(before, signal, step);
    }

    private void later(long millisMax, Signal signal) {
        var at = now.plus(Duration.ofNanos(random.nextLong(millisMax * 1_000_000 + 1)));
        coming.add(new Due(at, order++, signal));
    }

    private void act(Act act) {
        switch (act) {
            case Act.Spawn(var generation) -> spawn(generation);
            case Act.Attach(var generation) -> attach(generation);
            case Act.Probe(var which) -> later(300, new Signal.Probed(which, which.equals(socket) && !wrong(0.2)));
            case Act.CloseLink(var generation) -> close(generation);
            case Act.Terminate(var generation) -> {
                if (peers.get(generation).stubborn) break;
                die(generation, 200, 0);
            }
            case Act.Kill(var generation) -> die(generation, 20, 9);
            case Act.Ask(var generation, var question) -> answer(generation, question);
            case Act.Over _, Act.Note _, Act.Count _ -> {}
        }
    }

    private void spawn(long generation) {
        if (wrong(0.1)) {
            later(800, new Signal.NoProgram(generation, ShutReason.SIDECAR_MISSING, "none"));
        } else if (wrong(0.05)) {
            later(100, new Signal.NotOpened(generation, "cannot be run"));
        } else {
            var child = new Peer(true);
            child.mute = wrong(0.15);
            child.stubborn = wrong(0.3);
            peers.put(generation, child);
            later(50, new Signal.Opened(generation));
        }
    }

    private void attach(long generation) {
        if (socket == null || wrong(0.2)) {
            later(200, new Signal.NotOpened(generation, "refused"));
            return;
        }
        var link = new Peer(false);
        link.mute = wrong(0.2);
        peers.put(generation, link);
        later(100, new Signal.Opened(generation));
    }

    private void close(long generation) {
        var peer = peers.get(generation);
        if (peer == null) return;
        if (!peer.child) peer.alive = false;
        else if (!peer.stubborn && !peer.mute) die(generation, 150, 0);
    }

    /// A child ends: its standard output, then itself.
    private void die(long generation, long millisMax, int signal) {
        var peer = peers.get(generation);
        if (!peer.alive) return;
        peer.alive = false;
        if (random.nextBoolean()) tellSoon(new Signal.LinkClosed(generation, "end of output"));
        later(millisMax, new Signal.Ended(generation, signal == 0 ? 0 : 128 + signal, signal, "ended"));
    }

    private void tellSoon(Signal signal) {
        coming.add(new Due(now, order++, signal));
    }

    private void answer(long generation, Question question) {
        if (!talks(generation) || wrong(0.03)) return;
        var answer = switch (question) {
            case INITIALIZE -> new Signal.Initialized(generation, wrong(0.05) ? "no" : null);
            case INITIALIZED -> null;
            case ACCOUNT -> new Signal.AccountAnswered(generation, said());
            case LOADED -> new Signal.ListAnswered(generation);
        };
        if (answer == null) return;
        later(chaos && random.nextInt(10) == 0 ? 9_000 : 40, new Signal.Heard(generation));
        later(chaos && random.nextInt(10) == 0 ? 12_000 : 40, answer);
    }

    AuthSignal said() {
        if (wrong(0.1)) return new AuthSignal.Unreadable("routing");
        return switch (account) {
            case "none" -> new AuthSignal.NoAccount(true);
            case "free" -> new AuthSignal.NoAccount(false);
            default -> new AuthSignal.Account(account);
        };
    }

    /// Something goes wrong, or changes.
    void mishap() {
        long generation = all.generation();
        var peer = peers.get(generation);
        switch (random.nextInt(20)) {
            case 0, 1 -> {
                if (peer != null && peer.child && all.hears(generation)) die(generation, 30, 9);
            }
            case 2 -> {
                if (peer != null) peer.mute = !peer.mute;
            }
            case 3 -> tell(new Signal.BadFrame(generation, "garbage"));
            case 4 -> tell(new Signal.Heard(generation - 1 - random.nextInt(3)));
            case 5 -> tell(new Signal.AccountTold(generation - 1, new AuthSignal.Account("chatgpt")));
            case 6 -> socket = socket == null ? "s" + order++ : null;
            case 7 -> socket = "s" + order++;
            case 8 -> authFile = "f" + order++;
            case 9 ->
                account =
                        List.of("chatgpt", "chatgpt", "apikey", "none", "free").get(random.nextInt(5));
            case 10 -> {
                if (talks(generation)) tell(new Signal.AccountTold(generation, anything()));
            }
            case 11 -> tell(new Signal.KillSwitch(random.nextInt(4) == 0));
            case 12 -> tell(new Signal.Stop());
            case 13, 14 -> tell(new Signal.Start());
            case 15 -> expected = random.nextInt(5) != 0;
            case 16 -> {
                if (peer != null && !peer.child && peer.alive) {
                    peer.alive = false;
                    tell(new Signal.LinkClosed(generation, "hung up"));
                }
            }
            case 17 -> {
                if (peer != null && peer.child && peer.alive && all.hears(generation))
                    tell(new Signal.LinkClosed(generation, "end of output"));
            }
            case 18 -> {
                if (peer != null) peer.stubborn = true;
            }
            default -> tell(new Signal.Warned(generation, "config.toml"));
        }
    }

    private AuthSignal anything() {
        var all = new ArrayList<AuthSignal>(List.of(
                said(),
                new AuthSignal.Vanished(),
                new AuthSignal.LoginStarted("l" + random.nextInt(3)),
                new AuthSignal.LoginCompleted("l" + random.nextInt(3), null),
                new AuthSignal.LoginCompleted(null, "declined"),
                new AuthSignal.LoggedOut()));
        return all.get(random.nextInt(all.size()));
    }

    private boolean wrong(double share) {
        return chaos && random.nextDouble() < share;
    }

    /// All is well from now on; what hangs is no longer there.
    void heal() {
        chaos = false;
        expected = true;
        account = "chatgpt";
        peers.values().forEach(peer -> peer.stubborn = false);
        tell(new Signal.KillSwitch(false));
        tell(new Signal.Stop());
        run(Duration.ofSeconds(15));
        tell(new Signal.Start());
    }
}
