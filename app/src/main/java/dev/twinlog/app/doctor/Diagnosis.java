package dev.twinlog.app.doctor;

import dev.twinlog.app.doctor.Finding.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// What is wrong, and what to do about it. Pure.
public final class Diagnosis {
    /// Two clocks may differ by so much.
    static final Duration CLOCKS_APART = Duration.ofMinutes(2);

    /// Below so many times the floor the disk will be full soon.
    static final int FLOORS_LOW = 2;

    private final Circumstances facts;
    private final List<Finding> findings = new ArrayList<>();

    private final LongFunction<String> time;

    private Diagnosis(Circumstances facts, LongFunction<String> time) {
        this.facts = facts;
        this.time = time;
    }

    /// What was found, in the order in which a person would look.
    ///
    /// @param time how epoch milliseconds are written for who reads it
    public static List<Finding> of(Circumstances facts, LongFunction<String> time) {
        var diagnosis = new Diagnosis(facts, time);
        diagnosis.daemon();
        diagnosis.port();
        for (var agent : facts.agents()) diagnosis.findings.addAll(AgentDiagnosis.of(agent, facts, time));
        diagnosis.refused();
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

    /// Requests that were turned away, by the daemon's word for the reason.
    private void refused() {
        facts.refused().forEach((reason, requests) -> {
            var why = Refused.of(reason);
            add(
                    "refused." + reason,
                    why.state(),
                    requests + (requests == 1 ? " request" : " requests")
                            + " of telemetry refused since the daemon started: " + why.what(),
                    why.next());
        });
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
                    "records are from " + time.apply(newest) + ", and it is " + time.apply(facts.now()) + " here",
                    "set the clock: ages and retention go by it");
        else add("clock", State.OK, "the clock is not behind what was heard", null);
    }
}
