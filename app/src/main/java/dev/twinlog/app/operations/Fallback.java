package dev.twinlog.app.operations;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.operations.Step.Seen;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The emergency fallback (SPEC 10): the live stream is switched off, and the baseline goes on alone.
public final class Fallback {
    static final String WANTED = "OTEL_ONLY";
    /// How long the mode may take to follow.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Set<String> ENDED = Set.of("inactive", "crash_loop");

    private final Looks looks;
    private final Pace pace;

    public Fallback(Operator operator, Pace pace) {
        this.looks = new Looks(operator, pace);
        this.pace = pace;
    }

    /// Takes the steps, until one fails.
    public Course take(Consumer<StepReport> told) throws InterruptedException {
        long begun = pace.nanos();
        var steps = Course.take(
                List.of(
                        new Step("kill_switch", this::killSwitch),
                        new Step("stop_sidecar", this::stop),
                        new Step("ingest", this::ingest),
                        new Step("mode", this::mode)),
                pace,
                told);
        boolean reached = steps.getLast().ok();
        long millis = Duration.ofNanos(pace.nanos() - begun).toMillis();
        return new Course(steps, reached ? WANTED : null, null, millis);
    }

    private Seen killSwitch() throws Refusal, IOException {
        var seen = looks.call(Operation.CODEX_APP_SERVER_SET_STREAM_KILL_SWITCH, Map.of("enabled", true));
        return seen.flag("killSwitch")
                ? Seen.fine("on, and stays on over restarts")
                : Seen.failed("still off", "`twinlog config set stream.kill_switch true`, and start Twinlog anew");
    }

    private Seen stop() throws Refusal, IOException, InterruptedException {
        looks.call(Operation.STOP_CODEX_APP_SERVER, Map.of());
        var seen =
                looks.until(Operation.GET_CODEX_APP_SERVER_STATUS, now -> ENDED.contains(now.text("state")), PATIENCE);
        return ENDED.contains(seen.text("state"))
                ? Seen.fine("the app-server is not talked to any more")
                : Seen.failed(
                        "it is still " + seen.text("state"),
                        "start Twinlog anew: the kill switch is on, so it starts without the stream");
    }

    private Seen ingest() throws Refusal, IOException {
        boolean wanted = looks.call(Operation.GET_INGEST_CONFIG, Map.of()).flag("autoIngestEnabled");
        boolean off = looks.status().texts("reasons").contains("ingest_off");
        return wanted && !off
                ? Seen.fine("on")
                : Seen.failed(
                        "capturing is switched off",
                        "`twinlog config set ingest.auto_ingest_enabled true`, and start Twinlog anew");
    }

    private Seen mode() throws Refusal, IOException, InterruptedException {
        var seen = looks.until(
                Operation.GET_CAPTURE_RELIABILITY_STATUS,
                now -> now.text("captureMode").equals(WANTED),
                PATIENCE);
        var mode = seen.text("captureMode");
        if (mode.equals(WANTED)) return Seen.fine(WANTED + ": what agents write and send is captured");
        var reasons = seen.texts("reasons");
        return Seen.failed(
                "capture mode " + mode + (reasons.isEmpty() ? "" : ": " + reasons),
                "`twinlog doctor` says what is wrong");
    }
}
