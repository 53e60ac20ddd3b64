package dev.twinlog.sources.appserver.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What holds after each step of {@link Supervision}, worked out anew from what it was told and what it did.
final class Invariants {
    private final SimulatedMachine machine;
    private final List<Tick> spends = new ArrayList<>();
    private final Set<Long> opened = new HashSet<>();
    private final Set<Long> over = new HashSet<>();
    private long openedLast = Long.MIN_VALUE;
    private boolean started = true;
    // Of the living generation
    private boolean up;
    private boolean acknowledged;
    private boolean initialized;
    private String authenticated = "";
    private Tick heard = Tick.ZERO;
    int gateOpened;
    int crashLoops;
    int generations;
    int attached;
    int pressed;

    Invariants(SimulatedMachine machine) {
        this.machine = machine;
    }

    /// Before the acts are done.
    void before(Supervision before, Signal signal, Supervision.Step step) {
        if (signal instanceof Signal.Start && before.wish().expected() && !before.killSwitch()) {
            started = true;
            if (before.state() != SidecarState.RUNNING && before.state() != SidecarState.STARTING) spends.clear();
        }
        budget(before, signal, step.next());
        for (var act : step.acts()) check(before, signal, act);
    }

    /// After the acts are done.
    void after(Supervision before, Signal signal, Supervision.Step step) {
        follow(before, signal, step);
        assertThat(machine.children()).as("children at once").isLessThanOrEqualTo(1);
        if (step.next().gate(machine.now) instanceof StreamGate.Open) gate(step.next());
        if (signal instanceof Signal.OfGeneration of && of.generation() != before.generation()) stale(before, step);
    }

    private void budget(Supervision before, Signal signal, Supervision next) {
        boolean spent = next.spends().total() > before.spends().total();
        if (spent) {
            assertThat(before.life()).as("whose end is spent").isNotNull();
            assertThat(before.life().spawned())
                    .as("a server's end is not spent")
                    .isTrue();
            assertThat(before.life().ending()).as("a wanted end is not spent").isFalse();
            spends.add(machine.now);
        }
        long counting = spends.stream()
                .filter(past -> machine.now.since(past).compareTo(Duration.ofSeconds(60)) < 0)
                .count();
        boolean entered = next.state() == SidecarState.CRASH_LOOP && before.state() != SidecarState.CRASH_LOOP;
        assertThat(entered).as("crash loop at spend %d", counting).isEqualTo(spent && counting >= 3);
        if (entered) crashLoops++;
        if (before.state() == SidecarState.CRASH_LOOP && next.state() != SidecarState.CRASH_LOOP)
            assertThat(signal).as("what leaves a crash loop").isInstanceOf(Signal.Start.class);
    }

    private void check(Supervision before, Signal signal, Act act) {
        switch (act) {
            case Act.Spawn _, Act.Attach _ -> begin(signal);
            case Act.Count(var name) -> assertThat(name).doesNotStartWith("state.illegal");
            case Act.Over(var generation) ->
                assertThat(over.add(generation)).as("over once").isTrue();
            case Act.Note(var type, var values) -> note(type, Long.parseLong(values.getOrDefault("generation", "0")));
            case Act.Ask(var generation, var _) -> assertThat(generation).isEqualTo(machine.all.generation());
            case Act.Terminate _, Act.Kill _ -> pressed++;
            case Act.Probe _ -> assertThat(before.wish().closing()).isFalse();
            case Act.CloseLink _ -> {}
        }
    }

    private void begin(Signal signal) {
        var now = machine.all;
        assertThat(machine.children()).as("children at a start").isZero();
        assertThat(now.state()).isNotEqualTo(SidecarState.CRASH_LOOP);
        assertThat(now.wish().wanted()).isTrue();
        if (!spends.isEmpty() && !started && !(signal instanceof Signal.Start))
            assertThat(machine.now.since(spends.getLast()))
                    .as("backoff")
                    .isGreaterThanOrEqualTo(Duration.ofMillis(450));
        started = false;
    }

    private void note(String type, long generation) {
        switch (type) {
            case "sidecar_started" -> {
                assertThat(generation).as("generations go up").isGreaterThan(openedLast);
                openedLast = generation;
                assertThat(opened.add(generation)).isTrue();
                generations++;
            }
            case "sidecar_ended" ->
                assertThat(opened.remove(generation))
                        .as("ended once, after its start")
                        .isTrue();
            default -> assertThat(type).isEqualTo("sidecar_state");
        }
    }

    private void follow(Supervision before, Signal signal, Supervision.Step step) {
        if (step.next().generation() != before.generation() || step.next().life() == null) forget();
        if (signal instanceof Signal.OfGeneration of && of.generation() == before.generation()) hear(of);
        if (step.next().life() != null && step.next().life().ending()) up = false;
        for (var act : step.acts())
            if (act instanceof Act.Ask ask && ask.question() == Act.Question.INITIALIZED) initialized = true;
    }

    private void forget() {
        up = false;
        acknowledged = false;
        initialized = false;
        authenticated = "";
    }

    private void hear(Signal.OfGeneration signal) {
        switch (signal) {
            case Signal.Opened _ -> {
                up = true;
                heard = machine.now;
                if (machine.all.link() == dev.twinlog.journal.StreamFrame.Link.ATTACH) attached++;
            }
            case Signal.LinkClosed _, Signal.Ended _, Signal.NotOpened _, Signal.NoProgram _ -> up = false;
            case Signal.Heard _, Signal.StoodStill _ -> heard = machine.now;
            case Signal.Initialized(var _, var error) -> acknowledged |= error == null;
            case Signal.AccountAnswered(var _, var told) -> reported(told);
            case Signal.AccountTold(var _, var told) -> reported(told);
            case Signal.BadFrame _, Signal.ListAnswered _, Signal.Warned _ -> {}
        }
    }

    private void reported(AuthSignal told) {
        switch (told) {
            case AuthSignal.Account(var mode) -> authenticated = mode;
            case AuthSignal.NoAccount _, AuthSignal.Vanished(), AuthSignal.LoggedOut() -> authenticated = "";
            case AuthSignal.Unreadable _,
                    AuthSignal.LoginStarted _,
                    AuthSignal.LoginCompleted _,
                    AuthSignal.Overdue() -> {}
        }
    }

    private void gate(Supervision open) {
        gateOpened++;
        assertThat(up).as("link up").isTrue();
        assertThat(acknowledged && initialized).as("handshake").isTrue();
        assertThat(authenticated).isEqualTo("chatgpt");
        assertThat(machine.now.since(heard)).as("silence").isLessThan(Duration.ofSeconds(15));
        assertThat(open.wish().wanted()).isTrue();
        assertThat(open.state()).isIn(SidecarState.STARTING, SidecarState.RUNNING);
    }

    /// What another generation says does what the passing of time does, and no more.
    private void stale(Supervision before, Supervision.Step step) {
        assertThat(step.next())
                .isEqualTo(before.on(new Signal.Passed(), machine.now).next());
    }

    /// Until the moment that supervision named nothing happens by itself.
    void nothingBefore(Tick moment) {
        long nanos = moment.since(machine.now).toNanos();
        var at = machine.now.plus(Duration.ofNanos(machine.random.nextLong(nanos)));
        var step = machine.all.on(new Signal.Passed(), at);
        assertThat(step.acts()).as("acts before their moment").isEmpty();
        assertThat(step.next()).isEqualTo(machine.all);
        assertThat(machine.all.gate(at)).isEqualTo(machine.all.gate(machine.now));
    }
}
