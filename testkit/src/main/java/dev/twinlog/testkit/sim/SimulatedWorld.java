package dev.twinlog.testkit.sim;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Outage;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.Outages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A small world of sessions of both agents, made up from a seed: the same seed is the same world. It knows
/// the truth that its sources tell of.
public final class SimulatedWorld {
    private static final long BEGIN = 1_800_000_000_000L;
    private static final int OUTAGES_WITHIN = 5_000;

    private final long seed;
    private final Truth truth = new Truth();
    private final List<Line> lines = new ArrayList<>();
    private final List<Outage> outages = new ArrayList<>();

    public SimulatedWorld(long seed) {
        this.seed = seed;
        var dice = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        if (dice.nextInt(4) > 0) claude(dice);
        if (dice.nextInt(4) > 0) codex(dice);
        if (lines.isEmpty()) claude(dice);
        for (var agent : Agent.values()) if (dice.nextInt(4) == 0) telemetry(agent, dice);
        for (int count = dice.nextInt(3); count > 0; count--) outages.add(outage(dice));
    }

    /// A time in which telemetry may have been kept out, from somewhere in the sessions on.
    private static Outage outage(Random dice) {
        long from = BEGIN + OUTAGES_WITHIN + dice.nextInt(OUTAGES_WITHIN);
        return new Outage(
                dice.nextBoolean() ? Outage.Kind.DOWN : Outage.Kind.REFUSED,
                from,
                dice.nextInt(4) == 0 ? Outage.GOES_ON : from + dice.nextInt(OUTAGES_WITHIN),
                dice.nextBoolean() ? "" : "http",
                "simulated",
                dice.nextInt(3));
    }

    /// When telemetry could not come in.
    public Outages outages() {
        return Outages.of(outages);
    }

    private void claude(Random dice) {
        var session = SimulatedClaude.begun(sessionName(dice, "c"), BEGIN, dice, truth);
        lines.addAll(session.lines());
        for (int forks = dice.nextInt(3); forks > 0; forks--) {
            var fork = session.forked(sessionName(dice, "f" + forks));
            lines.addAll(fork.lines());
            if (dice.nextBoolean()) session = fork;
        }
    }

    private void codex(Random dice) {
        var session = SimulatedCodex.begun(sessionName(dice, "x"), BEGIN, dice, truth);
        lines.addAll(session.lines());
        for (int forks = dice.nextInt(2); forks > 0; forks--) {
            var fork = session.forked(sessionName(dice, "y" + forks));
            lines.addAll(fork.lines());
        }
    }

    private void telemetry(Agent agent, Random dice) {
        var id = new SessionId(agent, sessionName(dice, "t"));
        lines.addAll(SimulatedTelemetry.alone(id, BEGIN, dice, truth));
    }

    /// A fork's id may sort before its parent's.
    private static String sessionName(Random dice, String sort) {
        return (char) ('a' + dice.nextInt(26)) + sort;
    }

    public long seed() {
        return seed;
    }

    public Truth truth() {
        return truth;
    }

    /// All lines, source by source.
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /// The lines by source, each in its own order.
    Map<String, List<Line>> sources() {
        var sources = new LinkedHashMap<String, List<Line>>();
        for (var line : lines)
            sources.computeIfAbsent(line.source(), s -> new ArrayList<>()).add(line);
        return sources;
    }

    /// An order in which the lines may arrive.
    public Delivery delivery(Delivery.Order order, long deliverySeed) {
        return Delivery.of(this, order, new Random(seed * 31 + deliverySeed));
    }
}
