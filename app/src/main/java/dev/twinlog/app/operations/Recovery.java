package dev.twinlog.app.operations;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.doctor.StreamAdvice;
import dev.twinlog.app.operations.Step.Seen;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The recovery (SPEC 10): from the fallback, or whatever keeps the live stream shut, back to hearing it. First what
/// must be so, which changes nothing; then step by step.
public final class Recovery {
    static final String WANTED = "HYBRID_ACTIVE";
    /// How long a start and its handshake may take together.
    static final Duration HANDSHAKE_PATIENCE = Duration.ofSeconds(20);
    /// How long an account that is being asked for may take.
    static final Duration ACCOUNT_PATIENCE = Duration.ofSeconds(15);
    /// How long the state may take to follow what was answered.
    static final Duration REPORT_PATIENCE = Duration.ofSeconds(1);
    /// How long the mode may take to follow: a first frame within 15 s, and the look at it.
    static final Duration MODE_PATIENCE = Duration.ofSeconds(20);
    /// How long is waited at most for the restart budget; it is clear 60 s after the last unwanted end.
    static final Duration BUDGET_PATIENCE = Duration.ofMinutes(3);

    private static final String EXPECT_IT =
            "`twinlog config set stream.enabled auto`, and start Twinlog anew; then `twinlog recover`";

    /// Of the binary.
    private static final Set<String> NOT_STARTABLE = Set.of("sidecar_missing", "not_executable", "untrusted_binary");

    /// What no waiting puts right.
    private static final Set<String> HOPELESS =
            Set.of("sidecar_missing", "not_executable", "untrusted_binary", "crash_loop", "kill_switch");

    private final Looks looks;
    private final Pace pace;
    private final boolean wait;
    private @Nullable String note;
    private String accepted = "";

    /// @param wait whether to wait until the restart budget is clear
    public Recovery(Operator operator, Pace pace, boolean wait) {
        this.looks = new Looks(operator, pace);
        this.pace = pace;
        this.wait = wait;
    }

    /// Takes the steps, until one fails.
    public Course take(Consumer<StepReport> told) throws InterruptedException {
        long begun = pace.nanos();
        var steps = Course.take(
                List.of(
                        new Step("settings", this::settings),
                        new Step("migration", this::migration),
                        new Step("auth_mode", this::authMode),
                        new Step("restart_budget", this::budget),
                        new Step("kill_switch", this::killSwitch),
                        new Step("start", this::start),
                        new Step("handshake", this::handshake),
                        new Step("account", this::account),
                        new Step("mode", this::mode)),
                pace,
                told);
        boolean reached = steps.getLast().ok();
        long millis = Duration.ofNanos(pace.nanos() - begun).toMillis();
        return new Course(steps, reached ? WANTED : null, reached ? note : null, millis);
    }

    /// They must be understood, and not say that no stream is wanted.
    private Seen settings() throws IOException, Refusal {
        Looks.Seen config;
        try {
            config = looks.call(Operation.GET_INGEST_CONFIG, Map.of());
        } catch (Refusal refusal) {
            var why = String.valueOf(refusal.getMessage());
            return Seen.failed(why, SettingsTrouble.next(why) + ", then `twinlog recover`");
        }
        accepted = config.text("appServerAuthMode");
        if (config.text("streamEnabled").equals("off") && !looks.sidecar().flag("expected"))
            return Seen.failed("no stream is expected: stream.enabled is off", EXPECT_IT);
        return Seen.fine("understood");
    }

    /// There is no collector to migrate where migration is not there yet.
    private Seen migration() throws IOException, Refusal {
        String status;
        String reason;
        try {
            var seen = looks.call(Operation.GET_COLLECTOR_MIGRATION_STATUS, Map.of());
            status = seen.text("status");
            reason = seen.text("reason");
        } catch (Refusal refusal) {
            if (!String.valueOf(refusal.getMessage()).contains(Operation.Results.NOT_AVAILABLE)) throw refusal;
            status = "deferred";
            reason = "nothing_to_migrate";
        }
        var saw = status + (reason.isEmpty() ? "" : ", " + reason);
        return status.equals("migrated") || status.equals("deferred")
                ? Seen.fine(saw)
                : Seen.failed(saw, "`twinlog rpc run_collector_migration`, then `twinlog recover`");
    }

    /// What a running app-server reports must be what the settings accept; one that does not run reports nothing.
    private Seen authMode() throws Refusal, IOException {
        var seen = looks.sidecar();
        var mode = seen.text("auth", "mode");
        if (seen.text("auth", "state").equals("unsupported")
                && seen.text("state").equals("running"))
            return Seen.failed(
                    "Unsupported auth mode: " + mode + " (accepted: " + accepted + ")",
                    advice("unsupported_auth_mode", mode, seen));
        return Seen.fine("accepted: " + accepted + (mode.isEmpty() ? "" : "; reported: " + mode));
    }

    private Seen budget() throws Refusal, IOException, InterruptedException {
        var seen = wait
                ? looks.until(
                        Operation.GET_CODEX_APP_SERVER_STATUS,
                        now -> now.number("restarts", "clearInSeconds") == 0 || isShutFor(now, NOT_STARTABLE),
                        BUDGET_PATIENCE)
                : looks.sidecar();
        long left = seen.number("restarts", "clearInSeconds");
        if (left > 0 && isShutFor(seen, NOT_STARTABLE)) return shut(seen);
        if (left == 0) return Seen.fine("no unwanted end within the last 60 s");
        var cause = seen.text("restarts", "lastCause");
        var ends = seen.number("restarts", "spentInWindow");
        return Seen.failed(
                (ends == 1 ? "1 unwanted end" : ends + " unwanted ends") + " of the app-server within the last 60 s"
                        + (cause.isEmpty() ? "" : ", the last: " + cause) + "; clear in " + left + " s",
                "wait " + left + " s, or `twinlog recover --wait`");
    }

    private Seen killSwitch() throws Refusal, IOException {
        var seen = looks.call(Operation.CODEX_APP_SERVER_SET_STREAM_KILL_SWITCH, Map.of("enabled", false));
        return seen.flag("killSwitch")
                ? Seen.failed("still on", "`twinlog config set stream.kill_switch false`, then `twinlog recover`")
                : Seen.fine("off");
    }

    private Seen start() throws Refusal, IOException {
        var seen = looks.call(Operation.START_CODEX_APP_SERVER, Map.of());
        if (isHopeless(seen)) return shut(seen);
        return Seen.fine(link(seen) + ", generation " + seen.number("generation"));
    }

    private static String link(Looks.Seen seen) {
        return switch (seen.text("link")) {
            case "attach" -> "the app-server of your own Codex";
            case "spawn" -> "Twinlog's own app-server";
            default -> "being started";
        };
    }

    private Seen handshake() throws Refusal, IOException, InterruptedException {
        looks.call(Operation.CODEX_APP_SERVER_INITIALIZE, Map.of());
        looks.call(Operation.CODEX_APP_SERVER_INITIALIZED, Map.of());
        var seen = looks.until(
                Operation.GET_CODEX_APP_SERVER_STATUS,
                now -> now.text("handshake").equals("complete") || isHopeless(now),
                HANDSHAKE_PATIENCE);
        return seen.text("handshake").equals("complete")
                ? Seen.fine("complete, " + link(seen) + ", generation " + seen.number("generation"))
                : shut(seen);
    }

    private static boolean isHopeless(Looks.Seen seen) {
        return isShutFor(seen, HOPELESS);
    }

    private static boolean isShutFor(Looks.Seen seen, Set<String> reasons) {
        return seen.text("gate").equals("shut") && reasons.contains(seen.text("reason"));
    }

    /// Asks, and believes only what is reported.
    private Seen account() throws Refusal, IOException, InterruptedException {
        looks.call(Operation.CODEX_APP_SERVER_ACCOUNT_READ, Map.of());
        looks.until(
                Operation.GET_CODEX_APP_SERVER_STATUS,
                now -> !now.text("auth", "state").equals("authenticating"),
                ACCOUNT_PATIENCE);
        var seen = looks.until(Operation.GET_CODEX_APP_SERVER_STATUS, Recovery::isSignedIn, REPORT_PATIENCE);
        var state = seen.text("auth", "state");
        if (isSignedIn(seen)) return Seen.fine("signed in (" + seen.text("auth", "mode") + ")");
        var error = seen.text("auth", "error");
        var reason = state.equals("unsupported") ? "unsupported_auth_mode" : state;
        var advice = StreamAdvice.of(reason, error.isEmpty() ? null : error, isAttached(seen));
        var next = advice.next() == null ? "`twinlog stream login`" : advice.next();
        return Seen.failed(advice.what(), next + "; then `twinlog recover`");
    }

    private static boolean isSignedIn(Looks.Seen seen) {
        return seen.text("auth", "state").equals("authenticated");
    }

    private Seen mode() throws Refusal, IOException, InterruptedException {
        var seen = looks.until(
                Operation.GET_CAPTURE_RELIABILITY_STATUS,
                now -> now.text("captureMode").equals(WANTED),
                MODE_PATIENCE);
        var mode = seen.text("captureMode");
        var said = seen.text("stream", "note");
        note = said.isEmpty() ? null : said;
        if (mode.equals(WANTED)) return Seen.fine(WANTED);
        var reasons = seen.texts("reasons");
        var saw = "capture mode " + mode + (reasons.isEmpty() ? "" : ": " + reasons);
        if (mode.equals("FAILURE")) return Seen.failed(saw, "`twinlog doctor` says what is wrong");
        if (!seen.flag("stream", "expected"))
            return Seen.failed(saw + (reasons.isEmpty() ? ": no stream is expected" : ""), EXPECT_IT);
        var advice = StreamAdvice.of(
                seen.text("stream", "reason"),
                null,
                seen.text("stream", "reach").equals("shared"));
        return Seen.failed(saw, advice.next() == null ? "wait, then `twinlog status`" : advice.next());
    }

    private static boolean isAttached(Looks.Seen seen) {
        return seen.text("reach").equals("shared");
    }

    private static Seen shut(Looks.Seen seen) {
        var reason = seen.text("reason");
        if (reason.isEmpty() || reason.equals(SidecarAnswer.SIGN_IN) || reason.equals("handshake"))
            reason = StreamAdvice.HANDSHAKE_FAILED;
        var detail = seen.text("detail");
        if (detail.isEmpty()) detail = seen.text("lastError");
        var advice = StreamAdvice.of(reason, detail.isEmpty() ? null : detail, isAttached(seen));
        return Seen.failed(advice.what(), advice.next() == null ? "wait, then `twinlog recover`" : advice.next());
    }

    private static String advice(String reason, String detail, Looks.Seen seen) {
        var next = StreamAdvice.of(reason, detail, isAttached(seen)).next();
        return (next == null ? "" : next + "; ") + "then `twinlog recover`";
    }
}
