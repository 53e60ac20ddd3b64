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

    /// The mode while the stream is stopped, and the kill switch could not be turned.
    private static final String STOPPED = "DEGRADED_STREAMING";

    private static final String UNTIL_START = "; that holds until the next start of Twinlog only";

    private static final String AWAKEN =
            "look at its terminal; or end its process, and start `twinlog up`: `twinlog status` then says what holds";

    private static final Set<String> ENDED = Set.of("inactive", "crash_loop");

    private final Looks looks;
    private final Pace pace;
    private final ByHand byHand;
    private boolean held = true;

    /// Writes the kill switch into `config.toml` where the daemon does not.
    @FunctionalInterface
    public interface ByHand {
        /// @throws Refusal when it was not written, or means nothing there; with what to do
        void write() throws Refusal;
    }

    public Fallback(Operator operator, Pace pace, ByHand byHand) {
        this.looks = new Looks(operator, pace);
        this.pace = pace;
        this.byHand = byHand;
    }

    /// Takes all steps, whichever fails: in an emergency half of it is better than nothing.
    public Course take(Consumer<StepReport> told) throws InterruptedException {
        long begun = pace.nanos();
        var steps = Course.take(
                List.of(
                        Step.passable("kill_switch", this::killSwitch),
                        Step.passable("stop_sidecar", this::stop),
                        Step.passable("ingest", this::ingest),
                        new Step("mode", this::mode)),
                pace,
                told);
        boolean reached = steps.stream().allMatch(StepReport::ok);
        long millis = Duration.ofNanos(pace.nanos() - begun).toMillis();
        return new Course(steps, reached ? WANTED : null, null, millis);
    }

    private Seen killSwitch() throws IOException {
        var seen = turned();
        held = seen.next() == null;
        return seen;
    }

    private Seen turned() throws IOException {
        try {
            return turn();
        } catch (Refusal refusal) {
            if (isOn()) return Seen.fine("on already, and not by what is written now");
            var why = String.valueOf(refusal.getMessage());
            return Seen.failed(
                    "not switched on: " + why, SettingsTrouble.next(why) + ", then `twinlog fallback` again");
        } catch (IOException silent) {
            return unheard(silent);
        }
    }

    private boolean isOn() throws IOException {
        try {
            return looks.sidecar().flag("killSwitch");
        } catch (Refusal unable) {
            return false;
        }
    }

    /// A daemon that stands still follows the file when it goes on, and another one when it starts.
    private Seen unheard(IOException silent) {
        var why = "the daemon does not answer: " + silent.getMessage();
        try {
            byHand.write();
        } catch (Refusal refusal) {
            return Seen.failed(why + "; " + refusal.getMessage(), AWAKEN);
        }
        return Seen.failed(why + "; the switch is written into config.toml, and holds once it is read", AWAKEN);
    }

    private Seen turn() throws Refusal, IOException {
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
                ? Seen.fine("the app-server is not talked to any more" + (held ? "" : UNTIL_START))
                : Seen.failed(
                        "it is still " + seen.text("state"),
                        held
                                ? "start Twinlog anew: the kill switch is on, so it starts without the stream"
                                : "`twinlog stream stop` again; or end Twinlog, and the app-server with it");
    }

    private Seen ingest() throws Refusal, IOException {
        boolean wanted = isWanted();
        boolean off = looks.status().texts("reasons").contains("ingest_off");
        return wanted && !off
                ? Seen.fine("on")
                : Seen.failed("capturing is switched off", "`twinlog config set ingest.auto_ingest_enabled true`");
    }

    /// By the settings. Those that cannot be read were told of already, and the daemon goes on with what it
    /// has.
    private boolean isWanted() throws IOException {
        try {
            return looks.call(Operation.GET_INGEST_CONFIG, Map.of()).flag("autoIngestEnabled");
        } catch (Refusal unreadable) {
            return true;
        }
    }

    /// Without the kill switch a stream that is stopped is expected still.
    private boolean isReached(Looks.Seen now) {
        var mode = now.text("captureMode");
        return mode.equals(WANTED) || !held && mode.equals(STOPPED);
    }

    private Seen mode() throws Refusal, IOException, InterruptedException {
        var seen = looks.until(Operation.GET_CAPTURE_RELIABILITY_STATUS, this::isReached, PATIENCE);
        var mode = seen.text("captureMode");
        if (isReached(seen)) return Seen.fine(mode + ": what agents write and send is captured");
        var reasons = seen.texts("reasons");
        return Seen.failed(
                "capture mode " + mode + (reasons.isEmpty() ? "" : ": " + reasons),
                "`twinlog doctor` says what is wrong");
    }
}
