package dev.twinlog.app.doctor;

import dev.twinlog.app.doctor.Circumstances.AgentFacts;
import dev.twinlog.app.doctor.Circumstances.Other;
import dev.twinlog.app.doctor.Finding.State;
import dev.twinlog.model.Agent;
import dev.twinlog.setup.agents.EndpointBase;
import dev.twinlog.setup.agents.EndpointBase.BadEndpointException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is wrong, and what to do about it. Pure.
public final class Diagnosis {
    /// Telemetry comes within seconds; what is missing for longer does not come.
    static final Duration TELEMETRY_LATE = Duration.ofMinutes(5);

    /// Two clocks may differ by so much.
    static final Duration CLOCKS_APART = Duration.ofMinutes(2);

    /// Below so many times the floor the disk will be full soon.
    static final int FLOORS_LOW = 2;

    private static final String NONE = "none";
    private static final String LOGS = "logs";
    private static final String TRACES = "traces";

    private final Circumstances facts;
    private final List<Finding> findings = new ArrayList<>();

    private Diagnosis(Circumstances facts) {
        this.facts = facts;
    }

    /// What was found, in the order in which a person would look.
    public static List<Finding> of(Circumstances facts) {
        var diagnosis = new Diagnosis(facts);
        diagnosis.daemon();
        diagnosis.port();
        facts.agents().forEach(diagnosis::agent);
        diagnosis.disk();
        diagnosis.permissions();
        diagnosis.clock();
        return List.copyOf(diagnosis.findings);
    }

    private void add(String check, State state, String what, @Nullable String next) {
        findings.add(new Finding(check, state, what, next));
    }

    private void daemon() {
        var door = facts.door();
        if (!door.running()) add("daemon", State.PROBLEM, "no daemon runs, so nothing is captured", "twinlog up");
        else if (!door.answering())
            add("daemon", State.PROBLEM, "the daemon does not answer", "look at its terminal, or start it anew");
        else add("daemon", State.OK, "the daemon runs and answers", null);
    }

    private void port() {
        var door = facts.door();
        var check = "otlp_port";
        if (door.open() != null) {
            add(check, State.OK, "telemetry is heard at port " + door.open(), null);
        } else if (door.holder() != null) {
            add(
                    check,
                    door.running() ? State.PROBLEM : State.WARNING,
                    "port " + door.wanted() + " is taken by " + door.holder() + ", so telemetry goes there",
                    "end that process, or `twinlog config set otlp-http-port N`, start Twinlog anew and `twinlog setup"
                            + " apply`");
        } else if (door.answering()) {
            add(
                    check,
                    State.PROBLEM,
                    "the daemon does not listen for telemetry" + (door.reason() == null ? "" : ": " + door.reason()),
                    "look at `twinlog status`");
        } else {
            add(check, State.CANNOT_TELL, "nobody listens at port " + door.wanted(), null);
        }
    }

    private void agent(AgentFacts agent) {
        var name = agent.agent().wire();
        if (agent.binary() != null) add("agent." + name, State.OK, "found at " + agent.binary(), null);
        else if (agent.isThere())
            add("agent." + name, State.CANNOT_TELL, "its folder is there, but no `" + name + "` on the PATH", null);
        else
            add(
                    "agent." + name,
                    State.CANNOT_TELL,
                    "not found: neither its folder nor `" + name + "` on the PATH",
                    null);
        var setup = setup(agent);
        findings.add(setup);
        overrides(agent);
        arriving(agent, setup.state());
    }

    private Finding setup(AgentFacts agent) {
        var check = "setup." + agent.agent().wire();
        var told = agent.told();
        var apply = "twinlog setup apply " + agent.agent().wire();
        var readable = told.readable();
        if (readable != null) return new Finding(check, State.PROBLEM, readable, "mend the file, then `" + apply + "`");
        var logs = told.bases().get(LOGS);
        if (logs == null || logs.equals(NONE))
            return new Finding(
                    check,
                    agent.isThere() || agent.binary() != null ? State.PROBLEM : State.CANNOT_TELL,
                    agent.file() + (logs == null ? " does not send telemetry" : " has telemetry switched off"),
                    apply);
        return directed(check, agent, logs, apply);
    }

    private Finding directed(String check, AgentFacts agent, String logs, String apply) {
        var base = base(logs);
        if (base == null || !base.isLoopback())
            return new Finding(
                    check,
                    State.WARNING,
                    agent.file() + " sends telemetry elsewhere: " + (base == null ? "no OTLP over HTTP" : base.text()),
                    apply + " --replace, if Twinlog is to hear it");
        if (facts.door().port() != 0 && base.port() != facts.door().port())
            return new Finding(
                    check,
                    State.PROBLEM,
                    agent.file() + " sends telemetry to port " + base.port() + ", and Twinlog listens at "
                            + facts.door().port(),
                    apply);
        return whole(check, agent, logs, apply);
    }

    private Finding whole(String check, AgentFacts agent, String logs, String apply) {
        if (!logs.equals(agent.told().bases().get(TRACES)))
            return new Finding(
                    check,
                    State.WARNING,
                    agent.file() + " sends logs, but not its traces, which say to which turn they belong",
                    apply);
        var token = facts.token();
        if (token != null && !token.equals(agent.told().token()))
            return new Finding(
                    check,
                    State.WARNING,
                    agent.file() + " sends telemetry without this Twinlog's token: it is kept, but marked, and with"
                            + " otlp.token = \"required\" refused",
                    apply);
        return new Finding(check, State.OK, agent.file() + " sends telemetry to " + logs, null);
    }

    /// Whether telemetry that goes there is heard by this Twinlog.
    private boolean isHere(String where) {
        var base = base(where);
        return base != null && base.isLoopback() && base.port() == facts.door().port();
    }

    private static @Nullable EndpointBase base(String text) {
        try {
            return EndpointBase.of(text, true);
        } catch (BadEndpointException e) {
            return null;
        }
    }

    /// Claude Code alone takes settings from more places.
    private void overrides(AgentFacts agent) {
        if (agent.agent() != Agent.CLAUDE) return;
        boolean found = false;
        for (var other : agent.stronger()) found |= override(agent, other);
        if (!found) add("overrides.claude", State.OK, "nothing overrides these settings", null);
    }

    /// Whether a place says something that matters.
    private boolean override(AgentFacts agent, Other other) {
        var check = "overrides.claude";
        var told = other.told();
        if (told.readable() != null) {
            add(check, State.WARNING, told.readable(), "mend it: nobody can tell what Claude Code makes of it");
            return true;
        }
        var users = agent.told().bases();
        boolean same = told.bases().entrySet().stream()
                .allMatch(signal -> signal.getValue().equals(users.get(signal.getKey())) || isHere(signal.getValue()));
        if (same) return false;
        return switch (other.scope()) {
            case MANAGED -> {
                var where =
                        told.bases().containsValue(NONE) ? "switch telemetry off" : "send telemetry to " + told.bases();
                add(
                        check,
                        State.PROBLEM,
                        "the administrator's settings " + other.place() + " " + where + ", whatever yours say",
                        "ask who manages this machine; Twinlog still reads the transcripts");
                yield true;
            }
            case PROJECT, ENVIRONMENT -> {
                if (users.keySet().containsAll(told.bases().keySet())) yield false;
                add(
                        check,
                        State.WARNING,
                        other.place() + " says of telemetry what your settings do not: " + told.bases(),
                        "twinlog setup apply claude, whose settings are stronger");
                yield true;
            }
        };
    }

    private void arriving(AgentFacts agent, State setup) {
        var check = "arriving." + agent.agent().wire();
        var otlp = agent.otlp();
        var transcript = agent.transcript();
        if (otlp != null && (transcript == null || transcript - otlp <= TELEMETRY_LATE.toMillis())) {
            add(check, State.OK, "telemetry was last heard " + Instant.ofEpochMilli(otlp), null);
        } else if (transcript == null) {
            add(check, State.CANNOT_TELL, "nothing was heard of it yet", "use it, then ask again");
        } else if (setup == State.PROBLEM || setup == State.CANNOT_TELL) {
            add(check, State.CANNOT_TELL, "it is not set up to send telemetry here", null);
        } else if (agent.since() != null && transcript < agent.since()) {
            add(check, State.CANNOT_TELL, "no session went on since it was set up", "use it, then ask again");
        } else {
            add(
                    check,
                    State.PROBLEM,
                    "its transcripts were heard at " + Instant.ofEpochMilli(transcript) + ", its telemetry "
                            + (otlp == null ? "never" : "last at " + Instant.ofEpochMilli(otlp)),
                    "start " + agent.agent().wire() + " anew, since it reads its settings when it starts; look too"
                            + " whether it was started with other settings (--setting-sources, another home)");
        }
    }

    private void disk() {
        var disk = facts.disk();
        if (disk == null) {
            add("disk", State.CANNOT_TELL, "the free space cannot be read", null);
            return;
        }
        var what = (disk.free() >> 20) + " MiB are free at " + disk.folder() + "; capture stops below "
                + (disk.floor() >> 20) + " MiB";
        if (disk.free() < disk.floor()) add("disk", State.PROBLEM, what, "free space, or lower disk.floor");
        else if (disk.free() / FLOORS_LOW < disk.floor()) add("disk", State.WARNING, what, "free space soon");
        else add("disk", State.OK, what, null);
    }

    private void permissions() {
        if (facts.exposed().isEmpty()) {
            add("permissions", State.OK, "what is captured is its owner's alone", null);
            return;
        }
        add(
                "permissions",
                State.WARNING,
                "others can read what is captured: " + String.join(", ", facts.exposed()),
                "chmod go-rwx on them");
    }

    private void clock() {
        var newest = facts.newest();
        if (newest == null) add("clock", State.CANNOT_TELL, "nothing was heard to compare the clock with", null);
        else if (newest - facts.now() > CLOCKS_APART.toMillis())
            add(
                    "clock",
                    State.WARNING,
                    "records are from " + Instant.ofEpochMilli(newest) + ", and it is "
                            + Instant.ofEpochMilli(facts.now()) + " here",
                    "set the clock: ages and retention go by it");
        else add("clock", State.OK, "the clock is not behind what was heard", null);
    }
}
