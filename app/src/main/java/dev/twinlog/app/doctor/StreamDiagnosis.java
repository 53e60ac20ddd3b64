package dev.twinlog.app.doctor;

import dev.twinlog.app.doctor.Finding.State;
import dev.twinlog.app.doctor.StreamFacts.Daemon;
import dev.twinlog.setup.StreamSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What keeps the live stream from being heard, and what to do about it. Pure. All else is captured without it, but
/// an operator who expects it wants to know.
public final class StreamDiagnosis {
    private static final String STREAM = "stream";

    private final StreamFacts facts;
    private final List<Finding> findings = new ArrayList<>();

    private StreamDiagnosis(StreamFacts facts) {
        this.facts = facts;
    }

    public static List<Finding> of(StreamFacts facts) {
        var diagnosis = new StreamDiagnosis(facts);
        diagnosis.binary();
        diagnosis.stream();
        return List.copyOf(diagnosis.findings);
    }

    private void add(String check, State state, String what, @Nullable String next) {
        findings.add(new Finding(check, state, what, next));
    }

    /// One that the settings name, since without a daemon nobody else tells of it.
    private void binary() {
        var binary = facts.binary();
        if (binary == null || facts.daemon() != null) return;
        var check = "stream.binary";
        if (!binary.exists())
            add(
                    check,
                    State.PROBLEM,
                    "sidecar.binary names " + binary.path() + ", which is no file",
                    "`twinlog config set sidecar.binary PATH`, or `twinlog config unset sidecar.binary`");
        else if (!binary.executable())
            add(
                    check,
                    State.PROBLEM,
                    "sidecar.binary names " + binary.path() + ", which cannot be executed",
                    "chmod +x " + binary.path());
    }

    private void stream() {
        var daemon = facts.daemon();
        if (facts.killSwitch())
            add(
                    STREAM,
                    State.WARNING,
                    "the kill switch is on, so no live stream is heard; what agents write and send is captured",
                    "`twinlog recover`, unless it is to stay so");
        else if (facts.wanted() == StreamSettings.Wanted.OFF)
            add(STREAM, State.OK, "switched off (stream.enabled)", null);
        else if (daemon == null)
            add(
                    STREAM,
                    State.CANNOT_TELL,
                    "how the live stream is heard is known only while Twinlog runs and answers",
                    null);
        else if (!daemon.expected()) add(STREAM, State.OK, "not expected: no Codex is on this machine", null);
        else if (daemon.open()) open(daemon);
        else shut(daemon);
    }

    private void open(Daemon daemon) {
        if (isAttached(daemon)) {
            add(STREAM, State.OK, "heard, on the app-server of your own Codex", null);
            return;
        }
        add(
                STREAM,
                State.OK,
                "heard on Twinlog's own app-server alone: no thread of yours is streamed until a plain `codex` in a"
                        + " terminal shares its app-server",
                null);
        socket();
    }

    private void shut(Daemon daemon) {
        var reason = daemon.reason() == null ? "" : daemon.reason();
        var advice = StreamAdvice.of(reason, daemon.detail(), isAttached(daemon));
        add(STREAM, state(reason, facts.wanted()), "not heard: " + advice.what(), advice.next());
        if (!isAttached(daemon)) socket();
    }

    /// What passes by itself, and what somebody chose, is no problem; nor is who has not signed in yet.
    /// Where nobody asked for the stream, a Codex that is not there to be run is none either.
    private static State state(String reason, StreamSettings.Wanted wanted) {
        return switch (reason) {
            case "starting", "restarting", "handshake", "authenticating", "needs_login", "logged_out", "stopped" ->
                State.WARNING;
            case "sidecar_missing" -> wanted == StreamSettings.Wanted.ON ? State.PROBLEM : State.WARNING;
            default -> State.PROBLEM;
        };
    }

    private void socket() {
        var socket = facts.socket();
        if (socket == null || !facts.attaches()) return;
        add(
                "stream.socket",
                State.WARNING,
                "the socket of your Codex is there, and nothing answers at it: " + socket,
                "start Codex anew if it runs; a socket that was left behind does no harm");
    }

    private static boolean isAttached(Daemon daemon) {
        return "attach".equals(daemon.link());
    }
}
